"""What was read of a published rubric version stays in the process: the database lets nobody change it."""

from typing import Generic, TypeVar

from django.db import connection

from scorecards.models import Rubric

MOST = 100

What = TypeVar("What")


class Kept(Generic[What]):
    """The last hundred read, by id. A draft is not kept, nor what was read within a transaction: a
    publication that is undone was none."""

    def __init__(self) -> None:
        self.held: dict[int, What] = {}

    def get(self, pk: int) -> What | None:
        return self.held.get(pk)

    def keep(self, pk: int, rubric: Rubric, what: What) -> What:
        if rubric.status != Rubric.Status.DRAFT and not connection.in_atomic_block:
            self.held[pk] = what
            for oldest in list(self.held)[:-MOST]:
                self.held.pop(oldest, None)
        return what
