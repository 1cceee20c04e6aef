"""`manage.py remind`: what the worker does every minute, once, by hand or from a cron of yours."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hiring.actions.remind import remind
from hiring.mail import mail_waiting


class Command(BaseCommand):
    help = "Remind of interviews and scorecards, and mail what waits. Running it again repeats nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = remind(at=timezone.now())
        mailed = mail_waiting()
        self.stdout.write(f"Messages made: {made}. Mails sent: {mailed}.")
