"""Which dimension a question, an exercise or a signal is about, where the words make it plain; else nobody guesses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorecards.blueprints import names
from scorecards.blueprints.draft import Assess, Dimension, Exercise, Links, Signal

EMPTY_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "role",
        "skill",
        "skills",
        "strong",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "using",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "good",
        "work",
        "works",
        "working",
        "ability",
        "understanding",
        "knowledge",
        "candidate",
        "candidates",
        "team",
        "teams",
        "general",
        "overall",
        "clear",
        "clearly",
        "high",
        "level",
        "other",
        "new",
        "use",
        "uses",
    ]
)
ENDINGS = ("ations", "ation", "ating", "ated", "ates", "ate", "ings", "ing", "ions", "ion", "ities", "ity", "ness", "ments",
           "ment", "ally", "ies", "ers", "er", "ed", "es", "ly", "al", "s", "e", "y")  # fmt: skip
ENOUGH, AHEAD = 0.6, 0.2


def stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", names.words_of(text).replace("/", " "))
    return frozenset(stem(word) for word in words if word not in EMPTY_WORDS and len(word) > 1)


@dataclass(frozen=True)
class Known:
    """The dimensions' words; a word that several of them share says less."""

    words: tuple[tuple[str, frozenset[str]], ...]

    def weight(self, word: str) -> float:
        return 1 / max(1, sum(word in own for _, own in self.words))

    def of_name(self, name: str) -> str | None:
        """A name that is the dimension's, in other words or another order."""
        own = stems(name)
        scores = []
        for dimension, words in self.words:
            both = sum(self.weight(word) for word in own & words)
            either = sum(self.weight(word) for word in own | words)
            scores.append((both / either if either else 0.0, dimension))
        return best(scores)

    def of_text(self, text: str) -> str | None:
        """A sentence that has every telling word of one dimension's name, and of no other's."""
        own = stems(text)
        inside = [name for name, words in self.words if words and words <= own]
        covered = [
            name for name in inside
            if not any(set(dict(self.words)[name]) < set(dict(self.words)[other]) for other in inside)
        ]  # fmt: skip
        return covered[0] if len(covered) == 1 else None


def best(scores: Sequence[tuple[float, str]]) -> str | None:
    ranked = sorted(scores, key=lambda each: -each[0])
    if not ranked or ranked[0][0] < ENOUGH or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD):
        return None
    return ranked[0][1]


def links(
    dimensions: Sequence[Dimension],
    assess: Iterable[Assess],
    exercises: Iterable[Exercise],
    signals: Iterable[Signal],
) -> Links:
    known = Known(tuple((each.name, stems(each.name)) for each in dimensions))
    exact = {names.words_of(each.name): each.name for each in dimensions}

    def given(name: str) -> str | None:
        return exact.get(names.words_of(name)) or (known.of_name(name) if name else None)

    return Links(
        assess=tuple(
            given(each.dimension) or given(each.name or "") or known.of_text(each.name or " ".join(each.lines))
            for each in assess
        ),
        exercises=tuple(
            tuple(dict.fromkeys(
                name for text in (each.title, *each.look_for) if (name := known.of_name(text) or known.of_text(text))
            ))
            for each in exercises
        ),
        signals=tuple(given(each.dimension) or known.of_text(each.text) for each in signals),
    )  # fmt: skip
