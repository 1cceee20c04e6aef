"""Reads that are asked for all day: Django builds their statement once, PostgreSQL plans it once for a
connection, and from then on only values change.

Building and planning take longer than running, a millisecond and more each for a statement of a page. Write
such a read as a function that gives a queryset, and decorate it:

    @built_once
    def cards_of(user: User, assessment: int) -> QuerySet[Scorecard]: ...

    cards_of(request.user, 7)  # a list

The function is called with stand-ins: people with a number that nobody has and the duties of the real one,
ids, texts and moments that stand for others. What it builds may hang on a person's duties, and on nothing else of
an argument; it must not ask the database itself. Lists of ids go in through `any`, as `pk__any=ids`: the
statement of `pk__in` is another one for each length. Arguments by keyword are not replaced: each value of
them makes a statement of its own, so they take few.
"""

import copy
import functools
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connections
from django.db.models import BooleanField, Field, ForeignKey, Lookup, Model, QuerySet
from psycopg import Cursor

Given = ParamSpec("Given")

# Values that no row has.
NUMBER = -9_000_000_000_000_000_000
TEXT = "a text that nobody wrote"
MOST = 500
# An address may hold any number: what the database cannot hold is nobody's, as this one.
LARGEST = 2**63 - 1
MOMENT = datetime(1, 1, 2, tzinfo=UTC)


def built_once(build: Callable[Given, QuerySet[Any, Any]]) -> Callable[Given, list[Any]]:
    """The function's rows as a list, for people, ids, texts, moments and lists of ids."""
    known: dict[tuple[Any, ...], Statement] = {}

    @functools.wraps(build)
    def ask(*given: Given.args, **fixed: Given.kwargs) -> list[Any]:
        key = (*(duties(each) for each in given), *fixed.items())
        if (statement := known.get(key)) is None:
            standins: Any = [standin(each, number) for number, each in enumerate(given)]
            rows = build(*standins, **fixed)
            if len(known) >= MOST:
                known.clear()
            statement = known[key] = Statement(rows, standins)
        return statement.run([bare(each) for each in given])

    return ask


class Statement:
    """A queryset's statement, and where in it the values go."""

    def __init__(self, rows: QuerySet[Any, Any], standins: Sequence[Any]) -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = self.compiler.as_sql()
        except EmptyResultSet:  # such as `.none()`: nothing can be found, whatever is asked
            self.sql = ""
            return
        self.converters = self.compiler.get_converters([each[0] for each in self.compiler.select])
        numbers = {bare(standin): number for number, standin in enumerate(standins)}
        places = [numbers.get(value) if isinstance(value, int | str | datetime) else None for value in values]
        # The values in their order: the arguments by number.
        self.order = [number for number in places if number is not None]
        for number, standin in enumerate(standins):
            # An auditor reads everything: their own number plays no part.
            if number not in self.order and not isinstance(standin, Model):
                raise TypeError(f"Argument {number + 1} does not show in the statement.")
        # Everything else is written out: PostgreSQL plans with what it knows, such as a status of an index.
        with connections[rows.db].cursor() as cursor:
            self.sql = sql.replace("%%", "%%%%") % tuple(
                cursor.mogrify("%s", [value]).replace("%", "%%")
                if number is None
                else place_for(standins[number])
                for number, value in zip(places, values, strict=True)
            )

    def run(self, given: Sequence[Any]) -> list[Any]:
        if not self.sql:
            return []
        ready = copy.copy(self.compiler)
        ready.connection = connections[self.rows.db]  # of this thread
        ready.get_converters = lambda _: self.converters
        ready.execute_sql = lambda *_, **__: self.fetched(ready.connection, given)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_, **__: ready  # type: ignore[method-assign]
        return list(rows)

    def fetched(self, connection: Any, given: Sequence[Any], *, again: bool = False) -> list[Any]:
        """All rows, as one lot. Values go apart from the statement, and what a connection is asked a second time
        PostgreSQL plans for good."""
        with connection.cursor() as cursor:
            raw = connection.connection
            cursor.cursor = Cursor(raw)
            # Not for the connection as a whole, which would then remember other statements with what people wrote.
            raw.prepare_threshold = None if behind_pooler(connection) else 1
            try:
                cursor.execute(self.sql, [written(given[number]) for number in self.order])
            except NotSupportedError:
                # A migration changed a type of what this connection has planned: a new one plans anew.
                if again or connection.in_atomic_block:
                    raise
                connection.close()
                return self.fetched(connection, given, again=True)
            finally:
                raw.prepare_threshold = None
            width = self.compiler.col_count if self.compiler.has_extra_select else None
            return [[row[:width] for row in cursor.fetchall()]]


def duties(given: Any) -> Any:
    """As much of an argument as a statement may hang on."""
    if isinstance(given, Model):
        return tuple(getattr(given, name) for name in switches(given.__class__))
    return None


@functools.cache
def switches(model: type[Model]) -> tuple[str, ...]:
    return tuple(each.name for each in model._meta.concrete_fields if isinstance(each, BooleanField))


def standin(given: Any, number: int) -> Any:
    if isinstance(given, Model):
        model = given.__class__  # `request.user` is wrapped
        return model(pk=NUMBER + number, **dict(zip(switches(model), duties(given), strict=True)))
    if isinstance(given, str):
        return f"{TEXT} {number}"
    if isinstance(given, datetime):
        return MOMENT + timedelta(days=number)
    return [NUMBER + number] if isinstance(given, list) else NUMBER + number


def place_for(standin: Any) -> str:
    """Where a value goes, with its type: PostgreSQL learns of values only later."""
    if isinstance(standin, list):
        return "%s"  # `any` names its own
    if isinstance(standin, str):
        return "%s::text"
    return "%s::timestamptz" if isinstance(standin, datetime) else "%s::bigint"


def bare(given: Any) -> Any:
    if isinstance(given, list):
        return array(given)
    return given.pk if isinstance(given, Model) else given


def behind_pooler(connection: Any) -> bool:
    """Where the next request meets another connection (hiring/config/database.py)."""
    return bool(connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"])


def written(value: Any) -> str:
    """As text, whatever it is: a statement planned for small ids would be another one for large ids."""
    return str(min(value, LARGEST)) if isinstance(value, int) else str(value)


def array(ids: Iterable[int]) -> str:
    """A list of ids as PostgreSQL reads it: for a thousand of them quicker than one by one."""
    return "{" + ",".join(map(str, ids)) + "}"


@Field.register_lookup
@ForeignKey.register_lookup
class AnyOf(Lookup):
    """`pk__any=ids`: one of them, with a single place in the statement."""

    lookup_name = "any"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (array(value),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, before = self.process_lhs(compiler, connection)
        right, after = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::bigint[])", (*before, *after)
