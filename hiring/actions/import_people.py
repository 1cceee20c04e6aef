"""Interviewers from a table: every problem is named, and all rows go in or none."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from hiring.actions.people import invite
from hiring.models import Qualification, User
from hiring.tables import Checked, Line, Problem, address_problems, read
from scorecards.models import Kit, Rubric

COLUMNS = ("name", "email", "time_zone", "trained", "in_training")


def check(content: bytes) -> Checked:
    """What an import would do, without doing it. Three queries, whatever the number of rows.

    `trained` and `in_training` hold names of published kits with a semicolon or a bar between.
    """
    lines, problems = read(content, columns=COLUMNS, needed=["name", "email"])
    known = {email.lower() for email in User.objects.values_list("email", flat=True)}
    kits = kit_keys()
    problems += address_problems(lines, known=known, because="Someone already signs in with this address.")
    for line in lines:
        problems += row_problems(line, kits)
    return Checked.of(lines, problems)


@transaction.atomic
def import_people(*, lines: Sequence[Line], by: User) -> int:
    kits = kit_keys()
    for line in lines:
        training = {
            key: level
            for level in (Qualification.Level.IN_TRAINING, Qualification.Level.TRAINED)
            for name in names(line.values.get(level.value, ""))
            for key in kits[name]
        }
        invite(
            by=by,
            email=line.values["email"],
            name=line.values["name"],
            time_zone=line.values.get("time_zone") or by.time_zone,
            training=training,
        )
    return len(lines)


def kit_keys() -> dict[str, set[str]]:
    """Keys of the published kits by their name in lower case; two roles may use the same name."""
    found: dict[str, set[str]] = {}
    for name, key in Kit.objects.filter(rubric__status=Rubric.Status.PUBLISHED).values_list("name", "key"):
        found.setdefault(name.lower(), set()).add(key)
    return found


def names(cell: str) -> list[str]:
    return [part.strip().lower() for part in cell.replace("|", ";").split(";") if part.strip()]


def row_problems(line: Line, kits: dict[str, set[str]]) -> list[Problem]:
    person = User(
        name=line.values.get("name", ""),
        email=line.values.get("email", ""),
        time_zone=line.values.get("time_zone") or "UTC",
    )
    problems = []
    try:
        person.clean_fields(exclude={"password", "working_hours"})
    except ValidationError as error:
        problems = [
            Problem(line.number, field, " ".join(messages)) for field, messages in error.message_dict.items()
        ]
    for column in ("trained", "in_training"):
        problems += [
            Problem(line.number, column, f"No published kit is called “{name}”.")
            for name in names(line.values.get(column, ""))
            if name not in kits
        ]
    return problems
