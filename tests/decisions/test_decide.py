"""Recording a decision: what it needs, what it changes, what is kept with it."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hiring.actions.decide import (
    OwesCard,
    RatingsChanged,
    ReasonNeeded,
    Running,
    Withdrawn,
    goes_against,
    record_decision,
)
from hiring.models import Application, Decision, Interview
from hiring.snapshots import differences
from scorecards.models import AuditEntry
from tests.factories import make_application, make_interview, make_opening, make_user

pytestmark = pytest.mark.django_db


def decide(application, by, outcome="hire", **fields):
    return record_decision(
        application=application, by=by, outcome=outcome, **({"rationale": "Clear on every point."} | fields)
    )


def fresh(application):
    return Application.objects.get(pk=application.pk)


# --- Against the recommendation


@pytest.mark.parametrize(
    ("outcome", "recommendation", "against"),
    [
        ("hire", "strong_yes", False),
        ("hire", "yes", False),
        ("hire", "no", True),
        ("hire", "strong_no", True),
        ("hire", "not_enough_evidence", True),
        ("no_hire", "strong_yes", True),
        ("no_hire", "yes", True),
        ("no_hire", "no", False),
        ("no_hire", "strong_no", False),
        ("no_hire", "not_enough_evidence", True),
        ("more_evidence", "strong_yes", False),
        ("more_evidence", "strong_no", False),
    ],
)
def test_what_goes_against_the_recommendation(outcome, recommendation, against):
    assert goes_against(outcome, recommendation) is against


def test_going_against_it_needs_a_reason_and_says_so_on_the_record(application, manager):
    with pytest.raises(ReasonNeeded, match="The rule says “yes”"):
        decide(application, manager, "no_hire", override_reason=" ")
    made = decide(application, manager, "no_hire", override_reason="The reference was untrue.")
    assert (made.override, made.override_reason, made.recommended) == (
        True,
        "The reference was untrue.",
        "yes",
    )


def test_a_reason_without_going_against_is_not_kept_as_one(application, manager):
    made = decide(application, manager, override_reason="None needed.")
    assert (made.override, made.override_reason) == (False, "")


# --- What it changes


@pytest.mark.parametrize(("outcome", "status"), [("hire", "hired"), ("no_hire", "not_hired")])
def test_hire_and_no_hire_end_the_application_and_cancel_what_was_planned(
    application, manager, outcome, status
):
    planned = make_interview(application=application, interviewer=make_user())
    decide(application, manager, outcome, override_reason="Enough was seen.")
    planned.refresh_from_db()
    planned.scorecard.refresh_from_db()
    assert fresh(application).status == status
    assert fresh(application).ended_at is not None
    assert planned.status == Interview.Status.CANCELLED
    assert planned.scorecard.cancelled_at is not None
    assert application.interviews.filter(status=Interview.Status.DONE).count() == 3


def test_more_evidence_keeps_it_in_the_loop_or_leads_back_there(application, manager):
    planned = make_interview(application=application, interviewer=make_user())
    decide(application, manager, "more_evidence")
    planned.refresh_from_db()
    assert (fresh(application).status, planned.status) == ("in_loop", "planned")
    decide(application, manager, "hire")
    decide(application, manager, "more_evidence")
    assert (fresh(application).status, fresh(application).ended_at) == ("in_loop", None)


def test_the_latest_decision_stands_and_all_stay(application, manager):
    decide(application, manager, "hire")
    decide(application, manager, "no_hire", override_reason="Withdrew the permit.")
    assert fresh(application).status == "not_hired"
    assert [each.outcome for each in application.decisions.all()] == ["no_hire", "hire"]


def test_more_evidence_is_refused_where_another_application_runs(application, manager):
    decide(application, manager, "hire")
    make_application(opening=application.opening, candidate=application.candidate)
    with pytest.raises(Running):
        decide(application, manager, "more_evidence")


def test_who_withdrew_is_not_decided_on(application, manager):
    Application.objects.filter(pk=application.pk).update(status="withdrawn", ended_at=application.created_at)
    with pytest.raises(Withdrawn):
        decide(application, manager)


def test_who_owes_a_card_cannot_decide(application, manager):
    make_interview(application=application, interviewer=manager)
    with pytest.raises(OwesCard):
        decide(application, manager)
    assert not Decision.objects.exists()


def test_a_recommendation_that_changed_meanwhile_is_asked_again(application, manager):
    with pytest.raises(RatingsChanged):
        decide(application, manager, "no_hire", seen="no")
    assert not Decision.objects.exists()


def test_it_is_on_the_trail_once_without_a_word_of_the_reasons(application, manager):
    decide(application, manager, rationale="SECRET-REASON")
    entry = AuditEntry.objects.get(action="application.decided")
    assert "SECRET-REASON" not in json.dumps([entry.fields, entry.details])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE hiring_decision SET outcome = 'no_hire'",
        "UPDATE hiring_decision SET snapshot = '{}'",
        "UPDATE hiring_decision SET rationale = 'better words'",
        "DELETE FROM hiring_decision",
    ],
)
def test_a_decision_never_changes_by_any_sql(application, manager, sql):
    decide(application, manager)
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


# --- The snapshot


def verify():
    out = io.StringIO()
    call_command("verify_decisions", stdout=out)
    return out.getvalue()


TABLES = ("hiring_decision", "scorecards_rating", "scorecards_dimension", "scorecards_rubric")


def tamper(sql):
    """As the owner of the tables can, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_snapshot_holds_inputs_rule_and_results_of_both_sets_and_no_words(application, manager):
    made = decide(application, manager)
    snapshot = Decision.objects.get(pk=made.pk).snapshot
    assert (snapshot["rule_version"], made.rule_version) == ("1", "1")
    assert snapshot["variances"] == {
        "interviewer": "3/20",
        "residual": "1/5",
        "dimension": "2/25",
        "candidate": "7/50",
    }
    for name in ("independent", "after_debrief"):
        assert snapshot[name]["result"]["score_exact"] == "10/3"
        assert [weight for _, weight in snapshot[name]["case"]["weights"]] == ["3", "1"]
        assert len(snapshot[name]["case"]["ratings"]) == 6
    assert "Said 3." not in json.dumps(snapshot)


