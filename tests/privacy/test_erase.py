import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hiring.actions import erase as actions
from hiring.actions.merge import merge
from hiring.models import Application, Candidate, Decision, Interview, Resume
from hiring.reads.privacy import kept_about
from scorecards import gathering
from scorecards.models import AuditEntry, Rating, Revision
from tests.factories import NOW, make_application, make_interview, make_opening, make_user
from tests.privacy.conftest import MARK, columns, where

pytestmark = pytest.mark.django_db


def erase(candidate, by, because="asked"):
    return actions.erase(candidate=candidate, by=by, because=because)


# --- Nothing is left --------------------------------------------------------------------------------

HELD = {
    "hiring_application.withdrawn_reason", "hiring_candidate.adjustments", "hiring_candidate.email",
    "hiring_candidate.links", "hiring_candidate.name", "hiring_candidate.notes", "hiring_candidate.phone",
    "hiring_candidate.source", "hiring_debrief.early_reason", "hiring_debrief.notes", "hiring_decision.override_reason",
    "hiring_decision.rationale", "hiring_interview.place", "hiring_interview.reason", "hiring_message.calendar",
    "hiring_message.facts", "hiring_message.once", "hiring_message.problem", "hiring_message.subject",
    "hiring_message.text",
    "hiring_resume.content", "hiring_resume.name", "scorecards_draftfield.value", "scorecards_rating.evidence",
    "scorecards_revision.reason", "scorecards_revision.summary",
}  # fmt: skip
# Erased as well, though the fixture writes nothing of a person there.
ALSO_ERASED = {"hiring_candidate.held_reason", "hiring_message.link", "scorecards_sighting.evidence"}
# What no words about a candidate are written to, by table or column, and why.
NEVER = {
    "auth_": "groups and permissions of Django, unused",
    "account_": "addresses of colleagues, for signing in",
    "mfa_": "second factors of colleagues",
    "socialaccount_": "single sign-on of colleagues",
    "django_": "Django's own; admin pages show no candidate, sessions end by themselves within hours",
    "procrastinate_": "jobs carry numbers",
    "hiring_user": "colleagues",
    "hiring_throttle": "counts of wrong passwords, for minutes",
    "hiring_opening": "the opening",
    "hiring_qualification": "training of colleagues",
    "scorecards_role": "rubrics are written before anyone applies",
    "scorecards_rubric": "rubrics",
    "scorecards_dimension": "rubrics",
    "scorecards_signal": "rubrics",
    "scorecards_question": "rubrics",
    "scorecards_exercise": "rubrics",
    "scorecards_kit": "rubrics",
    "scorecards_audit": "numbers, field names and digests; test_no_entry_holds_a_candidates_words",
    "hiring_application.status": "one of four words",
    "hiring_interview.status": "one of five words",
    "hiring_resume.kind": "one of three words; the row is deleted",
    "hiring_message.kind": "one of a few words; the row is deleted",
    "hiring_message.calendar_method": "a word of the calendar format; the row is deleted",
    "hiring_decision.outcome": "one of three words",
    "hiring_decision.recommended": "one of five words",
    "hiring_decision.rule_version": "the rule",
    "hiring_decision.snapshot": "numbers, keys and ids: what the rule computed from",
    "scorecards_draftfield.name": "the name of the field; the row is deleted",
    "scorecards_revision.kind": "one of four words",
    "scorecards_revision.asked": "numbers of questions",
    "scorecards_scorecard.first_": "numbers: of dimensions with their ratings, and of signals",
}


def test_afterwards_no_column_of_any_table_holds_a_word_of_it(candidate, coordinator):
    assert set(where(MARK)) == HELD
    assert erase(candidate, coordinator)
    assert where(MARK) == []


def test_every_column_that_can_hold_words_is_accounted_for():
    """A new column fails here: it is erased, or it says why nothing about a candidate is written to it."""
    unknown = [
        f"{table}.{column}"
        for table, column in columns()
        if f"{table}.{column}" not in HELD | ALSO_ERASED
        and not any(f"{table}.{column}".startswith(known) for known in NEVER)
    ]
    assert unknown == []


