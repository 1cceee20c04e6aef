"""What a rubric draft would have said about applications that are decided: counts alone, and nothing is changed.

Parts are matched by key. What the draft adds nobody could rate then, so it is left out of its weights here;
ratings of what it drops no longer count; another scale, or no dimension in common, cannot be compared.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hiring import access
from scorecards import gathering, scoring
from scorecards.gathering import Gathered, Version
from scorecards.models import Dimension, Rubric, Signal
from scorecards.scoring.sentences import OUTCOMES

TONES = {"strong_yes": "good", "yes": "good", "no": "bad", "strong_no": "bad"}
# As a reader ranks them: from the best to the worst, with what cannot be told last.
ORDER = (*reversed(scoring.BANDS), scoring.NOT_ENOUGH_EVIDENCE)


@dataclass(frozen=True)
class Move:
    """So many recommendations that would be another one."""

    before: str
    after: str
    before_tone: str
    after_tone: str
    count: int
    better: bool | None


@dataclass(frozen=True)
class Page:
    rubric: Rubric
    decided: int
    not_comparable: int
    moves: tuple[Move, ...]
    totals: tuple[tuple[str, str, int, int], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def compared(self) -> int:
        return self.decided - self.not_comparable

    @property
    def differing(self) -> int:
        return sum(move.count for move in self.moves)

    @property
    def same(self) -> int:
        return self.compared - self.differing


def what_would_change(draft: Rubric) -> Page:
    """Five queries, however many applications and versions."""
    rows = access.simulated_with(draft).values_list("assessment_id", "assessment__rubric_id")
    rubric_of = dict(rows.order_by("pk"))
    known = gathering.versions({*rubric_of.values(), draft.pk})
    gathered = gathering.gather(rubric_of)
    parts = Keys(set(known), draft.pk)
    found: Counter[tuple[str, str]] = Counter()
    not_comparable = 0
    for version in set(rubric_of.values()):
        mine = [pk for pk, rubric in rubric_of.items() if rubric == version]
        then = parts.shared_with(known[draft.pk], version) if draft.pk in known else None
        if then is None or known[version].rubric.scale_max != draft.scale_max:
            not_comparable += len(mine)
            continue
        for pk in mine:
            judged = gathered.get(pk, gathering.NOTHING)
            before = gathering.recommend(known[version], judged).outcome
            after = gathering.recommend(then, parts.in_draft(judged)).outcome
            found[before, after] += 1
    versions = set(rubric_of.values())
    return Page(
        rubric=draft,
        decided=len(rubric_of),
        not_comparable=not_comparable,
        moves=tuple(sorted(moves(found), key=lambda move: -move.count)),
        totals=tuple(totals(found)),
        added=parts.added(versions),
        removed=parts.removed(versions),
    )


class Keys:
    """Which parts of the versions are the same, by key. Two queries."""

    def __init__(self, rubrics: set[int], draft: int) -> None:
        self.draft = draft
        self.dimensions: dict[int, dict[str, Dimension]] = {}
        for dimension in Dimension.objects.filter(rubric__in=rubrics).order_by("rubric", "position"):
            self.dimensions.setdefault(dimension.rubric_id, {})[dimension.key] = dimension
        signals = list(
            Signal.objects.filter(rubric__in=rubrics, kind=Signal.Kind.RED_FLAG).only("rubric_id", "key")
        )
        kept = {each.key: each.pk for each in signals if each.rubric_id == draft}
        self.signal = {each.pk: kept[each.key] for each in signals if each.key in kept}
        here = self.dimensions.get(draft, {})
        self.dimension = {
            each.pk: here[key].pk
            for parts in self.dimensions.values()
            for key, each in parts.items()
            if key in here
        }

    def shared_with(self, draft: Version, version: int) -> Version | None:
        """The draft as far as `version` had its dimensions; None where they share none."""
        ids = [
            each.pk
            for key, each in self.dimensions[self.draft].items()
            if key in self.dimensions.get(version, {})
        ]
        kept = tuple(each for each in draft.rubric.dimensions if int(each.key) in ids)
        if not kept:
            return None
        return Version(
            replace(draft.rubric, dimensions=kept),
            {int(each.key): place for place, each in enumerate(kept)},
        )

    def in_draft(self, judged: Gathered) -> Gathered:
        return Gathered(
            {author: rated for author, mine in judged.ratings.items() if (rated := self.rated(mine))},
            {
                author: kept
                for author, mine in judged.red_flags.items()
                if (kept := tuple(self.signal[pk] for pk in mine if pk in self.signal))
            },
        )

    def rated(self, mine: Mapping[int, int]) -> dict[int, int]:
        return {self.dimension[pk]: value for pk, value in mine.items() if pk in self.dimension}

    def added(self, versions: set[int]) -> tuple[str, ...]:
        """Of the draft, and missing in a version that was judged by."""
        return tuple(
            each.name
            for key, each in self.dimensions.get(self.draft, {}).items()
            if any(key not in self.dimensions.get(version, {}) for version in versions)
        )

    def removed(self, versions: set[int]) -> tuple[str, ...]:
        """Of a version that was judged by, and missing in the draft; each name once."""
        here = self.dimensions.get(self.draft, {})
        names = [
            each.name
            for version in sorted(versions, reverse=True)
            for key, each in self.dimensions.get(version, {}).items()
            if key not in here
        ]
        return tuple(dict.fromkeys(names))


def moves(found: Mapping[tuple[str, str], int]) -> list[Move]:
    return [
        Move(
            before=OUTCOMES[before],
            after=OUTCOMES[after],
            before_tone=TONES.get(before, ""),
            after_tone=TONES.get(after, ""),
            count=count,
            better=None
            if scoring.NOT_ENOUGH_EVIDENCE in (before, after)
            else ORDER.index(after) < ORDER.index(before),
        )
        for (before, after), count in found.items()
        if before != after
    ]


def totals(found: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int, int]]:
    """Of each outcome: how many there were, and how many there would be."""
    return [
        (
            OUTCOMES[outcome],
            TONES.get(outcome, ""),
            sum(count for (before, _), count in found.items() if before == outcome),
            sum(count for (_, after), count in found.items() if after == outcome),
        )
        for outcome in ORDER
    ]
