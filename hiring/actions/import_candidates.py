"""Candidates from a table: every problem is named, and all rows go in or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from hiring.actions.candidates import add_candidate
from hiring.models import Candidate, Opening, User
from hiring.tables import Line, Problem, read

COLUMNS = ("name", "email", "phone", "links", "source", "notes")


@dataclass(frozen=True)
class Checked:
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def check(content: bytes, opening: Opening) -> Checked:
    """What an import would do, without doing it. Two queries, whatever the number of rows."""
    lines, problems = read(content, columns=COLUMNS, needed=["name"])
    known = {
        email.lower()
        for email in opening.applications.filter(status="in_loop").values_list("candidate__email", flat=True)
        if email
    }
    seen: dict[str, int] = {}
    for line in lines:
        problems += row_problems(line)
        email = line.values.get("email", "").lower()
        if email and email in known:
            problems.append(
                Problem(line.number, "email", "This person is in the loop of this opening already.")
            )
        if email and email in seen:
            problems.append(Problem(line.number, "email", f"The same address is on line {seen[email]}."))
        seen.setdefault(email, line.number)
    if not lines and not problems:
        problems = [Problem(1, "", "There is no row under the first line.")]
    return Checked(tuple(lines), tuple(sorted(problems, key=lambda each: each.line)))


@transaction.atomic
def import_candidates(*, lines: Sequence[Line], opening: Opening, by: User) -> int:
    for line in lines:
        add_candidate(opening=opening, by=by, fields={name: line.values.get(name, "") for name in COLUMNS})
    return len(lines)


def row_problems(line: Line) -> list[Problem]:
    """What the model itself refuses, field by field."""
    candidate = Candidate(**{name: line.values.get(name, "") for name in COLUMNS})
    try:
        candidate.clean_fields()
    except ValidationError as error:
        return [
            Problem(line.number, field, " ".join(messages)) for field, messages in error.message_dict.items()
        ]
    return []
