"""Inviting people, and what is known of them: duties, training, working hours."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from hiring import access, notify
from hiring.actions.refusal import Refusal
from hiring.models import Qualification, User
from hiring.models.user import new_calendar_token
from scorecards import audit

DUTIES = ("is_coordinator", "is_rubric_admin", "is_auditor", "is_staff", "is_superuser")


class Known(Refusal):
    def __init__(self, email: str) -> None:
        super().__init__(f"Someone already signs in with {email}.")


class DutyNotYours(Refusal):
    def __init__(self) -> None:
        super().__init__("Only an administrator gives or takes duties, because a duty opens data.")


@transaction.atomic
def invite(
    *, by: User, email: str, name: str, training: Mapping[str, str] | None = None, **fields: Any
) -> User:
    """A person without a password; the invitation tells them how to choose one."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise Known(email)
    refuse_duties(by, {name: value for name, value in fields.items() if value})
    person = User.objects.create_user(email, None, name=name, **fields)
    train(person, training or {})
    record(person, by, "person.invited", ["email", "name", *(name for name in fields if fields[name])])
    notify.invited(person, by)
    return person


@transaction.atomic
def edit_person(*, person: User, by: User, training: Mapping[str, str] | None = None, **fields: Any) -> User:
    """Writes what changed. `training` is the whole set, level by kit key; None leaves it alone."""
    person = User.objects.select_for_update().get(pk=person.pk)
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    refuse_duties(by, changed)
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        person.save(update_fields=changed)
    if training is not None and train(person, training):
        changed.append("training")
    if changed:
        given = {name: bool(fields[name]) for name in DUTIES if name in changed}
        record(person, by, "person.edited", changed, given)
    return person


def train(person: User, training: Mapping[str, str]) -> bool:
    """Make the person's qualifications what `training` says. True if anything changed."""
    now = dict(person.qualifications.values_list("kit_key", "level"))
    wanted = {key: level for key, level in training.items() if level}
    if now == wanted:
        return False
    person.qualifications.exclude(kit_key__in=wanted).delete()
    Qualification.objects.bulk_create(
        [Qualification(person=person, kit_key=key, level=level) for key, level in wanted.items()],
        update_conflicts=True,
        update_fields=["level"],
        unique_fields=["person", "kit_key"],
    )
    return True


def refuse_duties(by: User, names: Iterable[str]) -> None:
    if set(names) & set(DUTIES) and not access.grants_duties(by):
        raise DutyNotYours


def record(
    person: User, by: User, action: str, fields: Iterable[str], details: Mapping[str, bool] | None = None
) -> None:
    """`details` says which duties were given and which taken."""
    audit.record(
        actor=by, action=action, subject="user", subject_id=person.pk, fields=fields, details=details
    )


@transaction.atomic
def renew_calendar(*, person: User) -> None:
    """A new secret address; whoever knows the old one sees nothing more."""
    person = User.objects.select_for_update().get(pk=person.pk)
    person.calendar_token = new_calendar_token()
    person.save(update_fields=["calendar_token"])
    record(person, person, "person.calendar_renewed", ["calendar_token"])
