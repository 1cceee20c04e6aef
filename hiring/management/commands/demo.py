"""`manage.py demo`: the demonstration's people and data. Running it again changes nothing that is there."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hiring.demo import load
from hiring.demo.scale import grow

WIDTH = 40
MOST_TIMES = 100_000


class Command(BaseCommand):
    help = "Load the demonstration: six people to sign in as, rubrics, openings and a year of candidates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale",
            type=int,
            default=1,
            metavar="N",
            help="Add made-up openings until there are N times as many applications, for load tests. "
            "1640 makes a hundred thousand.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration has people with known passwords; it is not for production.")
        times = options["scale"]
        if not 1 <= times <= MOST_TIMES:
            raise CommandError(f"--scale {times} is not a whole number from 1 to {MOST_TIMES}.")
        load()
        if times > 1:
            began = time.monotonic()
            added = grow(times, now=timezone.now().replace(microsecond=0), tell=Progress(began))
            self.stdout.write(f"{added:,} applications added in {time.monotonic() - began:.0f} s.")


class Progress:
    """A bar on a terminal, a line for each tenth anywhere else."""

    def __init__(self, began: float) -> None:
        self.began, self.tenth = began, -1

    def __call__(self, done: int, of: int) -> None:
        share = done / of
        left = (time.monotonic() - self.began) * (1 - share) / share if share else 0
        words = f"{done:,} of {of:,} applications, {left:.0f} s left"
        if sys.stderr.isatty():
            bar = "█" * round(share * WIDTH)
            sys.stderr.write(f"\r  {bar:░<{WIDTH}} {words}   " + ("\n" if done == of else ""))
        elif int(share * 10) > self.tenth:
            self.tenth = int(share * 10)
            sys.stderr.write(f"  {words}\n")
        sys.stderr.flush()
