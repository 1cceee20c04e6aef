"""Opening, changing and closing an opening."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from hiring.actions.refusal import Refusal
from hiring.models import Application, Opening, User
from scorecards import audit


class LoopsRunning(Refusal):
    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} candidate{'s are' if count > 1 else ' is'} still in the loop. Decide or withdraw first."
        )


class NobodyLeft(Refusal):
    def __init__(self) -> None:
        super().__init__("An opening needs a hiring manager and a coordinator.")


@transaction.atomic
def open_opening(
    *, by: User, managers: Iterable[User], coordinators: Iterable[User], **fields: Any
) -> Opening:
    managers, coordinators = list(managers), list(coordinators)
    if not managers or not coordinators:
        raise NobodyLeft
    opening = Opening.objects.create(**fields)
    opening.managers.set(managers)
    opening.coordinators.set(coordinators)
    record(opening, by, "opening.opened", [*fields, "managers", "coordinators"])
    return opening


@transaction.atomic
def edit_opening(
    *, opening: Opening, by: User, managers: Iterable[User], coordinators: Iterable[User], **fields: Any
) -> Opening:
    """Writes what changed. Who is on the team decides who sees the candidates, so it is on the audit trail."""
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    team = {"managers": list(managers), "coordinators": list(coordinators)}
    if not all(team.values()):
        raise NobodyLeft
    changed = [name for name, value in fields.items() if getattr(opening, name) != value]
    for name in changed:
        setattr(opening, name, fields[name])
    opening.save(update_fields=changed)
    moves: dict[str, list[int]] = {}
    for name, people in team.items():
        before, after = {each.pk for each in getattr(opening, name).all()}, {each.pk for each in people}
        if before != after:
            getattr(opening, name).set(people)
            changed.append(name)
            moves |= {f"{name}_added": sorted(after - before), f"{name}_removed": sorted(before - after)}
    if changed:
        record(opening, by, "opening.edited", changed, {name: who for name, who in moves.items() if who})
    return opening


@transaction.atomic
def close_opening(*, opening: Opening, by: User) -> None:
    """No new candidates. Refused while somebody is in the loop."""
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    running = opening.applications.filter(status=Application.Status.IN_LOOP).count()
    if running:
        raise LoopsRunning(running)
    set_status(opening, Opening.Status.CLOSED, by, "opening.closed")


@transaction.atomic
def reopen_opening(*, opening: Opening, by: User) -> None:
    set_status(opening, Opening.Status.OPEN, by, "opening.reopened")


def set_status(opening: Opening, status: str, by: User, action: str) -> None:
    opening.status = status
    opening.save(update_fields=["status"])
    record(opening, by, action, ["status"])


def record(
    opening: Opening,
    by: User,
    action: str,
    fields: Iterable[str],
    details: Mapping[str, list[int]] | None = None,
) -> None:
    audit.record(
        actor=by,
        action=action,
        subject="opening",
        subject_id=opening.pk,
        scope=f"opening:{opening.pk}",
        fields=fields,
        details=details,
    )