def test_a_card_handed_in_after_the_decision_is_not_part_of_it(application, manager, panel):
    made = decide(application, manager, "more_evidence")
    panel(application, 1, at=made.decided_at + timedelta(microseconds=1))
    assert list(differences(Decision.objects.get())) == []
    decide(application, manager, "no_hire")
    assert "2 decisions checked, all reproduce." in verify()


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "UPDATE hiring_decision SET snapshot = jsonb_set(snapshot, '{independent,result,score_exact}', '\"4\"')",
            "the rule gives another result for the independent ratings of the snapshot",
        ),
        (
            "UPDATE hiring_decision SET recommended = 'no'",
            "the recommendation beside the snapshot is another one",
        ),
        (
            "UPDATE scorecards_rating SET value = 1 WHERE id = (SELECT min(id) FROM scorecards_rating)",
            "the independent ratings in the database are not those of the snapshot",
        ),
        (
            "UPDATE scorecards_dimension SET weight = 7",
            "the independent weights in the database are not those of the snapshot",
        ),
        (
            "UPDATE scorecards_rubric SET cut_yes = 0.7",
            "the independent policy in the database are not those of the snapshot",
        ),
    ],
)
def test_what_someone_changed_past_the_triggers_is_found(application, manager, sql, sentence):
    decide(application, manager)
    tamper(sql)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1 decisions do not reproduce"):
        call_command("verify_decisions", stdout=out)
    assert sentence in out.getvalue()


# --- The pages


def url(name, application):
    return reverse(name, args=[application.pk])


def test_deciding_on_the_page(client, application, manager):
    client.force_login(manager)
    assert "The rule recommends: yes." in client.get(url("decision", application)).text
    given = {"outcome": "hire", "rationale": "Clear on depth.", "override_reason": "", "seen": "yes"}
    assert client.post(url("decision", application), given).status_code == 302
    text = client.get(url("summary", application)).text
    assert "Decided: hire" in text
    assert "Clear on depth." in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"outcome": ""}, "Say what you decided."),
        ({"rationale": ""}, "Write why you decide so."),
        ({"outcome": "no_hire"}, "Write why you decide otherwise"),
        ({"outcome": "fire"}, "Select a valid choice"),
        ({"seen": "no"}, "The recommendation changed while you were writing."),
    ],
)
def test_a_decision_that_is_refused_keeps_every_word(client, application, manager, given, sentence):
    client.force_login(manager)
    typed = {"outcome": "hire", "rationale": "MY-WORDS", "override_reason": "", "seen": "yes"} | given
    response = client.post(url("decision", application), typed)
    assert response.status_code == 422
    assert sentence in response.text
    assert ("MY-WORDS" in response.text) == ("rationale" not in given)
    assert not Decision.objects.exists()