def test_numbers_and_who_took_part_stay(candidate, coordinator, manager):
    application = candidate.applications.get(status="hired")
    assessment, rubric = application.assessment_id, application.assessment.rubric_id
    before = gathering.recommendations({assessment: rubric})[assessment]
    ratings = list(Rating.objects.order_by("pk").values_list("pk", "dimension", "value"))
    verdicts = list(Revision.objects.order_by("pk").values_list("verdict", "made_at"))
    snapshot = Decision.objects.get().snapshot
    erase(candidate, coordinator)
    assert gathering.recommendations({assessment: rubric})[assessment] == before
    assert list(Rating.objects.order_by("pk").values_list("pk", "dimension", "value")) == ratings
    assert list(Revision.objects.order_by("pk").values_list("verdict", "made_at")) == verdicts
    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by, decision.snapshot) == ("hire", manager, snapshot)
    assert (decision.rationale, decision.override_reason) == (None, None)
    assert Interview.objects.filter(interviewer__isnull=False).count() == 2


def test_merged_duplicates_go_along_and_nothing_of_others_is_touched(candidate, coordinator, opening):
    other = make_application(opening=opening, name="Somebody else", withdrawn_reason="Own reason.")
    erase(candidate, coordinator)
    rows = Candidate.objects.exclude(erased_at=None)
    assert set(rows.values_list("name", "email", "source")) == {("", "", "")}
    assert rows.count() == 2
    other.refresh_from_db()
    assert (other.candidate.name, other.withdrawn_reason) == ("Somebody else", "Own reason.")


def test_erasing_again_does_nothing_and_leaves_no_second_entry(candidate, coordinator):
    assert erase(candidate, coordinator) is True
    when = Candidate.objects.get(pk=candidate.pk).erased_at
    assert erase(candidate, coordinator) is False
    assert Candidate.objects.get(pk=candidate.pk).erased_at == when
    assert AuditEntry.objects.filter(action="candidate.erased").count() == 1


def test_it_is_on_the_trail_with_the_reason_and_no_name(candidate, coordinator, opening):
    erase(candidate, coordinator)
    entry = AuditEntry.objects.get(action="candidate.erased")
    assert (entry.actor, entry.subject, entry.subject_id, entry.scope, entry.details) == (
        coordinator, "candidate", str(candidate.pk), f"opening:{opening.pk}", {"because": "asked"},
    )  # fmt: skip


def test_every_page_about_an_erased_candidate_still_opens_and_names_nobody(
    client, candidate, coordinator, manager
):
    erase(candidate, coordinator)
    application = candidate.applications.get(status="hired")
    author = application.interviews.filter(scorecard__submitted_at__isnull=False).get().interviewer
    pages = [
        (manager, reverse(name, args=[application.pk]))
        for name in ("summary", "debrief", "decision", "loop", "record")
    ]
    pages += [
        (manager, reverse("pipeline", args=[application.opening_id]) + "?show=all"),
        (manager, reverse("decisions")),
    ]
    pages += [(coordinator, reverse(name, args=[candidate.pk])) for name in ("candidate", "privacy")]
    pages += [(author, reverse("interview", args=[application.interviews.get(interviewer=author).pk]))]
    for person, address in pages:
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == 200, address
        assert MARK.encode() not in response.content, address


def test_the_page_of_an_erased_candidate_says_so_instead_of_what_is_not_there(client, candidate, coordinator):
    address = reverse("candidate", args=[candidate.pk])
    client.force_login(coordinator)
    assert "Reasonable adjustments" in client.get(address).content.decode()
    erase(candidate, coordinator)
    page = client.get(address).content.decode()
    assert "Nothing that is left names this person." in page
    assert "Reasonable adjustments" not in page


# --- When it is refused -----------------------------------------------------------------------------


def reopened(candidate):
    candidate.applications.filter(status="hired").update(status="in_loop", ended_at=None)


def test_a_candidate_in_a_loop_is_not_erased(candidate, coordinator):
    reopened(candidate)
    with pytest.raises(actions.StillRunning):
        erase(candidate, coordinator)
    assert set(where(MARK)) == HELD


def test_a_hold_on_the_candidate_keeps_everything_until_it_is_lifted(candidate, coordinator):
    actions.hold(candidate=candidate, by=coordinator, reason=f"{MARK} went to court.")
    with pytest.raises(actions.Held):
        erase(candidate, coordinator)
    actions.lift_hold(candidate=candidate, by=coordinator)
    erase(candidate, coordinator)
    assert where(MARK) == []
    taken = AuditEntry.objects.filter(action__startswith="candidate.h").order_by("pk")
    assert list(taken.values_list("action", flat=True)) == ["candidate.held", "candidate.hold_lifted"]


def test_a_hold_on_an_opening_keeps_everything(candidate, coordinator, opening):
    type(opening).objects.update(legal_hold=True)
    with pytest.raises(actions.Held):
        erase(candidate, coordinator)


