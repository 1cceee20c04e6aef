"""What people write, made for one candidate: their projects and figures stay the same on every card."""

import functools
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hiring.demo.stories import PROJECTS

FOLDER = Path(__file__).parent
# The first letter of a text, and of a sentence that begins with a project's name.
BEGINNING = re.compile(r"^.|(?<=[.!?] )t(?=he )")


@functools.cache
def bank() -> Mapping[str, tuple[str, ...]]:
    """Texts by section, from both files. A blank line inside a section's text is written as a paragraph."""
    found: dict[str, list[str]] = {}
    for name in ("evidence.txt", "remarks.txt"):
        section = ""
        for line in (FOLDER / name).read_text().splitlines():
            if line.startswith("["):
                section = line.strip("[]")
                found[section] = []
            elif line and section:
                found[section].append(line)
    return {section: tuple(texts) for section, texts in found.items()}


@dataclass
class Voice:
    """Words about one candidate. A text is not used twice about them while there is another."""

    name: str
    rng: random.Random
    used: set[str] = field(default_factory=set)
    values: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        one, other = self.rng.sample(PROJECTS, 2)
        self.values = {
            "who": self.name.split()[0],
            "p": one,
            "q": other,
            "pc": f"{self.rng.randint(11, 79) / 10}",
            "ms": str(self.rng.randint(24, 79)),
            "k": f"{self.rng.randint(2, 18)},{self.rng.choice(('000', '400', '500'))}",
            "x": f"{self.rng.randint(13, 34) / 10}",
        }

    def say(self, section: str, **more: str) -> str:
        texts = bank()[section]
        fresh = [each for each in texts if each not in self.used]
        chosen = self.rng.choice(fresh or list(texts))
        self.used.add(chosen)
        said = chosen.format(**self.values, **more)
        return BEGINNING.sub(lambda found: found[0].upper(), said)

    def evidence(self, dimension: str, value: int, *, terse: bool) -> str:
        """A terse person writes the first half of a sentence; others add a remark now and then."""
        said = self.say(f"{dimension} {value}")
        if terse:
            return said.split(";")[0].split(". ")[0].rstrip(".")
        if self.rng.random() < 0.35:
            said += " " + self.say(f"more {value}")
        return said
