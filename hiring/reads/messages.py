"""What a person was told, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils import timezone

from hiring import access
from hiring.models import Message, User

PER_PAGE = 30


@dataclass(frozen=True)
class MessageRow:
    pk: int
    kind: str
    label: str
    subject: str
    text: str
    facts: tuple[tuple[str, str], ...]
    link: str
    action: str
    at: datetime
    new: bool


@dataclass(frozen=True)
class Day:
    on: date
    rows: tuple[MessageRow, ...]


@dataclass(frozen=True)
class Messages:
    page: Page[Message]
    rows: tuple[MessageRow, ...]

    @property
    def days(self) -> Iterator[Day]:
        """Grouped by the day in the reader's own time zone."""
        held: list[MessageRow] = []
        for row in self.rows:
            if held and timezone.localdate(held[0].at) != timezone.localdate(row.at):
                yield Day(timezone.localdate(held[0].at), tuple(held))
                held = []
            held.append(row)
        if held:
            yield Day(timezone.localdate(held[0].at), tuple(held))


def messages(user: User, *, page: str) -> Messages:
    """Two queries: how many there are, and the page's."""
    found = Paginator(access.messages_for(user), PER_PAGE).get_page(page)
    return Messages(found, tuple(row_of(message) for message in found))


def row_of(message: Message) -> MessageRow:
    return MessageRow(
        pk=message.pk,
        kind=message.kind,
        label=message.get_kind_display(),
        subject=message.subject,
        text=message.text,
        facts=tuple((label, value) for label, value in message.facts),
        link=message.link,
        action=message.action,
        at=message.created_at,
        new=message.read_at is None,
    )
