"""The interview page without a browser: saving, submitting, amending, declining, and who sees what."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.actions.swap import swap
from hiring.models import Interview, Message
from scorecards.models import AuditEntry, DraftField, Rating, Revision, Sighting
from tests.conftest import ROOT
from tests.factories import make_application, make_interview, make_rubric, make_user, submit

from .conftest import MARKER

pytestmark = pytest.mark.django_db


def save(client, interview, *changes):
    body = json.dumps(
        {"changes": [dict(zip(("name", "value", "version"), each, strict=True)) for each in changes]}
    )
    return client.post(reverse("save_draft", args=[interview.pk]), body, content_type="application/json")


def whole(interview, rating="3", **more):
    rubric = interview.scorecard.rubric
    return {f"rating-{each.key}": rating for each in rubric.dimensions.all()} | {"verdict": "3"} | more


def hand_in(client, interview, **more):
    return client.post(reverse("submit_card", args=[interview.pk]), whole(interview, **more))


def keys(interview):
    return [each.key for each in interview.scorecard.rubric.dimensions.all()]


def test_a_field_is_saved_and_comes_back_with_its_version(signed_in, interview):
    name = f"evidence-{keys(interview)[0]}"
    assert save(signed_in, interview, (name, "She drew it.", 0)).json()["versions"] == {name: 1}
    assert save(signed_in, interview, (name, "She drew it twice.", 1)).json()["versions"] == {name: 2}
    assert "She drew it twice." in signed_in.get(interview.get_absolute_url()).text


def test_nothing_is_overwritten_that_the_writer_had_not_seen(signed_in, interview):
    save(signed_in, interview, ("summary", "one", 0))
    answer = save(signed_in, interview, ("summary", "two", 0), ("verdict", "2", 0)).json()
    assert answer["conflicts"] == {"summary": {"value": "one", "version": 1}}
    assert answer["versions"] == {"verdict": 1}
    assert DraftField.objects.get(name="summary").value == "one"


def test_a_retry_after_a_lost_answer_is_no_conflict(signed_in, interview):
    save(signed_in, interview, ("summary", "one", 0))
    assert save(signed_in, interview, ("summary", "one", 0)).json()["versions"] == {"summary": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [("nonsense", "1"), ("verdict-", "1"), ("rating-none", "1"), ("verdict", "9"), ("summary", "a\0b"),
     ("summary", "\ud800"), ("summary", "x" * 20_001)],
)  # fmt: skip
def test_what_cannot_be_saved_is_refused_with_a_sentence_and_the_rest_is_saved(
    signed_in, interview, name, value
):
    other = "summary" if name != "summary" else "verdict"
    answer = save(signed_in, interview, (name, value, 0), (other, "1", 0)).json()
    assert answer["refused"][name].endswith(".")
    assert answer["versions"] == {other: 1}


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"changes": [{"name": 1, "value": "", "version": 0}]}', "null"]
)
def test_a_body_that_is_no_save_is_refused(signed_in, interview, body):
    address = reverse("save_draft", args=[interview.pk])
    assert signed_in.post(address, body, content_type="application/json").status_code == 400


def test_submitting_says_what_is_missing_and_keeps_every_word(signed_in, interview):
    flag = interview.scorecard.rubric.signals.get(kind="red_flag")
    answer = signed_in.post(
        reverse("submit_card", args=[interview.pk]), {f"seen-{flag.key}": "1", "summary": "Typed words"}
    )
    assert answer.status_code == 422
    for words in (
        "Rate “Dimension 1”",
        "Rate “Dimension 2”",
        "red flag",
        "Give your own verdict",
        "Typed words",
    ):
        assert words in answer.text
    assert MARKER not in answer.text
    assert not Revision.objects.filter(scorecard=interview.scorecard).exists()
    assert DraftField.objects.get(name="summary").value == "Typed words"


def test_submitting_twice_is_one_submission_and_one_entry(signed_in, interview):
    for _ in range(2):
        assert hand_in(signed_in, interview).status_code == 302
    assert Revision.objects.filter(scorecard=interview.scorecard).count() == 1
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1
    interview.refresh_from_db()
    assert interview.status == Interview.Status.DONE


def test_the_draft_becomes_ratings_and_sightings_with_all_evidence(signed_in, interview):
    _, second = keys(interview)
    weak = interview.scorecard.rubric.signals.get(kind="weak")
    more = {f"rating-{second}": "na", f"evidence-{second}": "Not asked.", f"sighting-{weak.key}": "Perhaps."}
    signed_in.post(reverse("submit_card", args=[interview.pk]), whole(interview) | more)
    rows = Rating.objects.filter(scorecard=interview.scorecard).order_by("dimension__position")
    assert [(row.value, row.evidence) for row in rows] == [(3, ""), (None, "Not asked.")]
    row = Sighting.objects.get(scorecard=interview.scorecard)
    assert (row.seen, row.evidence) == (False, "Perhaps.")


def test_a_form_written_on_an_older_text_asks_instead_of_overwriting(signed_in, interview):
    save(signed_in, interview, ("summary", "From the phone", 0))
    answer = hand_in(signed_in, interview, summary="From the laptop")
    assert answer.status_code == 422
    assert "From the phone" in answer.text
    assert "From the laptop" in answer.text
    assert DraftField.objects.get(name="summary").value == "From the phone"


def test_no_answer_before_submitting_holds_anything_of_another_card(signed_in, interview):
    """Whatever is asked: pages, saves, refusals, and pages that only open later."""
    pk, application = interview.pk, interview.application_id
    post, get = signed_in.post, signed_in.get
    as_json = {"accept": "application/json"}
    answers = [
        get(reverse("interview", args=[pk])),
        save(signed_in, interview, ("summary", "x", 0)),
        save(signed_in, interview, ("summary", "y", 0)),
        post(reverse("submit_card", args=[pk]), {"flushed": "1"}, headers=as_json),
        post(reverse("submit_card", args=[pk]), {"verdict": "2"}),
        post(reverse("amend_card", args=[pk]), {"kind": "changed_mind", "reason": "x"}),
        post(reverse("decline", args=[pk]), {"reason": ""}, follow=True),
        get(reverse("offline")),
        get(reverse("home")),
        *(
            get(reverse(name, args=[application]), follow=True)
            for name in ("summary", "debrief", "decision", "record")
        ),
    ]
    assert [answer.status_code for answer in answers[-4:]] == [404] * 4
    for answer in answers:
        assert MARKER not in answer.text
        assert "Said 4." not in answer.text  # the other card's evidence
        assert "Bob" not in answer.text
    assert not Message.objects.filter(recipient=interview.interviewer).exists()


def test_others_cards_show_after_ones_own_submission_alone(signed_in, interview):
    assert MARKER not in signed_in.get(interview.get_absolute_url()).text
    assert MARKER not in save(signed_in, interview, ("summary", "x", 0)).text
    waiting = make_interview(application=interview.application, interviewer=make_user("Late Person"))
    save_as_other = DraftField.objects.create(
        scorecard=waiting.scorecard, name="summary", value="SECRET-DRAFT"
    )
    hand_in(signed_in, interview, summary="x", versions='{"summary": 1}')
    shown = signed_in.get(interview.get_absolute_url()).text
    assert MARKER in shown
    assert "Late Person" in shown
    assert save_as_other.value not in shown


def test_somebody_elses_interview_does_not_exist(client, interview):
    client.force_login(make_user(is_superuser=True, is_auditor=True))
    assert client.get(interview.get_absolute_url()).status_code == 404
    assert save(client, interview, ("summary", "x", 0)).status_code == 404
    for name in ("submit_card", "amend_card", "decline"):
        assert client.post(reverse(name, args=[interview.pk]), {"reason": "x"}).status_code == 404


def test_after_submission_a_save_is_refused(signed_in, interview):
    hand_in(signed_in, interview)
    assert save(signed_in, interview, ("summary", "late", 0)).status_code == 409


def test_an_ended_session_is_told_and_the_words_come_back(client, interview):
    assert save(client, interview, ("summary", "x", 0)).status_code == 401
    answer = client.post(reverse("submit_card", args=[interview.pk]), {"summary": "Long typed words"})
    assert answer.status_code == 401
    assert "Long typed words" in answer.text


@pytest.mark.parametrize("name", ["submit_card", "amend_card", "decline"])
def test_a_form_sent_after_the_session_ended_comes_back_with_its_words_and_changes_nothing(
    client, interview, name
):
    typed = {"reason": "Long typed words", "evidence-none": "She said so.", "verdict": "4"}
    answer = client.post(reverse(name, args=[interview.pk]), typed)
    assert answer.status_code == 401
    assert "Long typed words" in answer.text
    assert "She said so." in answer.text
    assert "Cand Idate" not in answer.text
    assert not DraftField.objects.exists()
    interview.refresh_from_db()
    assert interview.status == Interview.Status.PLANNED


def test_an_amendment_keeps_the_first_version_readable(signed_in, interview):
    hand_in(signed_in, interview)
    first, _ = keys(interview)
    values = {
        "kind": "changed_mind",
        "reason": "Slept on it.",
        f"rating-{first}": "2",
        f"evidence-{first}": "New.",
    }
    address = reverse("amend_card", args=[interview.pk])
    assert signed_in.post(address, values).status_code == 302
    revision = Revision.objects.get(scorecard=interview.scorecard, number=2)
    assert not revision.independent
    assert [row.value for row in revision.ratings.all()] == [2]
    shown = signed_in.get(interview.get_absolute_url()).text
    assert "Slept on it." in shown
    assert "amended; first 3" in shown
    assert signed_in.post(address, values).status_code == 422  # nothing differs any more


def test_who_declines_says_it_of_an_interview_to_come_or_of_one_that_was(signed_in, interview):
    for later, words in (
        (timedelta(hours=1), "I cannot hold this interview"),
        (-timedelta(hours=1), "I did not"),
    ):
        Interview.objects.filter(pk=interview.pk).update(starts_at=timezone.now() + later)
        page = signed_in.get(reverse("interview", args=[interview.pk])).content.decode()
        assert re.search(r"<summary>(I .*? interview)</summary>", page)[1].startswith(words)


def test_declining_frees_the_person_and_tells_the_coordinators(signed_in, interview, ann, cora):
    save(signed_in, interview, ("summary", "My words", 0))
    signed_in.post(reverse("decline", args=[interview.pk]), {"reason": ""})
    assert not Message.objects.exists()
    signed_in.post(reverse("decline", args=[interview.pk]), {"reason": "I was ill."})
    interview.refresh_from_db()
    assert interview.status == Interview.Status.DECLINED
    assert interview.scorecard.cancelled_at
    assert Message.objects.get().recipient == cora
    shown = signed_in.get(interview.get_absolute_url()).text
    assert "My words" in shown
    assert MARKER not in shown
    assert save(signed_in, interview, ("summary", "more", 1)).status_code == 409


def largest():
    """12 dimensions, 5 levels with texts, 42 signals, 24 questions."""
    levels = ["Far below the bar", "Below the bar", "Near the bar", "Meets the bar", "Above the bar"]
    texts = ["Some words about what this level looks like in an answer, as a rubric has them."] * 5
    return make_rubric(
        dimensions=12, signals=14, questions=2, scale_max=5, level_labels=levels, level_texts=texts
    )


@pytest.mark.parametrize(
    ("dimensions", "signals", "questions", "kits"),
    [(1, 1, 1, 1), (3, 1, 1, 1), (1, 3, 1, 1), (1, 1, 3, 1), (1, 1, 1, 3), (12, 14, 2, 4)],
)
def test_the_page_runs_the_same_queries_for_any_rubric(
    client, django_assert_num_queries, dimensions, signals, questions, kits
):
    rubric = make_rubric(dimensions=dimensions, signals=signals, questions=questions, kits=kits)
    ann = make_user()
    interview = make_interview(application=make_application(rubric=rubric), interviewer=ann)
    DraftField.objects.create(scorecard=interview.scorecard, name="summary", value="Begun.")
    client.force_login(ann)
    client.get("/")
    with django_assert_num_queries(10):
        assert client.get(interview.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("cards", [1, 3])
def test_the_submitted_page_runs_the_same_queries_for_any_number_of_cards(
    client, django_assert_num_queries, cards
):
    ann = make_user()
    interview = make_interview(application=make_application(rubric=make_rubric()), interviewer=ann)
    for _ in range(cards):
        make_interview(application=interview.application, interviewer=make_user())
        submit(make_interview(application=interview.application, interviewer=make_user()).scorecard)
    submit(interview.scorecard)
    client.force_login(ann)
    client.get("/")
    with django_assert_num_queries(10):
        assert client.get(interview.get_absolute_url()).status_code == 200


def test_the_largest_form_stays_small_and_saves_and_submits_in_few_queries(
    client, django_assert_max_num_queries
):
    ann = make_user()
    interview = make_interview(application=make_application(rubric=largest()), interviewer=ann)
    client.force_login(ann)
    answer = client.get(interview.get_absolute_url())
    assert len(answer.content) < 120_000
    evidence = {f"evidence-{key}": "What they said." for key in keys(interview)}
    with django_assert_max_num_queries(5):
        save(client, interview, *((name, value, 0) for name, value in (whole(interview) | evidence).items()))
    with django_assert_max_num_queries(17):  # 15, and two savepoints of the test's own transaction
        client.post(reverse("submit_card", args=[interview.pk]), {"flushed": "1"})
    interview.scorecard.refresh_from_db()
    assert interview.scorecard.submitted_at


def test_an_open_card_alone_may_be_copied_to_the_device(client, interview, ann):
    def copied():
        return client.get(interview.get_absolute_url()).headers.get("X-Copy-For")

    assert copied() is None  # signed out
    client.force_login(ann)
    assert copied() == str(ann.pk)
    hand_in(client, interview)
    assert copied() is None


def test_a_declined_interview_may_not_be_copied(signed_in, interview):
    signed_in.post(reverse("decline", args=[interview.pk]), {"reason": "I was ill."})
    assert "X-Copy-For" not in signed_in.get(interview.get_absolute_url()).headers


def test_what_opens_the_page_offline_is_served_to_anybody_and_names_nobody(client, interview):
    script = client.get(reverse("offline_script"))
    assert (script["Content-Type"], script["Cache-Control"]) == ("text/javascript", "private, no-cache")
    assert "default-src 'self'" in script["Content-Security-Policy"]
    answer = client.get(reverse("offline"))
    assert answer.status_code == 200
    assert "No connection" in answer.text
    assert "csrftoken" not in answer.cookies


def test_every_module_of_the_page_is_named_by_the_page(signed_in, interview):
    """The copy for opening without a connection takes the files that the page names, and no others."""
    folder = ROOT / "static/js/interview"
    needed, waiting = set(), ["page.js"]
    while waiting:
        name = waiting.pop()
        needed.add(name)
        waiting += set(re.findall(r'from "\./([a-z]+\.js)"', (folder / name).read_text())) - needed
    shown = signed_in.get(interview.get_absolute_url()).text
    assert set(re.findall(r'modulepreload" href="/static/js/interview/([a-z]+\.js)"', shown)) == needed


def test_after_a_swap_the_old_draft_stays_its_authors_alone(client, interview, ann, cora):
    client.force_login(ann)
    save(client, interview, ("summary", "Words of Ann", 0))
    dora = make_user("Dora")
    new = swap(interview=interview, interviewer=dora, by=cora)
    shown = client.get(interview.get_absolute_url()).text
    assert "Words of Ann" in shown
    assert "This scorecard is closed" in shown
    assert MARKER not in shown
    client.force_login(dora)
    assert client.get(interview.get_absolute_url()).status_code == 404
    assert "Words of Ann" not in client.get(new.get_absolute_url()).text


def test_the_candidates_own_pages_are_linked_and_nothing_else_of_that_field(signed_in, interview):
    candidate = interview.application.candidate
    candidate.links = "https://www.example.com/cand\njavascript:alert(1)\nsome words"
    candidate.save()
    shown = signed_in.get(interview.get_absolute_url()).text
    assert (
        ' href="https://www.example.com/cand" target="_blank" rel="noopener noreferrer">example.com</a>'
        in shown
    )
    assert "alert(1)" not in shown
    assert "some words" not in shown
