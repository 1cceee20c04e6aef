"""Erase what has been kept for long enough; the worker does so every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from hiring.actions.retention import apply_retention
from hiring.reads.retention import due


class Command(BaseCommand):
    help = (
        "Erase what names candidates whose records have been kept for as long as their openings say. Names "
        "nobody: candidates are listed by their number."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="List whom it would erase, and erase nobody."
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        rows = list(due(now)) if dry_run else apply_retention(now)
        verb = "would be erased" if dry_run else "erased"
        for row in rows:
            self.stdout.write(f"Candidate {row.candidate} {verb}: kept until {row.until:%Y-%m-%d}.")
        self.stdout.write(f"{len(rows)} {verb}.")
