from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from hiring.actions.erase import erase, hold
from hiring.actions.retention import apply_retention
from hiring.models import Application, Decision
from hiring.reads.retention import Due, due
from scorecards.models import AuditEntry
from tests.factories import NOW, make_application, make_opening
from tests.privacy.conftest import MARK, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(opening):
    type(opening).objects.update(retention_days=365)
    return timedelta(days=365)


@pytest.fixture
def decided(candidate):
    """The last decision is later than the end of the first application."""
    at = NOW + timedelta(days=10)
    Application.objects.filter(status="hired").update(ended_at=at)
    return at


def test_it_is_due_so_many_days_after_the_last_decision(candidate, decided, year):
    assert list(due(decided + year - timedelta(seconds=1))) == []
    assert list(due(decided + year)) == [Due(candidate.pk, decided + year)]


def test_a_later_decision_on_an_ended_application_counts(candidate, decided, year, superuser_decided_at):
    later = decided + timedelta(days=30)
    superuser_decided_at(later)
    assert list(due(decided + year)) == []
    assert list(due(later + year)) == [Due(candidate.pk, later + year)]


@pytest.fixture
def superuser_decided_at(candidate, manager):
    def decide(at):
        Decision.objects.create(
            application=candidate.applications.get(status="hired"), outcome="no_hire", rationale="Anew.",
            recommended="no", decided_by=manager, decided_at=at, rule_version="1", snapshot={},
        )  # fmt: skip

    return decide


@pytest.mark.parametrize("stop", ["hold", "opening hold", "loop", "another opening keeps longer", "erased"])
def test_it_is_not_due_while(candidate, coordinator, decided, year, opening, stop):
    if stop == "hold":
        hold(candidate=candidate, by=coordinator, reason="A court case.")
    elif stop == "opening hold":
        type(opening).objects.update(legal_hold=True)
    elif stop == "loop":
        make_application(opening=opening, candidate=candidate)
    elif stop == "erased":
        erase(candidate=candidate, by=coordinator, because="asked")
    else:
        other = make_opening(rubric=opening.role.rubrics.get(), retention_days=3650)
        make_application(opening=other, candidate=candidate, status="withdrawn", ended_at=NOW)
    assert list(due(decided + year)) == []


def test_the_nightly_run_erases_and_says_on_the_trail_that_nobody_asked(candidate, decided, year):
    assert apply_retention(decided + year) == [Due(candidate.pk, decided + year)]
    assert where(MARK) == []
    entry = AuditEntry.objects.get(action="candidate.erased")
    assert (entry.actor, entry.details) == (None, {"because": "retention"})
    assert apply_retention(decided + year) == []


def test_a_dry_run_lists_numbers_and_erases_nobody(opening, year, capsys):
    ended = timezone.now() - timedelta(days=400)
    person = make_application(opening=opening, name=MARK, status="withdrawn", ended_at=ended).candidate
    call_command("apply_retention", dry_run=True)
    assert where(MARK) == ["hiring_candidate.name"]
    assert capsys.readouterr().out == (
        f"Candidate {person.pk} would be erased: kept until {ended + year:%Y-%m-%d}.\n1 would be erased.\n"
    )
    call_command("apply_retention")
    assert where(MARK) == []
