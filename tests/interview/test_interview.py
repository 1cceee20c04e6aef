"""The interview page: saving, submitting, declining, and what stays hidden until then."""

import json
import threading

import pytest
from django.db import connection

from hiring.models import Interview, Message
from scorecards.models import AuditEntry, DraftField, Revision
from tests.factories import make_application, make_card, make_interview, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user(name="Ana")


@pytest.fixture
def interview(ana):
    coordinator = make_user(name="Cory")
    opening = make_opening(rubric=make_rubric(dimensions=2), coordinators=[coordinator])
    return make_interview(application=make_application(opening=opening), interviewer=ana)


def url(interview, more=""):
    return f"/interviews/{interview.pk}/{more}"


def save(client, interview, changes, seen=None):
    body = json.dumps({"changes": changes, "seen": seen or {}})
    return client.post(url(interview, "draft/"), body, content_type="application/json")


def complete(interview, **more):
    names = {f"rating-{d.key}": "3" for d in interview.kit.focus.all()}
    names |= {f"evidence-{d.key}": f"Evidence of {d.name}." for d in interview.kit.focus.all()}
    return {**names, "verdict": "3", "summary": "Good.", "action": "submit", **more}


def test_the_page_shows_the_kit_and_every_field(client, ana, interview):
    client.force_login(ana)
    content = client.get(url(interview)).content.decode()
    for dimension in interview.kit.focus.all():
        assert f'name="rating-{dimension.key}"' in content
    for question in interview.kit.questions.all():
        assert f'name="asked-{question.key}"' in content
    assert interview.application.candidate.name in content
    assert "You will see the other scorecards once you have submitted yours" in content


@pytest.mark.parametrize(
    ("dimensions", "signals", "questions", "cards"),
    [(1, 1, 1, 0), (3, 1, 1, 0), (1, 3, 1, 0), (1, 1, 3, 0), (1, 1, 1, 3)],
)
def test_the_page_takes_the_same_queries_for_any_size(
    client, ana, django_assert_num_queries, dimensions, signals, questions, cards
):
    application = make_application(
        rubric=make_rubric(dimensions=dimensions, signals=signals, questions=questions)
    )
    interview = make_interview(application=application, interviewer=ana)
    for _ in range(cards):
        make_card(application=application)
    client.force_login(ana)
    client.get("/")
    with django_assert_num_queries(10):
        assert client.get(url(interview)).status_code == 200


@pytest.mark.parametrize(("dimensions", "cards"), [(1, 1), (3, 1), (1, 3)])
def test_the_submitted_page_takes_the_same_queries_for_any_size(
    client, ana, django_assert_num_queries, dimensions, cards
):
    application = make_application(rubric=make_rubric(dimensions=dimensions))
    make_card(application=application, author=ana)
    for _ in range(cards):
        make_card(application=application)
    client.force_login(ana)
    client.get("/")
    with django_assert_num_queries(15):
        assert client.get(url(Interview.objects.get(interviewer=ana))).status_code == 200


def test_a_large_rubric_stays_under_120_kilobytes(client, ana):
    rubric = make_rubric(
        dimensions=[{"level_texts": ["What this level looks like, in a line."] * 5, "name": f"D{n}"}
            for n in range(12)],
        signals=14, questions=2, scale_max=5, level_labels=list("abcde"),
    )  # fmt: skip
    interview = make_interview(application=make_application(rubric=rubric), interviewer=ana)
    client.force_login(ana)
    assert len(client.get(url(interview)).content) < 120_000


def test_an_autosave_takes_few_queries(client, ana, interview, django_assert_max_num_queries):
    client.force_login(ana)
    client.get("/")
    with django_assert_max_num_queries(7):
        response = save(client, interview, {"summary": "One word"})
    assert response.json() == {"saved": {"summary": 1}, "conflicts": {}}


def test_a_draft_is_saved_field_by_field_with_versions(client, ana, interview):
    client.force_login(ana)
    assert save(client, interview, {"summary": "a", "verdict": "2"}).json()["saved"] == {
        "summary": 1,
        "verdict": 1,
    }
    assert save(client, interview, {"summary": "b"}, {"summary": 1}).json()["saved"] == {"summary": 2}
    assert dict(DraftField.objects.values_list("name", "value")) == {"summary": "b", "verdict": "2"}


def test_two_tabs_never_overwrite_each_other_silently(client, ana, interview):
    client.force_login(ana)
    save(client, interview, {"summary": "first"})
    save(client, interview, {"summary": "of one tab"}, {"summary": 1})
    response = save(client, interview, {"summary": "of the other", "verdict": "1"}, {"summary": 1})
    assert response.json() == {
        "saved": {"verdict": 1},
        "conflicts": {"summary": {"text": "of one tab", "version": 2}},
    }
    assert DraftField.objects.get(name="summary").value == "of one tab"


def test_the_same_text_from_two_tabs_is_no_conflict(client, ana, interview):
    client.force_login(ana)
    save(client, interview, {"summary": "same"})
    assert save(client, interview, {"summary": "same"}).json()["conflicts"] == {}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"changes": 1, "seen": {}}', b'{"changes": {"a": 1}, "seen": {}}', b'{"changes": {"a": "b"}}',
     b'{"changes": {"a": "b"}, "seen": {"a": "x"}}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_draft_is_refused_in_words_and_writes_nothing(client, ana, interview, body):
    client.force_login(ana)
    response = client.post(url(interview, "draft/"), body, content_type="application/json")
    assert (response.status_code, response.json()["error"]) == (
        400,
        "That was not a draft. Nothing was saved.",
    )
    assert not DraftField.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 20_001])
