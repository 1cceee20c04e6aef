"""Signing in: who may, and by which doors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from hiring.config.demo_people import DEMO_PASSWORD, DEMO_PEOPLE
from hiring.models import User

__all__ = ["DEMO_PASSWORD", "Adapter", "DutyBackend", "demo_people"]


def demo_people() -> tuple[tuple[str, str, str], ...]:
    """Who can be signed in as with one click: nobody outside demo mode."""
    return DEMO_PEOPLE if settings.MODE == "demo" else ()


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


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
