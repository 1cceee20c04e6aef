"""Statements that are built once give the rows that Django would give each time."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models import Count, Q

from hiring import access
from hiring.models import Application, Interview, Opening, User
from scorecards.statements import built_once
from tests.factories import NOW, make_application, make_interview, make_opening, make_user

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_values_asked_for():
    one, other = make_user(), make_user()
    first, second = make_application(), make_application()
    held = [make_interview(application=each, interviewer=one) for each in (first, second)]

    @built_once
    def interviews(user, application):
        return Interview.objects.filter(interviewer=user, application_id=application)

    assert interviews(one, first.pk) == [held[0]]
    assert interviews(one, second.pk) == [held[1]]
    assert interviews(other, first.pk) == []


def test_the_queryset_is_built_once():
    built = []

    @built_once
    def people(user):
        built.append(user.pk)
        return User.objects.filter(pk=user.pk)

    for user in (one := make_user(), make_user(), one):
        assert people(user) == [user]
    assert len(built) == 1


def test_a_statement_belongs_to_a_persons_duties():
    opening = make_opening(managers=[manager := make_user()])
    application = make_application(opening=opening)

    @built_once
    def known(user):
        return access.applications_for(user)

    assert known(make_user()) == []
    assert known(make_user(is_auditor=True)) == [application]
    assert known(manager) == [application]
    assert known(make_user()) == []


def test_related_rows_and_annotations_come_along(django_assert_num_queries):
    application = make_application(name="Ada Example")
    make_interview(application=application, interviewer=make_user())

    @built_once
    def counted(pk):
        rows = Application.objects.filter(pk=pk).select_related("candidate", "opening")
        return rows.annotate(places=Count("interviews", filter=Q(interviews__shadow=False)))

    with django_assert_num_queries(1):
        (found,) = counted(application.pk)
        assert (found.candidate.name, found.opening, found.places) == ("Ada Example", application.opening, 1)


def test_tuples_moments_and_lists_of_ids():
    made = [make_application(created_at=NOW + timedelta(days=days)) for days in range(3)]

    @built_once
    def until(pks, at):
        return Application.objects.filter(pk__any=pks, created_at__lte=at).order_by("pk").values_list("pk")

    everyone = [each.pk for each in made]
    assert until(everyone, NOW + timedelta(days=1)) == [(made[0].pk,), (made[1].pk,)]
    assert until(everyone[1:], NOW + timedelta(days=9)) == [(made[1].pk,), (made[2].pk,)]
    assert until([], NOW) == []


def test_foreign_keys_know_lists_too():
    made = [make_application() for _ in range(3)]
    wanted = Application.objects.filter(opening__any=[each.opening_id for each in made[:2]])
    assert set(wanted) == set(made[:2])


def test_keywords_are_part_of_the_statement():
    make_application(created_at=NOW)
    newest = make_application(created_at=NOW + timedelta(days=1))

    @built_once
    def some(at, *, most):
        return Application.objects.filter(created_at__gte=at).order_by("-created_at")[:most]

    assert len(some(NOW, most=2)) == 2
    assert some(NOW, most=1) == [newest]


def test_a_value_that_the_statement_swallows_is_refused():
    @built_once
    def lost(opening):
        return Application.objects.filter(opening__title=f"Opening {opening}")

    with pytest.raises(TypeError, match="Argument 1 does not show in the statement"):
        lost(1)


def test_texts_and_what_is_written_out_with_all_its_signs():
    odd = "50 % 'off' %s \\ %% \"x\""
    opening = make_opening(title=odd, place="Bern")
    make_opening(title=odd, place="Basel")

    @built_once
    def openings(place):
        return Opening.objects.filter(title=odd, place=place)

    assert openings("Bern") == [opening]
    assert openings(odd) == []


def test_a_connection_plans_a_statement_for_good_whatever_the_values():
    application = make_application()

    @built_once
    def one(pk, at):
        return Application.objects.filter(pk=pk, created_at__lt=at)

    far = NOW + timedelta(days=9999)
    with kept_plans() as plans:
        assert plans() == []
        for pk in (7, 40_000, 3_000_000_000, application.pk):
            found = one(pk, far)
        assert found == [application]
        assert plans() == [3]


def test_no_other_statement_is_remembered_with_what_people_wrote():
    application = make_application()

    @built_once
    def one(pk):
        return Application.objects.filter(pk=pk)

    for number in range(3):
        one(application.pk)
        make_application(name=f"Grace Wanted Erasure {number}")
    held = connection.connection._prepared
    assert not [query for query, _ in (*held._counts, *held._names) if b"Grace Wanted" in query]


def test_behind_a_pooler_nothing_is_planned_for_good(monkeypatch):
    application = make_application()

    @built_once
    def one(pk):
        return Application.objects.filter(pk=pk)

    with kept_plans() as plans:
        monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
        for _ in range(4):
            assert one(application.pk) == [application]
        assert plans() == []


@contextmanager
def kept_plans():
    """What this connection has planned from now on: how often each was used."""

    def plans():
        with connection.cursor() as cursor:
            cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
            return [used for (used,) in cursor.fetchall()]

    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    yield plans


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_change_a_type_under_a_plan():
    opening = make_opening(place="Bern")

    @built_once
    def places(pk):
        return Opening.objects.filter(pk=pk).values_list("place")

    other = connection.copy()
    try:
        for kind in ("varchar(999)", "varchar(120)"):
            for _ in range(3):
                assert places(opening.pk) == [("Bern",)]
            with other.cursor() as cursor:
                cursor.execute(f"ALTER TABLE hiring_opening ALTER place TYPE {kind}")
            assert places(opening.pk) == [("Bern",)]
    finally:
        other.close()


def test_an_id_that_is_too_large_for_the_database_is_nobodys():
    application = make_application()

    @built_once
    def one(pk):
        return Application.objects.filter(pk=pk)

    assert one(2**63) == one(10**60) == []
    assert one(application.pk) == [application]


def test_what_can_find_nothing_finds_nothing():
    @built_once
    def nobody(user):
        return User.objects.filter(pk=user.pk).none()

    assert nobody(make_user()) == []
    assert nobody(make_user()) == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection():
    application, seen = make_application(), []

    @built_once
    def found(pk):
        return Application.objects.filter(pk=pk)

    assert found(application.pk) == [application]

    def elsewhere():
        with connection.execute_wrapper(lambda run, *rest: seen.append(connection.connection) or run(*rest)):
            assert found(application.pk) == [application]
        connections.close_all()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(seen) == 1
    assert seen[0] is not connection.connection
