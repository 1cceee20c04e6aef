"""A person leaves, or comes back."""

from datetime import datetime

from django.db import transaction

from hiring import notify
from hiring.actions import plan_loop
from hiring.actions.people import record
from hiring.actions.refusal import Refusal
from hiring.models import Application, Interview, Opening, User
from hiring.models.user import new_calendar_token


class Yourself(Refusal):
    def __init__(self) -> None:
        super().__init__("Ask someone else to take you off: you would be signed out in the middle.")


class LastOfTeam(Refusal):
    def __init__(self, opening: Opening) -> None:
        super().__init__(
            f"“{opening}” would have no hiring manager or no coordinator. Add another one first."
        )


@transaction.atomic
def leave(*, person: User, by: User, at: datetime) -> list[Interview]:
    """Nobody signs in as this person any more, and each open interview becomes an unfilled place again.

    An open session ends with its next page. Handed-in cards and past openings keep the name.
    Refused while an open opening depends on the person. Return the unfilled places.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.pk == by.pk:
        raise Yourself
    refuse_last_of_team(person)
    person.is_active, person.left_at = False, at
    person.calendar_token = new_calendar_token()
    person.save(update_fields=["is_active", "left_at", "calendar_token"])
    made = [vacate(interview, by, at) for interview in open_interviews(person)]
    record(person, by, "person.left", ["is_active"])
    notify.left(person, made)
    return made


@transaction.atomic
def come_back(*, person: User, by: User) -> None:
    """May sign in again. The interviews of before stay with whoever holds them now."""
    person.is_active, person.left_at = True, None
    person.save(update_fields=["is_active", "left_at"])
    record(person, by, "person.came_back", ["is_active"])


def refuse_last_of_team(person: User) -> None:
    for team, mine in (
        ("managers", person.managed_openings),
        ("coordinators", person.coordinated_openings),
    ):
        for opening in mine.filter(status=Opening.Status.OPEN):
            if not getattr(opening, team).filter(is_active=True).exclude(pk=person.pk).exists():
                raise LastOfTeam(opening)


def open_interviews(person: User) -> list[Interview]:
    """Planned, without a handed-in card, in running loops; locked loop by loop in the order of their ids."""
    return list(
        Interview.objects.filter(
            interviewer=person,
            status=Interview.Status.PLANNED,
            application__status=Application.Status.IN_LOOP,
            scorecard__submitted_at__isnull=True,
        )
        .select_related("application")
        .order_by("application_id", "pk")
    )


def vacate(interview: Interview, by: User, at: datetime) -> Interview:
    application = plan_loop.locked(interview.application)
    old = plan_loop.fresh(interview, application)
    plan_loop.end(old, Interview.Status.CANCELLED, f"{old.interviewer} no longer takes part.")
    coming = (old.starts_at or old.due_at or at) >= at
    new = plan_loop.copy_of(old, keep_time=coming, keep_slot=coming)
    plan_loop.note(application, by, "interview.vacated", old, fields=["status"])
    return new
