"""Interviewers from a table: every problem is named, and all rows go in or none.

A table that was exported can be added to and read in again: rows that say what is stored already are passed over.
"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from hiring.actions.people import invite
from hiring.models import Qualification, User
from hiring.reads.people import COLUMNS, KitChoice, as_rows, kit_choices
from hiring.tables import Checked, Line, Problem, address_problems, read

KNOWN = "This person is here already, with other details. Change them on their page, or take the row out."


def check(content: bytes) -> Checked:
    """What an import would do, without doing it. Three queries, whatever the number of rows.

    `trained` and `in_training` hold names of published kits with a semicolon or a bar between.
    """
    lines, problems = read(content, columns=COLUMNS, needed=["name", "email"])
    kits = kit_choices()
    keys = kit_keys(kits)
    known = {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in as_rows(User.objects.all(), kits)}
    new = [line for line in lines if not says_what_is_known(line, known)]
    problems += address_problems(new, known=known, because=KNOWN)
    for line in new:
        problems += row_problems(line, keys)
    return Checked.of(new, problems, same=len(lines) - len(new))


@transaction.atomic
def import_people(*, lines: Sequence[Line], by: User) -> int:
    kits = kit_keys(kit_choices())
    for line in lines:
        training = {
            key: level
            for level in (Qualification.Level.IN_TRAINING, Qualification.Level.TRAINED)
            for name in names(line.values.get(level.value, ""))
            for key in kits[name.lower()]
        }
        invite(
            by=by,
            email=line.values["email"],
            name=line.values["name"],
            time_zone=line.values.get("time_zone") or by.time_zone,
            training=training,
        )
    return len(lines)


def kit_keys(kits: Sequence[KitChoice]) -> dict[str, set[str]]:
    """Keys of the published kits by what a table may call them, in lower case: the name for all that bear it,
    as two roles may use the same one, and the name after its role's for one alone."""
    found: dict[str, set[str]] = {}
    for kit in kits:
        for name in (kit.name, kit.label):
            found.setdefault(name.lower(), set()).add(kit.key)
    return found


def says_what_is_known(line: Line, known: Mapping[str, Mapping[str, str]]) -> bool:
    """Does the row hold nothing but what is stored of the person with its address?"""
    stored = known.get(line.values.get("email", "").lower(), {})
    return bool(stored) and all(
        meaning(column, text) == meaning(column, stored[column])
        for column, text in line.values.items()
        if column in stored
    )


def meaning(column: str, text: str) -> object:
    if column in ("trained", "in_training"):
        return sorted(name.lower() for name in names(text))
    return text.lower() if column == "email" else text


def names(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("|", ";").split(";") if part.strip()]


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
            if name.lower() not in kits
        ]
    return problems
