"""What a kit asks of its interviewer, and what a draft of it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from scorecards.models import Dimension, Exercise, Kit, Question, Rubric, Signal

NOT_ASSESSED = "na"
LONGEST_TEXT = 20_000


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
        texts = [*self.rubric.level_texts, *[""] * self.rubric.scale_max]
        return [
            (value, label, texts[value - 1]) for value, label in enumerate(self.rubric.level_labels, start=1)
        ]

    def signals_of(self, kind: str) -> list[Signal]:
        return [signal for signal in self.signals if signal.kind == kind]


def sheet_of(rubric: Rubric, kit: Kit) -> Sheet:
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
