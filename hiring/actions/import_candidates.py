"""Candidates from a table: every problem is named, and all rows go in or none."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from hiring.actions.candidates import add_candidate
from hiring.models import Candidate, Opening, User
from hiring.tables import Checked, Line, Problem, address_problems, read

COLUMNS = ("name", "email", "phone", "links", "source", "notes")


def check(content: bytes, opening: Opening) -> Checked:
    """What an import would do, without doing it. Two queries, whatever the number of rows."""
    lines, problems = read(content, columns=COLUMNS, needed=["name"])
    known = {
        email.lower()
        for email in opening.applications.filter(status="in_loop").values_list("candidate__email", flat=True)
        if email
    }
    problems += address_problems(
        lines, known=known, because="This person is in the loop of this opening already."
    )
    for line in lines:
        problems += row_problems(line)
    return Checked.of(lines, problems)


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