def test_after_a_changed_recommendation_the_same_words_can_be_sent_again(client, application, manager):
    client.force_login(manager)
    typed = {"outcome": "hire", "rationale": "MY-WORDS", "override_reason": "", "seen": "no"}
    response = client.post(url("decision", application), typed)
    assert '<input type="hidden" name="seen" value="yes"' in response.text


def test_two_managers_or_two_clicks_do_not_decide_unseen(client, application, manager):
    client.force_login(manager)
    typed = {"outcome": "hire", "rationale": "MY-WORDS", "override_reason": "", "seen": "yes", "last": "0"}
    assert client.post(url("decision", application), typed).status_code == 302
    response = client.post(url("decision", application), typed)
    assert response.status_code == 422
    assert "Mara decided “hire” while you were writing" in response.text
    assert "MY-WORDS" in response.text
    first = Decision.objects.get()
    assert f'<input type="hidden" name="last" value="{first.pk}"' in response.text
    assert client.post(url("decision", application), typed | {"last": str(first.pk)}).status_code == 302
    assert Decision.objects.count() == 2


def test_the_summary_says_what_the_rule_said_then_and_what_it_says_since(client, application, manager, panel):
    decide(application, manager, "more_evidence")
    client.force_login(manager)
    assert "Since then" not in client.get(url("summary", application)).text
    panel(application, 1, 1, 1)
    text = client.get(url("summary", application)).text
    assert "the rule said yes (3.33)" in text
    assert "Since then the ratings changed: the rule now says no (2.17)." in text


def test_an_earlier_decision_stays_readable_on_the_summary(client, application, manager):
    decide(application, manager, "more_evidence", rationale="FIRST-REASON")
    decide(application, manager, "hire", rationale="SECOND-REASON")
    client.force_login(manager)
    text = client.get(url("summary", application)).text
    assert text.index("SECOND-REASON") < text.index("Decided before") < text.index("FIRST-REASON")


def test_only_a_manager_of_the_opening_decides(client, application, coordinator):
    author = application.assessment.scorecards.first().author
    foreign = make_user()
    make_opening(rubric=application.assessment.rubric, managers=[foreign])
    for person in (coordinator, author, foreign, make_user(is_auditor=True), make_user(is_superuser=True)):
        client.force_login(person)
        assert client.get(url("decision", application)).status_code == 404
        assert client.post(url("decision", application), {"outcome": "hire"}).status_code == 404
    assert not Decision.objects.exists()


def test_a_manager_who_owes_a_card_is_sent_to_it(client, application, manager):
    make_interview(application=application, interviewer=manager)
    client.force_login(manager)
    text = client.get(url("decision", application)).text
    assert "Your own scorecard first" in text
    assert "The rule recommends" not in text


def test_overrides_are_listed_and_replaced_ones_say_so(client, opening, application, manager, panel):
    other = make_application(opening=opening, name="Bea Against")
    panel(other, 3, 3, 3)
    decide(application, manager)
    decide(other, manager, "no_hire", override_reason="WHY-AGAINST")
    decide(other, manager, "more_evidence")
    client.force_login(manager)
    everything = client.get(reverse("decisions"), {"opening": opening.pk}).text
    assert (everything.count("replaced later"), everything.count("Ada Lovelace")) == (1, 1)
    overrides = client.get(reverse("decisions"), {"show": "overrides"}).text
    assert "WHY-AGAINST" in overrides
    assert "Ada Lovelace" not in overrides


def test_a_decision_is_hidden_from_whoever_owes_a_card(client, application, manager):
    decide(application, manager, "more_evidence", rationale="HIDDEN-REASON")
    make_interview(application=application, interviewer=manager)
    client.force_login(manager)
    assert "Ada Lovelace" not in client.get(reverse("decisions")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(
    client, opening, manager, panel, django_assert_num_queries, count
):
    for _ in range(count):
        made = make_application(opening=opening)
        panel(made, 3, 3, 3)
        decide(made, manager)
    client.force_login(manager)
    client.get("/")
    with django_assert_num_queries(5):
        client.get(reverse("decisions"))
