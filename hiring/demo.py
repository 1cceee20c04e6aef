"""The demonstration's data, the same at every start. Adds what is missing, changes nothing."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hiring.config.demo_people import DEMO_PASSWORD
from hiring.models import User

PEOPLE: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("interviewer@example.org", "Ines Viewer", {}),
    ("manager@example.org", "Mara Jager", {}),
    ("coordinator@example.org", "Cory Nator", {"is_coordinator": True}),
    ("rubrics@example.org", "Ruby Rikker", {"is_rubric_admin": True, "is_staff": True}),
    ("auditor@example.org", "Audra Torr", {"is_auditor": True}),
    ("admin@example.org", "Adam Inman", {"is_staff": True, "is_superuser": True, "is_coordinator": True}),
)


@transaction.atomic
def load() -> None:
    for email, name, duties in PEOPLE:
        User.objects.get_or_create(
            email=email, defaults={"name": name, "password": make_password(DEMO_PASSWORD), **duties}
        )
