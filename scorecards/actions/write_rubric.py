"""From a document to a rubric draft: import, copy and duplicate all come here."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

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
from scorecards.models.rubric import LEAST_SCALE, MOST_SCALE


class BadDocument(ValueError):
    """Says where in the document what is wrong."""


class DraftExists(Exception):
    """The role has a draft already; it is edited or deleted first."""


def text(value: object) -> bool:
    """A text that PostgreSQL can hold."""
    return (
        isinstance(value, str) and "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
    )


def whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def flag(value: object) -> bool:
    return isinstance(value, bool)


def texts(value: object) -> bool:
    return isinstance(value, list) and all(text(each) for each in value) and len(set(value)) == len(value)


def lines(value: object) -> bool:
    return isinstance(value, list) and all(text(each) for each in value)


def optional(kind: Any) -> Any:
    return lambda value: value is None or kind(value)


def parts(value: object) -> bool:
    return isinstance(value, list)


def group(value: object) -> bool:
    return isinstance(value, Mapping)


def anything(value: object) -> bool:
    return True


# What each entry of a document is made of.
SHAPES: dict[str, dict[str, Any]] = {
    "": {"format": text, "role": group, "version": anything, "status": anything, **dict.fromkeys(TEXTS, text),
         "scale": parts, "policy": group, "dimensions": parts, "signals": parts, "questions": parts,
         "exercises": parts, "kits": parts},
    "role": {"name": text, "level": text},
    "policy": {"cuts": lines, **dict.fromkeys(SHARES, text), **dict.fromkeys(COUNTS, whole)},
    "scale": {"label": text, "text": text},
    "dimensions": {"key": text, "name": text, "weight": whole, "meets_bar": text, "levels": lines,
                   "must_have": flag, "proposed": flag},
    "signals": {"key": text, "kind": text, "text": text, "dimension": optional(text), "disqualifying": flag,
                "proposed": flag},
    "questions": {"key": text, "dimension": optional(text), "assess": text, "text": text, "proposed": flag},
    "exercises": {"key": text, "name": text, "kind": text, "minutes_min": optional(whole),
                  "minutes_max": optional(whole), "brief": text, "tasks": text, "look_for": text,
                  "dimensions": texts, "proposed": flag},
    "kits": {"key": text, "name": text, "purpose": text, "minutes": whole, "take_home": flag,
             "exercise": optional(text), "focus": texts, "questions": texts},
}  # fmt: skip


@transaction.atomic
def write_draft(
    *, document: Document, by: Any | None, role: Role | None = None, based_on: Rubric | None = None
) -> Rubric:
    """A new draft with everything in the document, all or nothing. Makes the role where there is none.

    BadDocument for a document that the tables would not hold, DraftExists where a draft is in the way.
    """
    check_shape(document)
    try:
        with transaction.atomic():
            return write(document, by, role, based_on)
    except IntegrityError as error:
        raise BadDocument(refusal(error)) from None


def write(document: Document, by: Any | None, role: Role | None, based_on: Rubric | None) -> Rubric:
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


def refusal(error: IntegrityError) -> str:
    """The words of the constraint that the database names."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in (Role, Rubric, Dimension, Signal, Question, Exercise, Kit):
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.get_violation_error_message())
    return "The database refuses the document: its parts do not fit together."


def check_shape(document: Document) -> None:
    """Every key is there, none besides, and each value is of its kind."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise BadDocument(f"This is not a rubric document: it does not say “format”: “{FORMAT}”.")
    check_entry(document, SHAPES[""], "the document")
    check_entry(document["role"], SHAPES["role"], "role")
    check_entry(document["policy"], SHAPES["policy"], "policy")
    for kind in ("scale", "dimensions", "signals", "questions", "exercises", "kits"):
        seen: set[str] = set()
        for place, part in enumerate(document[kind], start=1):
            where = f"{kind}, entry {place}"
            check_entry(part, SHAPES[kind], where)
            key = part.get("key", str(place))
            if not 1 <= len(key) <= 32 or key in seen:
                raise BadDocument(f"{where}: the key must be a text of its own, up to 32 characters.")
            seen.add(key)


def check_entry(found: Any, shape: Mapping[str, Any], where: str) -> None:
    if not isinstance(found, Mapping):
        raise BadDocument(f"{where}: expected an object.")
    for key in sorted(set(shape) - set(found)):
        raise BadDocument(f"{where}: “{key}” is missing.")
    for key in sorted(set(found) - set(shape)):
        raise BadDocument(f"{where}: there is no “{key}”.")
    for key, fits in shape.items():
        if not fits(found[key]):
            raise BadDocument(f"{where}, “{key}”: this is not a value that it takes.")


def role_of(document: Document) -> Role:
    name = document["role"]["name"].strip()
    if not name:
        raise BadDocument("role: give its name.")
    role = Role.objects.filter(name__iexact=name).first()
    if role is None:
        role = Role(name=name, level=document["role"]["level"])
        checked(role, "role")
        role.save()
    return role


def rubric_from(document: Document, role: Role) -> Rubric:
    scale, policy = document["scale"], document["policy"]
    if not LEAST_SCALE <= len(scale) <= MOST_SCALE:
        raise BadDocument(f"scale: a scale has {LEAST_SCALE} to {MOST_SCALE} levels.")
    for place, each in enumerate(document["dimensions"], start=1):
        if len(each["levels"]) > len(scale):
            raise BadDocument(f"dimensions, entry {place}, “levels”: there are more texts than levels.")
    try:
        cut_no, cut_yes, cut_strong_yes = (Decimal(cut) for cut in policy["cuts"])
        shares = {name: Decimal(policy[name]) for name in SHARES}
    except (InvalidOperation, ValueError):
        raise BadDocument("policy: expected three cuts and shares as decimal numbers.") from None
    return Rubric(
        role=role,
        version=1,
        scale_max=len(scale),
        level_labels=[each["label"] for each in scale],
        level_texts=[each["text"] for each in scale],
        cut_no=cut_no,
        cut_yes=cut_yes,
        cut_strong_yes=cut_strong_yes,
        **shares,
        **{name: policy[name] for name in COUNTS},
        **{name: document[name] for name in TEXTS},
    )


def write_parts(rubric: Rubric, document: Document) -> None:
    dimensions = write_rows(
        rubric, Dimension, document["dimensions"], "dimensions", {"levels": "level_texts"}
    )
    ids = {key: part.pk for key, part in dimensions.items()}
    write_rows(rubric, Signal, document["signals"], "signals", references={"dimension": ids})
    questions = write_rows(
        rubric, Question, document["questions"], "questions", references={"dimension": ids}
    )
    exercises = write_rows(rubric, Exercise, document["exercises"], "exercises", skipped={"dimensions"})
    kits = write_rows(
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


def write_rows(
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
