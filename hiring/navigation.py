"""What the top of every page offers, by duty."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from hiring import access
from hiring.models import User


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool


def everyone(user: User) -> bool:
    return True


# Pages that belong to an entry and have addresses of their own.
ALSO = {"openings": ("/applications/", "/decisions/")}
ENTRIES: tuple[tuple[str, str, Callable[[User], bool]], ...] = (
    ("home", "Home", everyone),
    ("openings", "Openings", access.reads_openings),
    ("candidates", "Candidates", access.reads_openings),
    ("people", "People", access.plans_loops),
    ("rubrics", "Rubrics", everyone),
    ("audit", "Audit log", access.reads_audit_log),
    ("admin:index", "Admin", access.opens_admin),
)


def context(request: HttpRequest) -> dict[str, object]:
    """For templates: the navigation of a signed-in person and their unread messages; nothing for anyone else."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": ()}
    return {"navigation": tuple(entries(user, request.path)), "unread": access.unread(user)}


def entries(user: User, path: str) -> list[Entry]:
    found: list[Entry] = []
    # Two entries may hang on one question: it is asked once.
    answers: dict[Callable[[User], bool], bool] = {}
    for name, label, allowed in ENTRIES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if allowed not in answers:
            answers[allowed] = allowed(user)
        if answers[allowed]:
            current = path == url if url == "/" else path.startswith((url, *ALSO.get(name, ())))
            found.append(Entry(label, url, current))
    return found