def test_a_hold_needs_a_reason(candidate, coordinator):
    with pytest.raises(actions.ReasonNeeded):
        actions.hold(candidate=candidate, by=coordinator, reason=" ")
    with pytest.raises(IntegrityError, match="candidate_hold_has_a_reason"), transaction.atomic():
        Candidate.objects.filter(pk=candidate.pk).update(held_at=NOW)


def test_a_hold_on_a_duplicate_goes_over_to_the_one_that_is_kept(coordinator, opening):
    kept, duplicate = (make_application(opening=opening).candidate for _ in range(2))
    Application.objects.update(status="withdrawn", ended_at=NOW)
    actions.hold(candidate=duplicate, by=coordinator, reason="A court case.")
    merge(kept=kept, duplicate=duplicate, by=coordinator)
    kept.refresh_from_db()
    assert (kept.held_at is not None, kept.held_reason) == (True, "A court case.")


@pytest.mark.parametrize(
    "why", ["manager", "foreign coordinator", "coordinator of one of two", "owes a card"]
)
def test_who_may_not_erase(candidate, coordinator, manager, opening, why):
    person = {"manager": manager, "foreign coordinator": make_user(is_coordinator=True)}.get(why, coordinator)
    if why == "coordinator of one of two":
        make_application(opening=make_opening(rubric=opening.role.rubrics.get()), candidate=candidate,
                         status="withdrawn", ended_at=NOW)  # fmt: skip
    if why == "owes a card":
        application = candidate.applications.get(status="hired")
        reopened(candidate)
        make_interview(application=application, interviewer=coordinator)
    with pytest.raises(actions.NotYours):
        erase(candidate, person)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (
            "UPDATE hiring_candidate SET held_at = now(), held_reason = 'x' WHERE id = %s",
            "under a legal hold",
        ),
        (
            "UPDATE hiring_opening SET legal_hold = true WHERE id IN (SELECT opening_id FROM hiring_application"
            " WHERE candidate_id = %s)",
            "opening of this candidate is under",
        ),
        (
            "UPDATE hiring_application SET status = 'in_loop', ended_at = NULL WHERE candidate_id = %s"
            " AND status = 'hired'",
            "is in a loop",
        ),
    ],
)
def test_the_database_refuses_by_itself(candidate, sql, words):
    """Whoever calls its function by hand, with an entry on the trail."""
    from hiring.actions.candidates import record

    record(candidate, None, "candidate.erased", [], [])
    with connection.cursor() as cursor:
        cursor.execute(sql, [candidate.pk])
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            cursor.execute("SELECT hiring_erase_candidate(%s)", [candidate.pk])


def test_nothing_new_is_written_about_the_erased(candidate, coordinator, manager):
    erase(candidate, coordinator)
    application = candidate.applications.get(status="hired")
    card = application.interviews.filter(scorecard__submitted_at__isnull=False).get().scorecard
    attempts = [
        lambda: Resume.objects.create(candidate=candidate, name="a.txt", kind="txt", size=1, content=b"a"),
        lambda: Revision.objects.create(
            scorecard=card, number=9, kind="changed_mind", independent=False, reason="Why."
        ),
        lambda: Decision.objects.create(
            application=application, outcome="hire", rationale="x", recommended="no", decided_by=manager,
            rule_version="1", snapshot={},
        ),
        lambda: type(application.debrief).objects.update(notes="Words"),
        lambda: Application.objects.filter(pk=application.pk).update(status="in_loop", ended_at=None),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="nothing is added"), transaction.atomic():
            attempt()


def test_pages_say_so_in_a_sentence_instead(client, candidate, coordinator, manager):
    application = candidate.applications.get(status="hired")
    erase(candidate, coordinator)
    client.force_login(manager)
    saved = client.post(reverse("debrief_notes", args=[application.pk]), {"notes": "Words", "version": "0"})
    assert "data was erased" in saved.text
    interview = application.interviews.filter(scorecard__submitted_at__isnull=False).get()
    client.force_login(interview.interviewer)
    response = client.post(
        reverse("amend_card", args=[interview.pk]), {"kind": "changed_mind", "reason": "x", "verdict": "1"}
    )
    assert "data was erased" in response.text
    client.force_login(coordinator)
    assert "data was erased" in client.post(reverse("reopen", args=[application.pk]), follow=True).text


