"""A kit's sheet: what one interviewer sees and fills in, and what a submission of it lacks."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scorecards.frozen import Kept
from scorecards.models import Dimension, Exercise, Kit, Question, Rubric, Signal

NOT_ASSESSED = "na"
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class RubricSheet:
    """What cards are read with: the version's dimensions and signals, and the words of its scale."""

    rubric: Rubric
    dimensions: tuple[Dimension, ...]
    signals: tuple[Signal, ...]

    @property
    def levels(self) -> list[tuple[int, str, str]]:
        return levels_of(self.rubric)

    @functools.cached_property
    def labels(self) -> dict[int, str]:
        return {value: label for value, label, _ in self.levels}


def levels_of(rubric: Rubric) -> list[tuple[int, str, str]]:
    """Value, label and text of each level, lowest first."""
    texts = [*rubric.level_texts, *[""] * rubric.scale_max]
    return [(value, label, texts[value - 1]) for value, label in enumerate(rubric.level_labels, start=1)]


@dataclass(frozen=True)
class Sheet:
    """What a kit's form shows, read from the database in five queries."""

    rubric: Rubric
    kit: Kit
    focus: tuple[Dimension, ...]
    others: tuple[Dimension, ...]
    signals: tuple[Signal, ...]
    questions: tuple[Question, ...]
    exercise: Exercise | None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return self.focus + self.others

    @property
    def levels(self) -> list[tuple[int, str, str]]:
        return levels_of(self.rubric)

    def signals_of(self, kind: str) -> list[Signal]:
        return [signal for signal in self.signals if signal.kind == kind]


SHEETS = Kept[Sheet]()
WHOLE = Kept[RubricSheet]()


def sheet_of(rubric: Rubric, kit: Kit) -> Sheet:
    """Of a published version read once; the row of the version itself, which may retire, is the caller's."""
    known = SHEETS.get(kit.pk)
    return replace(known, rubric=rubric) if known else SHEETS.keep(kit.pk, rubric, read_sheet(rubric, kit))


def read_sheet(rubric: Rubric, kit: Kit) -> Sheet:
    focus = list(kit.focus_links.order_by("position", "pk").values_list("dimension_id", flat=True))
    dimensions = {each.pk: each for each in rubric.dimensions.all()}
    return Sheet(
        rubric=rubric,
        kit=kit,
        focus=tuple(dimensions[pk] for pk in focus),
        others=tuple(each for pk, each in dimensions.items() if pk not in focus),
        signals=tuple(rubric.signals.all()),
        questions=tuple(kit.questions.order_by("kit_links__position", "pk")),
        exercise=kit.exercise,
    )


def whole_rubric(rubric: Rubric) -> RubricSheet:
    """Every dimension and signal of a version, without a kit: for pages about all cards together."""
    if known := WHOLE.get(rubric.pk):
        return replace(known, rubric=rubric)
    read = RubricSheet(rubric, tuple(rubric.dimensions.all()), tuple(rubric.signals.all()))
    return WHOLE.keep(rubric.pk, rubric, read)


def missing(sheet: Sheet, draft: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a submission lacks: the field to go to, and a sentence."""
    found = [
        (f"rating-{dimension.key}", f"Rate “{dimension.name}”, or mark it as not assessed.")
        for dimension in sheet.focus
        if not draft.get(f"rating-{dimension.key}")
    ]
    found += [
        (
            f"sighting-{signal.key}",
            f"Say what you saw: the red flag “{signal.text}” needs a line of evidence.",
        )
        for signal in sheet.signals_of(Signal.Kind.RED_FLAG)
        if draft.get(f"seen-{signal.key}") and not draft.get(f"sighting-{signal.key}", "").strip()
    ]
    if not draft.get("verdict"):
        found.append(("verdict", "Give your own verdict."))
    return found
