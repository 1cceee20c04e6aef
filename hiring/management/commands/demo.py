"""`manage.py demo`: the demonstration's people and data. Running it again changes nothing that is there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hiring.demo import load


class Command(BaseCommand):
    help = "Load the demonstration: six people to sign in as, rubrics, openings and candidates."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration has people with known passwords; it is not for production.")
        load()