@pytest.mark.django_db(transaction=True)
def test_an_amendment_under_way_is_erased_too_or_refused(candidate, coordinator):
    """It waits for the erasure, or the erasure for it: no word slips in behind."""
    application = candidate.applications.get(status="hired")
    card = application.interviews.filter(scorecard__submitted_at__isnull=False).get().scorecard
    begun, outcome = threading.Event(), []

    def amend():
        try:
            begun.wait()
            with transaction.atomic():
                Revision.objects.create(
                    scorecard=card, number=9, kind="changed_mind", independent=False, reason=f"{MARK} late"
                )
            outcome.append("written")
        except IntegrityError:
            outcome.append("refused")
        finally:
            connection.close()

    worker = threading.Thread(target=amend)
    worker.start()
    with transaction.atomic():
        erase(candidate, coordinator)
        begun.set()
        worker.join(0.5)
        assert worker.is_alive()
    worker.join()
    assert outcome == ["refused"]
    assert where(MARK) == []


# --- The page ---------------------------------------------------------------------------------------


def test_the_page_says_before_what_goes_what_stays_and_when(client, candidate, coordinator):
    client.force_login(coordinator)
    text = client.get(reverse("privacy", args=[candidate.pk])).text
    for words in (
        "2 résumés", "1 scorecard: evidence", "1 unfinished draft", "1 decision: its reasons", "1 debrief: its notes",
        "2 interviews: their places", "3 messages to colleagues", "The ratings as numbers", "is erased by itself",
    ):  # fmt: skip
        assert words in text, words


def test_erasing_needs_a_reason_and_a_tick(client, candidate, coordinator):
    client.force_login(coordinator)
    address = reverse("erase_candidate", args=[candidate.pk])
    for given in ({}, {"because": "asked"}, {"sure": "on"}, {"because": "no such", "sure": "on"}):
        assert client.post(address, given).status_code == 422
    assert set(where(MARK)) == HELD
    assert client.post(address, {"because": "asked", "sure": "on"}).url == reverse(
        "privacy", args=[candidate.pk]
    )
    assert where(MARK) == []


def test_holding_and_lifting_on_the_page(client, candidate, coordinator):
    client.force_login(coordinator)
    address = reverse("hold_candidate", args=[candidate.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    page = client.post(address, {"reason": "A complaint."}, follow=True)
    assert "A complaint." in page.text
    assert "A legal hold keeps everything" in page.text
    erased = client.post(
        reverse("erase_candidate", args=[candidate.pk]), {"because": "asked", "sure": "on"}, follow=True
    )
    assert "has to be lifted first" in erased.text
    client.post(address, {"lift": "1"})
    assert Candidate.objects.get(pk=candidate.pk).held_at is None


NAMES = ("privacy", "export_candidate", "erase_candidate", "hold_candidate")


@pytest.mark.parametrize("name", NAMES)
def test_for_others_the_pages_do_not_exist(client, candidate, manager, name):
    people = [
        manager,
        make_user(is_auditor=True),
        make_user(is_coordinator=True),
        make_user(is_superuser=True),
    ]
    for person in people:
        client.force_login(person)
        address = reverse(name, args=[candidate.pk])
        answer = client.get(address) if name in NAMES[:2] else client.post(address, {"lift": "1"})
        assert answer.status_code == 404


def test_a_coordinator_of_one_of_two_openings_learns_whom_it_takes(client, candidate, coordinator, opening):
    other = make_opening(rubric=opening.role.rubrics.get(), title="Hush hush")
    make_application(opening=other, candidate=candidate, status="withdrawn", ended_at=NOW)
    client.force_login(coordinator)
    text = client.get(reverse("privacy", args=[candidate.pk])).text
    assert "an opening that you do not coordinate" in text
    assert "Hush hush" not in text
    assert client.get(reverse("export_candidate", args=[candidate.pk])).status_code == 404


@pytest.mark.parametrize(("applications", "openings", "files"), [(1, 1, 1), (3, 1, 1), (3, 3, 1), (1, 1, 3)])
def test_the_page_runs_the_same_queries_for_any_size(
    coordinator, opening, django_assert_num_queries, applications, openings, files
):
    candidate = Candidate.objects.create(name="Ada")
    rubric = opening.role.rubrics.get()
    all_openings = [
        opening,
        *(make_opening(rubric=rubric, coordinators=[coordinator]) for _ in range(openings - 1)),
    ]
    for number in range(applications):
        make_application(
            opening=all_openings[number % openings], candidate=candidate, status="withdrawn", ended_at=NOW
        )
    for _ in range(files):
        Resume.objects.create(candidate=candidate, name="a.txt", kind="txt", size=1, content=b"a")
    with django_assert_num_queries(11):
        kept_about(candidate, coordinator)
