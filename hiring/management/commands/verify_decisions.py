"""Recompute every stored decision."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hiring.models import Decision
from hiring.snapshots import differences


class Command(BaseCommand):
    help = (
        "Recompute every stored decision: its results from the inputs in its snapshot, and those inputs from "
        "the database as it stood then. Lists what differs and exits with 1; with nothing to list it says so."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        rows = Decision.objects.select_related("application__assessment__rubric").order_by("pk")
        for decision in rows.iterator(chunk_size=500):
            checked += 1
            found = list(differences(decision))
            wrong += bool(found)
            for sentence in found:
                self.stdout.write(
                    f"Decision {decision.pk} (application {decision.application_id}): {sentence}."
                )
        if wrong:
            raise CommandError(f"{wrong} of {checked} decisions do not reproduce.", returncode=1)
        self.stdout.write(f"{checked} decisions checked, all reproduce.")
