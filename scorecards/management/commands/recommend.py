"""`manage.py recommend FILE.json`: the rule on the command line. Needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scorecards.scoring.cases import BadCase, as_json, read_cases, result_of

LARGEST = 50 * 1024 * 1024


class Command(BaseCommand):
    help = "Read a rubric with ratings as JSON and print what the rule makes of it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="a JSON file with one case or a list of cases, or - for standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases, as_list = read_cases(text_of(options["file"]))
            results = [
                {**({"name": case["name"]} if "name" in case else {}), **as_json(result_of(case, place))}
                for place, case in enumerate(cases, start=1)
            ]
        except BadCase as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(json.dumps(results if as_list else results[0], indent=1, ensure_ascii=False))


def text_of(name: str) -> str:
    """The file's text, or a BadCase that says why there is none."""
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else read_file(Path(name))
    except OSError as error:
        raise BadCase(f"{name}: {error.strerror}.") from None
    if len(content) > LARGEST:
        raise BadCase(f"{name}: larger than 50 MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCase(f"{name}: not UTF-8 text.") from None


def read_file(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(LARGEST + 1)
