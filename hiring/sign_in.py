"""Signing in: who may, by which doors, and what of it is on the audit trail."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from hiring import access
from hiring.config.demo_people import DEMO_PASSWORD, DEMO_PEOPLE
from hiring.models import User
from scorecards import audit
from scorecards.origin import origin

__all__ = ["DEMO_PASSWORD", "Adapter", "DutyBackend", "SecondFactor", "demo_people", "signed_in"]

# What the library tells people by mail, as the trail calls it.
CHANGES = {
    "account/email/password_changed": "password.changed",
    "account/email/password_reset": "password.reset",
    "account/email/password_set": "password.changed",
    "mfa/email/totp_activated": "second_factor.added",
    "mfa/email/totp_deactivated": "second_factor.removed",
    "mfa/email/recovery_codes_generated": "second_factor.codes_made",
}


def demo_people() -> tuple[tuple[str, str, str], ...]:
    """Who can be signed in as with one click: nobody outside demo mode."""
    return DEMO_PEOPLE if settings.MODE == "demo" else ()


def signed_in(user: User, methods: list[str]) -> None:
    note(user, "person.signed_in", user, methods=methods)


def note(actor: User | None, action: str, about: User | None, **details: Any) -> None:
    audit.record(
        actor=actor, action=action, subject="user", subject_id=about.pk if about else "", details=details
    )


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited: nobody signs up. Every sign-in, refusal and change of a password is on the trail.

    Wrong passwords are counted by address and by network (ACCOUNT_RATE_LIMITS) in the database.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many wrong passwords. Your account is safe. Wait five minutes and try "
        "again, or set a new password by mail: that lets you in at once.",
        "email_password_mismatch": "This e-mail address and password do not belong together. Check both; a "
        "forgotten password can be set anew by mail.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """May one be led there after signing in? An address that cannot be read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the audit trail knows it: a proxy's word counts only where a proxy is declared."""
        return origin.get().address or "unknown"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note(None, "sign_in.throttled", known(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note(None, "sign_in.failed", known(credentials))

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        records = request.session.get("account_authentication_methods", [])
        signed_in(user, [each.get("type") or each.get("method", "") for each in records])
        answer: HttpResponse = super().post_login(request, user, **options)
        return answer

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            note(request.user, "person.signed_out", request.user)
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **options: Any) -> None:
        if template_prefix in CHANGES:
            note(user, CHANGES[template_prefix], user)
        super().send_notification_mail(template_prefix, user, *args, **options)


def known(credentials: dict[str, Any]) -> User | None:
    return User.objects.filter(email=str(credentials.get("email", "")).replace("\0", "").lower()).first()


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are stored encrypted: a copy of the database alone opens no account.

    The key comes from SECRET_KEY. Where that changes, codes are refused until the second factor is taken
    away (`manage.py remove_second_factor`) and set up anew.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes change every half a minute: wait for the next one and "
        "type it at once.",
    }

    def encrypt(self, text: str) -> str:
        return locker().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return locker().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # A secret that nobody knows: an empty one could be guessed.
            return base64.b32encode(secrets.token_bytes(20)).decode()


def locker() -> Fernet:
    key = hashlib.sha256(b"second factor of " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs people in."""

    def get_user(self, user_id: int) -> User | None:
        for found in access.person(int(user_id)):
            return found if self.user_can_authenticate(found) else None
        return None


class DutyBackend(BaseBackend):
    """What a duty allows in the admin pages. It signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return (
            isinstance(user_obj, User)
            and user_obj.is_active
            and user_obj.is_rubric_admin
            and perm.startswith("scorecards.")
            and perm.partition("_")[2] in RUBRIC_PARTS
        )

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label == "scorecards" and bool(getattr(user_obj, "is_rubric_admin", False))


RUBRIC_PARTS = {
    "role",
    "rubric",
    "dimension",
    "signal",
    "question",
    "exercise",
    "exercisedimension",
    "kit",
    "kitdimension",
    "kitquestion",
}
