"""`manage.py import_rubric FILE`: a rubric document as a new draft."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scorecards.actions.write_rubric import BadDocument, DraftExists, write_draft


class Command(BaseCommand):
    help = "Read a rubric document (from export_rubric) and save it as a new draft; all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a JSON file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            rubric = write_draft(document=json.loads(content.decode("utf-8-sig")), by=None)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None
        except UnicodeDecodeError:
            raise CommandError(f"{name}: not UTF-8 text.", returncode=2) from None
        except json.JSONDecodeError as error:
            message = f"{name}: not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
            raise CommandError(message, returncode=2) from None
        except RecursionError:
            raise CommandError(f"{name}: nested too deeply.", returncode=2) from None
        except BadDocument as error:
            raise CommandError(f"{name}: {error} Nothing was saved.", returncode=2) from None
        except DraftExists as error:
            message = (
                f"{name}: {error.args[0]} has a draft already. Publish or delete it first. Nothing was saved."
            )
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"Saved as a draft: {rubric}.")
