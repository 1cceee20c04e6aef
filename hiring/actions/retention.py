"""Erasing what has been kept for as long as its opening says."""

from datetime import datetime

from django.utils import timezone

from hiring.actions.erase import RETENTION, erase
from hiring.actions.refusal import Refusal
from hiring.models import Candidate
from hiring.reads.retention import Due, due


def apply_retention(at: datetime | None = None) -> list[Due]:
    """Erase each in a transaction of its own. Whoever was reopened or held at this very moment is left alone."""
    done = []
    for each in due(at or timezone.now()):
        try:
            if erase(candidate=Candidate(pk=each.candidate), by=None, because=RETENTION):
                done.append(each)
        except Refusal:
            continue
    return done