def test_text_that_cannot_be_saved_is_refused_in_words(client, ana, interview, text):
    client.force_login(ana)
    assert save(client, interview, {"summary": text}).status_code == 400
    assert not DraftField.objects.exists()


def test_the_form_alone_saves_and_submits(client, ana, interview):
    client.force_login(ana)
    client.post(url(interview), complete(interview, action="save"))
    assert DraftField.objects.get(name="summary").value == "Good."
    client.post(url(interview), complete(interview))
    card = interview.scorecard
    card.refresh_from_db()
    assert card.submitted_at
    assert set(card.ratings.values_list("value", flat=True)) == {3}
    assert Interview.objects.get(pk=interview.pk).status == "done"
    assert [entry.action for entry in AuditEntry.objects.filter(subject="scorecard")] == [
        "scorecard.submitted"
    ]


def test_a_second_submission_changes_nothing_and_says_thank_you(client, ana, interview):
    client.force_login(ana)
    for _ in range(2):
        response = client.post(url(interview), complete(interview), follow=True)
        assert "Thank you. Your scorecard is submitted" in response.content.decode()
    assert Revision.objects.count() == 1
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1


def test_what_is_missing_is_listed_and_nothing_typed_is_lost(client, ana, interview):
    client.force_login(ana)
    red_flag = interview.kit.rubric.signals.get(kind="red_flag")
    response = client.post(
        url(interview), {"summary": "Long thought.", f"seen-{red_flag.key}": "1", "action": "submit"}
    )
    content = response.content.decode()
    assert response.status_code == 422
    assert "Rate “Dimension 1”, or mark it as not assessed." in content
    assert "needs a line of evidence" in content
    assert "Give your own verdict." in content
    assert "Long thought." in content
    assert DraftField.objects.get(name="summary").value == "Long thought."


def test_not_assessed_keeps_its_evidence(client, ana, interview):
    client.force_login(ana)
    first = interview.kit.focus.all()[0]
    client.post(url(interview), complete(interview, **{f"rating-{first.key}": "na"}))
    rating = interview.scorecard.ratings.get(dimension=first)
    assert (rating.value, rating.evidence) == (None, f"Evidence of {first.name}.")


def test_a_line_typed_without_its_tick_is_kept_as_not_seen(client, ana, interview):
    client.force_login(ana)
    signal = interview.kit.rubric.signals.get(kind="strong")
    client.post(url(interview), complete(interview, **{f"sighting-{signal.key}": "Half a thought."}))
    sighting = interview.scorecard.sightings.get()
    assert (sighting.seen, sighting.evidence) == (False, "Half a thought.")


def test_somebody_elses_interview_does_not_exist(client, interview):
    for user in (make_user(), make_user(is_superuser=True, is_staff=True), make_user(is_auditor=True)):
        client.force_login(user)
        assert client.get(url(interview)).status_code == 404
        assert client.post(url(interview), {}).status_code == 404
        assert save(client, interview, {"summary": "x"}).status_code == 404
        assert client.get(url(interview, "decline/")).status_code == 404


def test_others_cards_open_after_ones_own_submission_and_not_before(client, ana, interview):
    bob = make_user(name="Bob Marker")
    make_card(application=interview.application, author=bob, ratings=1, summary="SECRETSUMMARY", verdict=1)
    client.force_login(ana)
    before = client.get(url(interview))
    assert "SECRETSUMMARY" not in before.content.decode()
    assert "Said 1." not in before.content.decode()
    assert "Bob Marker" not in before.content.decode()
    client.post(url(interview), complete(interview))
    after = client.get(url(interview)).content.decode()
    assert "SECRETSUMMARY" in after
    assert "Bob Marker" in after


def test_declining_needs_a_reason_frees_and_tells_the_coordinators(client, ana, interview):
    client.force_login(ana)
    save(client, interview, {"summary": "My notes"})
    assert client.post(url(interview, "decline/"), {"reason": " "}).status_code == 422
    client.post(url(interview, "decline/"), {"reason": "I was ill."})
    interview.refresh_from_db()
    interview.scorecard.refresh_from_db()
    assert (interview.status, interview.reason) == ("declined", "I was ill.")
    assert interview.scorecard.cancelled_at
    assert Message.objects.filter(recipient__name="Cory").exists()
    assert "My notes" in client.get(url(interview)).content.decode()
    assert save(client, interview, {"summary": "more"}).status_code == 410


def test_a_submitted_interview_cannot_be_declined(client, ana, interview):
    client.force_login(ana)
    client.post(url(interview), complete(interview))
    client.post(url(interview, "decline/"), {"reason": "x"})
    interview.refresh_from_db()
    assert interview.status == "done"


@pytest.mark.django_db(transaction=True)
def test_eight_submissions_at_once_are_one(ana, interview, client):
    from django.test import Client

    clients = [Client() for _ in range(8)]
    for each in clients:
        each.force_login(ana)
    data, statuses = complete(interview), []

    def hand_in(each):
        try:
            statuses.append(each.post(url(interview), data).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in, args=[each]) for each in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 302, 409}
    assert Revision.objects.count() == 1
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1
