"""Two rubric admins at the same moment: each in a connection of their own, held at a barrier."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from scorecards.models import AuditEntry, Role, Rubric
from tests.factories import make_rubric, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(ask):
    """What two signed-in rubric admins get who ask at the same time."""
    barrier, answers = threading.Barrier(2), []
    users = [make_user(is_rubric_admin=True, is_staff=True) for _ in range(2)]

    def run(user):
        client = Client()
        client.force_login(user)
        barrier.wait(timeout=10)
        try:
            answers.append(ask(client))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def test_of_two_publications_one_publishes_and_the_other_is_told():
    rubric = make_rubric(kits=2, publish=False)
    url = reverse("admin:scorecards_rubric_publish", args=[rubric.pk])
    pages = [each.content.decode() for each in at_once(lambda client: client.post(url, follow=True))]
    assert sum("is published. Running applications keep" in page for page in pages) == 1
    assert sum("is published already." in page for page in pages) == 1
    assert AuditEntry.objects.filter(action="rubric.published").count() == 1


def test_of_two_edits_of_one_version_both_lead_to_the_one_draft():
    rubric = make_rubric()
    url = reverse("admin:scorecards_rubric_edit", args=[rubric.pk])
    answers = at_once(lambda client: client.post(url))
    draft = Rubric.objects.get(status="draft")
    assert {each["Location"] for each in answers} == {
        reverse("admin:scorecards_rubric_change", args=[draft.pk])
    }


def test_of_two_first_drafts_of_a_role_one_is_made_and_the_other_is_told():
    role = Role.objects.create(name="Gardener")
    blank = {
        f"{part}-TOTAL_FORMS": "0" for part in ("dimensions", "signals", "questions", "exercises", "kits")
    }
    blank |= {name.replace("TOTAL", "INITIAL"): "0" for name in blank}
    policy = {
        field.name: str(field.default)
        for field in Rubric._meta.fields
        if field.name.startswith(("cut_", "min_", "floor", "must_", "red_", "disagree", "scale_"))
    }
    data = {
        "role": role.pk,
        "level_labels": "a\nb\nc\nd",
        "seen": "0",
        "introduction": "Words",
        **blank,
        **policy,
    }
    answers = at_once(lambda client: client.post(reverse("admin:scorecards_rubric_add"), data))
    assert sorted(each.status_code for each in answers) == [200, 302]
    (told,) = [each.content.decode() for each in answers if each.status_code == 200]
    assert "Words" in told
    assert Rubric.objects.count() == 1
