"""A person's own interviews, as their calendar subscribes to them."""

from datetime import datetime, timedelta

from django.db.models import Q

from hiring import access, calendars, invites
from hiring.models import Interview, User

LOOK_BACK = timedelta(days=60)


def subscriber(token: str) -> User | None:
    """Whose secret this is. A leaver's leads nowhere."""
    return User.objects.filter(calendar_token=token, is_active=True).first()


def feed(person: User, *, at: datetime) -> str:
    """Live interviews from two months back to as far as they are planned. One query."""
    since = at - LOOK_BACK
    rows = (
        access.interviews_for(person)
        .filter(Q(starts_at__gte=since) | Q(due_at__gte=since), status__in=Interview.LIVE)
        .select_related("kit", "application__candidate")
    )
    entries = [entry for row in rows if (entry := invites.entry_of(row, person))]
    return calendars.feed(entries, name="Interviews", at=at)
