"""People who sign in. Known to the engine only as AUTH_USER_MODEL."""

import secrets
import zoneinfo
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


def check_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(f"{value!r} is not a time zone. Write one such as Europe/Berlin.")


def new_calendar_token() -> str:
    return secrets.token_urlsafe(24)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Without a password the person signs in through single sign-on or sets one by mail."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person. The e-mail address is the sign-in name, kept in lower case.

    The three duties below hold everywhere in the organisation; who manages, coordinates or
    interviews is said on the opening and on the interview. A superuser has none of these by rank.
    """

    class Digest(models.TextChoices):
        SINGLE = "single", "One mail for each message"
        DAILY = "daily", "One mail a day with everything"

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    digest = models.CharField("mails", max_length=10, choices=Digest, default=Digest.SINGLE)
    calendar_token = models.CharField(max_length=43, unique=True, default=new_calendar_token, editable=False)
    working_hours = models.JSONField(
        default=list,
        blank=True,
        help_text="Seven entries, Monday first: [] for a free day, or pairs such as [['09:00', '17:00']].",
    )

    is_rubric_admin = models.BooleanField("edits and publishes rubrics", default=False)
    is_coordinator = models.BooleanField("opens openings and plans loops", default=False)
    is_auditor = models.BooleanField("reads everything for checking", default=False)

    is_staff = models.BooleanField("may open the admin pages", default=False)
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message="Someone already signs in with this address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Editing rubrics is a duty, not a matter of rank: a superuser without it edits none."""
        return (self.is_rubric_admin or not perm.startswith("scorecards.")) and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return (self.is_rubric_admin or app_label != "scorecards") and super().has_module_perms(app_label)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
