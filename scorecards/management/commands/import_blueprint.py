"""`manage.py import_blueprint FILE`: a role page as a rubric draft. With --dry-run it needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scorecards.blueprints.blocks import BadPage
from scorecards.blueprints.draft import Draft, Reading
from scorecards.blueprints.formats import LARGEST
from scorecards.blueprints.reading import read
from scorecards.blueprints.shape import as_json
from scorecards.blueprints.words import choice, summary


class Command(BaseCommand):
    help = (
        "Read a role page (a WordPress post as JSON, HTML, Markdown or plain text) and save what it says about "
        "hiring as a rubric draft. Says where each part was found, how sure it is, and what was left out."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the page, or - for standard input")
        parser.add_argument(
            "--role", metavar="NAME", help="the role that the draft is for; else the page's title"
        )
        parser.add_argument(
            "--level", metavar="NAME", help="which scorecard, where the page has one for each level"
        )
        parser.add_argument("--dry-run", action="store_true", help="only show what would be saved")
        parser.add_argument("--json", action="store_true", help="print what was read as JSON")
        parser.add_argument(
            "--propose",
            action="store_true",
            help="without a scorecard: propose one from the page's competencies",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            reading = read(content_of(name), propose=options["propose"])
            draft = choice(reading.drafts, options["level"])
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}. Nothing was saved.", returncode=2) from None
        except BadPage as error:
            raise CommandError(f"{name}: {error} Nothing was saved.", returncode=2) from None
        done = "" if options["dry_run"] else self.save(reading, draft, name, options)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading, draft), indent=1, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(summary(reading, draft)))
        if done:
            (self.stderr if options["json"] else self.stdout).write(f"\n{done}")

    def save(self, reading: Reading, draft: Draft | None, name: str, options: dict[str, Any]) -> str:
        """Import here: a dry run works where no database is."""
        from scorecards.actions.import_blueprint import Refused, import_blueprint

        source = "standard input" if name == "-" else Path(name).name
        try:
            done = import_blueprint(
                reading=reading, draft=draft, role_name=options["role"], source=source, by=None
            )
        except Refused as error:
            raise CommandError(f"{name}: {error} Nothing was saved.", returncode=2) from None
        return done.in_words()


def content_of(name: str) -> bytes:
    """One byte more than is read at most: enough to know that it is too large."""
    if name == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(name).open("rb") as handle:
        return handle.read(LARGEST + 1)
