"""Messages that were shown to their reader are new no longer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from hiring import access
from hiring.models import User


@transaction.atomic
def read_messages(*, user: User, pks: Iterable[int], at: datetime) -> int:
    """Return how many were new. One that is being mailed at this moment stays new: nobody waits for a mail server."""
    mine = access.messages_for(user)
    new = mine.filter(pk__in=list(pks), read_at=None).select_for_update(skip_locked=True)
    return mine.filter(pk__in=list(new.values_list("pk", flat=True))).update(read_at=at)
