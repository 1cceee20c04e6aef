"""The first person of a new installation."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from hiring.models import User
from scorecards import audit


class Command(BaseCommand):
    help = "Make the first administrator, who then invites everyone else. Refused where there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--time-zone", default="UTC")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="Read the password from the first line of the input.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(is_superuser=True, is_active=True).exists():
            raise CommandError("There is an administrator already. They invite others on the people page.")
        password = self.stdin_password() if options["password_stdin"] else getpass.getpass()
        user = User(email=options["email"].lower(), name=options["name"], time_zone=options["time_zone"])
        try:
            validate_email(options["email"])
            validate_password(password, user)
            user.clean_fields(exclude={"password", "name", "working_hours"})
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if User.objects.filter(email=user.email).exists():
            raise CommandError(f"Someone already signs in with {user.email}.")
        made = User.objects.create_superuser(
            user.email, password, name=user.name or user.email, time_zone=user.time_zone,
            is_coordinator=True, is_rubric_admin=True,
        )  # fmt: skip
        audit.record(actor=None, action="person.first_admin", subject="user", subject_id=made.pk)
        self.stdout.write(f"{made.email} can sign in.")

    def stdin_password(self) -> str:
        return sys.stdin.readline().rstrip("\n")
