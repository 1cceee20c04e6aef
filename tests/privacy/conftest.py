"""A candidate about whom everything that can be written was written, each text with a mark to look for."""

import pytest
from django.db import connection

from hiring.actions.merge import merge
from hiring.models import Candidate, Debrief, Decision, Message, Resume
from hiring.snapshots import snapshot_of
from scorecards.actions.amend import amend
from scorecards.models import DraftField
from scorecards.sheets import whole_rubric
from tests.factories import (
    NOW,
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
)

MARK = "Xanthippe"


@pytest.fixture
def coordinator(db):
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def manager(db):
    return make_user("Mara")


@pytest.fixture
def opening(coordinator, manager):
    return make_opening(
        rubric=make_rubric(dimensions=2, kits=3), coordinators=[coordinator], managers=[manager]
    )


@pytest.fixture
def candidate(opening, manager, coordinator):
    """Decided on, after a debrief and an amendment, merged from two rows, with a declined and a cancelled interview."""
    kept = Candidate.objects.create(**fields("kept"))
    duplicate = Candidate.objects.create(**fields("duplicate"))
    for each in (kept, duplicate):
        text = f"The words of {MARK}".encode()
        Resume.objects.create(candidate=each, name=f"{MARK}.txt", kind="txt", size=len(text), content=text)
    first = make_application(opening=opening, candidate=kept, status="withdrawn", ended_at=NOW,
                             withdrawn_reason=f"{MARK} took another offer.")  # fmt: skip
    merge(kept=kept, duplicate=duplicate, by=coordinator)
    application = make_application(opening=opening, candidate=kept)
    card = make_card(
        application=application,
        summary=f"{MARK} is fine.",
        signals=list(opening.role.rubrics.get().signals.all()),
    )
    dimension = card.rubric.dimensions.first()
    amend(
        card, whole_rubric(card.rubric), kind="changed_mind", reason=f"{MARK} wrote to me.",
        fields={f"rating-{dimension.key}": "2", f"evidence-{dimension.key}": f"{MARK} was unsure.",
                "summary": f"{MARK} again."},
    )  # fmt: skip
    open_card = make_interview(application=application, interviewer=make_user(), place=f"Room of {MARK}")
    DraftField.objects.create(scorecard=open_card.scorecard, name="summary", value=f"{MARK}, half a thought")
    type(open_card.scorecard).objects.filter(pk=open_card.scorecard_id).update(cancelled_at=NOW)
    type(open_card).objects.filter(pk=open_card.pk).update(status="declined", reason=f"I know {MARK}.")
    Debrief.objects.create(
        application=application,
        opened_by=manager,
        notes=f"{MARK} was discussed.",
        early_reason=f"{MARK} waits.",
    )
    Decision.objects.create(
        application=application, outcome="hire", rationale=f"{MARK} convinced us.", recommended="no", override=True,
        override_reason=f"{MARK} has references.", decided_by=manager, decided_at=NOW,
        rule_version="1", snapshot=snapshot_of(application.assessment),
    )  # fmt: skip
    for about in ({"application": application}, {"interview": open_card}, {"application": first}):
        Message.objects.create(
            recipient=manager, kind="k", once=f"{MARK}{len(about)}{next(iter(about))}{about[next(iter(about))].pk}",
            subject=f"About {MARK}", text=f"Hello {MARK}", facts=[["Who", MARK]],
            problem=f"550 {MARK}", calendar=f"SUMMARY:{MARK}", **about,
        )  # fmt: skip
    application.status, application.ended_at = "hired", NOW
    application.save()
    return Candidate.objects.get(pk=kept.pk)


def fields(which):
    texts = ("name", "phone", "links", "source", "notes", "adjustments")
    return dict.fromkeys(texts, f"{MARK} {which}") | {"email": f"{MARK}.{which}@example.org"}


def columns():
    """Every column of every table that can hold words or bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (data_type IN ('text', 'character varying', 'character', 'bytea', 'jsonb', 'json', 'ARRAY')"
            " OR udt_name IN ('citext', 'tsvector', 'xml')) ORDER BY 1, 2"
        )
        return cursor.fetchall()


def where(mark):
    """The columns that hold the mark, in any case."""
    found = []
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE position(lower(%s) in lower('  # noqa: S608
                f"CASE WHEN pg_typeof(\"{column}\") = 'bytea'::regtype THEN encode(\"{column}\"::text::bytea, 'escape')"
                f' ELSE "{column}"::text END)) > 0 OR position(%s in "{column}"::text) > 0)',
                [mark, mark.encode().hex()],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found
