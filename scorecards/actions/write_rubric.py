"""From a document to a rubric draft: import, copy and duplicate all come here."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from scorecards import audit
from scorecards.documents import COUNTS, FORMAT, SHARES, TEXTS, Document
from scorecards.models import (
    Dimension,
    Exercise,
    ExerciseDimension,
    Kit,
    KitDimension,
    KitQuestion,
    Question,
    Role,
    Rubric,
    Signal,
)


class BadDocument(ValueError):
    """Says where in the document what is wrong."""


class DraftExists(Exception):
    """The role has a draft already; it is edited or deleted first."""


KEYS = {
    "": {"format", "role", "version", "status", *TEXTS, "scale", "policy", "dimensions", "signals", "questions",
         "exercises", "kits"},
    "dimensions": {"key", "name", "weight", "meets_bar", "levels", "must_have", "proposed"},
    "signals": {"key", "kind", "text", "dimension", "disqualifying", "proposed"},
    "questions": {"key", "dimension", "assess", "text", "proposed"},
    "exercises": {"key", "name", "kind", "minutes_min", "minutes_max", "brief", "tasks", "look_for", "dimensions",
                  "proposed"},
    "kits": {"key", "name", "purpose", "minutes", "take_home", "exercise", "focus", "questions"},
}  # fmt: skip


@transaction.atomic
def write_draft(
    *, document: Document, by: Any | None, role: Role | None = None, based_on: Rubric | None = None
) -> Rubric:
    """A new draft with everything in the document, all or nothing. Makes the role where there is none.

    BadDocument for a document that the tables would not hold, DraftExists where a draft is in the way.
    """
    check_shape(document)
    role = role or role_of(document)
    # One at a time: two copies at once must not get the same version.
    Role.objects.select_for_update().get(pk=role.pk)
    if role.rubrics.filter(status=Rubric.Status.DRAFT).exists():
        raise DraftExists(role)
    rubric = rubric_from(document, role)
    rubric.version = (role.rubrics.aggregate(most=models.Max("version"))["most"] or 0) + 1
    rubric.based_on, rubric.created_by = based_on, by
    checked(rubric, "the rubric")
    rubric.save()
    write_parts(rubric, document)
    audit.record(actor=by, action="rubric.drafted", subject="rubric", subject_id=rubric.pk)
    return rubric


def check_shape(document: Document) -> None:
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise BadDocument(f"This is not a rubric document: it does not say “format”: “{FORMAT}”.")
    check_keys(document, KEYS[""], "the document")
    for kind in ("dimensions", "signals", "questions", "exercises", "kits"):
        parts = document[kind]
        if not isinstance(parts, list):
            raise BadDocument(f"“{kind}” must be a list.")
        seen: set[str] = set()
        for place, part in enumerate(parts, start=1):
            where = f"{kind}, entry {place}"
            if not isinstance(part, Mapping):
                raise BadDocument(f"{where}: expected an object.")
            check_keys(part, KEYS[kind], where)
            key = part["key"]
            if not isinstance(key, str) or not 1 <= len(key) <= 32 or key in seen:
                raise BadDocument(f"{where}: the key must be a text of its own, up to 32 characters.")
            seen.add(key)


def check_keys(found: Mapping[str, Any], wanted: set[str], where: str) -> None:
    for key in sorted(wanted - set(found)):
        raise BadDocument(f"{where}: “{key}” is missing.")
    for key in sorted(set(found) - wanted):
        raise BadDocument(f"{where}: there is no “{key}”.")


def role_of(document: Document) -> Role:
    given = document["role"]
    if not isinstance(given, Mapping) or not isinstance(given.get("name"), str) or not given["name"].strip():
        raise BadDocument("role: give its name.")
    role = Role.objects.filter(name__iexact=given["name"].strip()).first()
    if role is None:
        role = Role(name=given["name"].strip(), level=given.get("level") or "")
        checked(role, "role")
        role.save()
    return role


def rubric_from(document: Document, role: Role) -> Rubric:
    scale, policy = document["scale"], document["policy"]
    if not isinstance(scale, list) or not all(
        isinstance(each, Mapping) and "label" in each for each in scale
    ):
        raise BadDocument("scale: expected a list of levels with label and text.")
    check_keys(policy, {"cuts", *SHARES, *COUNTS}, "policy")
    try:
        cut_no, cut_yes, cut_strong_yes = (Decimal(str(cut)) for cut in policy["cuts"])
        shares = {name: Decimal(str(policy[name])) for name in SHARES}
    except (InvalidOperation, TypeError, ValueError):
        raise BadDocument("policy: expected three cuts and shares as decimal numbers.") from None
    return Rubric(
        role=role,
        version=1,
        scale_max=len(scale),
        level_labels=[each["label"] for each in scale],
        level_texts=[each.get("text", "") for each in scale],
        cut_no=cut_no,
        cut_yes=cut_yes,
        cut_strong_yes=cut_strong_yes,
        **shares,
        **{name: policy[name] for name in COUNTS},
        **{name: document[name] for name in TEXTS},
    )


def write_parts(rubric: Rubric, document: Document) -> None:
    dimensions = write(rubric, Dimension, document["dimensions"], "dimensions", {"levels": "level_texts"})
    ids = {key: part.pk for key, part in dimensions.items()}
    write(rubric, Signal, document["signals"], "signals", references={"dimension": ids})
    questions = write(rubric, Question, document["questions"], "questions", references={"dimension": ids})
    exercises = write(rubric, Exercise, document["exercises"], "exercises", skipped={"dimensions"})
    kits = write(
        rubric,
        Kit,
        document["kits"],
        "kits",
        references={"exercise": {key: part.pk for key, part in exercises.items()}},
        skipped={"focus", "questions"},
    )
    link(
        ExerciseDimension, "exercise", exercises, "dimension", dimensions, document["exercises"], "dimensions"
    )
    link(KitDimension, "kit", kits, "dimension", dimensions, document["kits"], "focus", ordered=True)
    link(KitQuestion, "kit", kits, "question", questions, document["kits"], "questions", ordered=True)


def write(
    rubric: Rubric,
    model: Any,
    parts: list[Document],
    kind: str,
    renamed: Mapping[str, str] = {},
    *,
    references: Mapping[str, Mapping[str, int]] = {},
    skipped: set[str] = frozenset(),  # type: ignore[assignment]
) -> dict[str, Any]:
    """The rows of one kind, in one statement; by key."""
    rows = []
    for place, part in enumerate(parts, start=1):
        where = f"{kind}, entry {place}"
        values = {renamed.get(name, name): value for name, value in part.items() if name not in skipped}
        for name, ids in references.items():
            key = values.pop(name)
            if key is not None and key not in ids:
                raise BadDocument(f"{where}: there is no {name} with the key “{key}”.")
            values[f"{name}_id"] = ids[key] if key is not None else None
        row = model(rubric=rubric, position=place, **values)
        checked(row, where)
        rows.append(row)
    check_names(rows, kind)
    return {row.key: row for row in model.objects.bulk_create(rows)}


def check_names(rows: list[Any], kind: str) -> None:
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        name = getattr(row, "name", row.key).lower()
        if name in seen:
            raise BadDocument(f"{kind}, entry {place}: the name “{row.name}” is there twice.")
        seen.add(name)


def checked(row: Any, where: str) -> None:
    try:
        # Unique names and keys are checked above, for all rows at once; references by the database.
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise BadDocument(f"{where}, “{name}”: {messages[0]}") from None


def link(
    model: Any, one: str, ones: dict[str, Any], other: str, others: dict[str, Any], parts: list[Document], field: str,
    *, ordered: bool = False,
) -> None:  # fmt: skip
    rows = []
    for part in parts:
        for place, key in enumerate(part[field], start=1):
            if key not in others:
                raise BadDocument(f"{one} “{part['name']}”: there is no {other} with the key “{key}”.")
            position = {"position": place} if ordered else {}
            rows.append(model(**{one: ones[part["key"]], other: others[key]}, **position))
    model.objects.bulk_create(rows)
