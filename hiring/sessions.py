"""Signing in and out on the audit trail, refused attempts included, by whatever door."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from hiring.models import User
from scorecards import audit


@receiver(user_logged_in)
def started(sender: Any, user: User, **more: Any) -> None:
    note(user, "session.started", user)


@receiver(user_logged_out)
def ended(sender: Any, user: User | None, **more: Any) -> None:
    if user is not None:
        note(user, "session.ended", user)


@receiver(user_login_failed)
def refused(sender: Any, credentials: dict[str, Any], **more: Any) -> None:
    """Who was tried, by number; of an address that is nobody's, a fingerprint that shows whether it comes again."""
    tried = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    known = User.objects.filter(email__iexact=tried).first() if "\0" not in tried else None
    audit.record(
        actor=None,
        action="session.refused",
        subject="user",
        subject_id=known.pk if known else "",
        details={} if known or not tried else {"tried": audit.digest(tried)[:16]},
    )


@receiver(password_changed)
def changed(sender: Any, user: User, **more: Any) -> None:
    note(user, "password.changed", user)


@receiver(password_reset)
def reset(sender: Any, user: User, **more: Any) -> None:
    note(user, "password.reset", user)


def note(actor: User, action: str, person: User) -> None:
    audit.record(actor=actor, action=action, subject="user", subject_id=person.pk)
