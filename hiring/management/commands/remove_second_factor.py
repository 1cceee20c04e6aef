"""For somebody whose phone and recovery codes are lost: take their second factor away."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hiring.models import User
from scorecards import audit


class Command(BaseCommand):
    help = "Takes a person's second factor away. Make sure first that it is they who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["email"].lower()).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {options['email']}.")
        removed, _ = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise CommandError(f"{person.email} has no second factor.")
        audit.record(actor=None, action="second_factor.taken_away", subject="user", subject_id=person.pk)
        self.stdout.write(f"{person.email} signs in with the password alone.")
