"""Django's `migrate`, for a product that is in use and for several servers that start at once.

Whoever migrates waits at most two seconds for a lock (hiring/config/database.py), because all others wait
behind it. What it did not get it tries again a little later; each migration is done whole or not at all.
"""

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections

TRIES, PAUSE = 30, 2  # seconds of others' work between two tries
ONE_AT_A_TIME = 7_020_511  # the key of an advisory lock: any number that nobody else takes


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        for left in reversed(range(TRIES)):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
                try:
                    super().handle(*args, **options)
                finally:
                    if connection.is_usable():
                        with connection.cursor() as cursor:
                            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
                return
            except OperationalError as problem:
                if getattr(problem.__cause__, "sqlstate", "") != "55P03":
                    raise
                if not left:
                    raise CommandError(
                        "A table is in use all the time, or another migration runs: nothing more was changed. "
                        "Run migrate again at a quieter time."
                    ) from problem
                self.stderr.write(f"Waiting for a table that is in use ({left} more tries) …")
            time.sleep(PAUSE)
