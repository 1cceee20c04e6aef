"""Check the chain of the audit trail."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scorecards import chain


class Command(BaseCommand):
    help = (
        "Check the audit trail: finds entries that were changed, removed, inserted, moved or cut off behind the "
        "product's back, each in a line. Exits with 0 when all fits, 1 when something does not, 2 when it cannot "
        "be checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", type=Path, help="The file of exported heads; the one in AUDIT_HEADS unless given."
        )

    def handle(self, *args: Any, head: Path | None = None, **options: Any) -> None:
        path = head or settings.AUDIT_HEADS / chain.HEADS
        try:
            heads = chain.read_heads(path) if head or path.exists() else []
        except chain.BadHeads as error:
            raise CommandError(str(error), returncode=2) from error
        report = chain.verify(heads)
        for sentence in report.findings + report.unchecked:
            self.stdout.write(sentence)
        if not heads:
            self.stdout.write(
                f"Without an exported head (there is none at {path}) a cut-off end cannot be seen."
            )
        checked = (
            f"{report.entries} sealed entries and {report.heads} heads checked, {report.waiting} waiting"
        )
        if report.findings:
            raise CommandError(f"{checked}: {len(report.findings)} findings.", returncode=1)
        if report.unchecked:
            raise CommandError(f"{checked}: not everything could be checked.", returncode=2)
        self.stdout.write(f"{checked}: all fits.")
