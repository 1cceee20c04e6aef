"""Sessions in the database, as Django's; looking one up, which every request does, keeps its statement."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from scorecards.statements import built_once


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = str(self.session_key)
        found: list[Session] = [] if "\0" in key else living(key, timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


@built_once
def living(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)
