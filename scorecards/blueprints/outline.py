"""From blocks to an outline: headings with what stands under them, and which heading says what.

Pages mark their headings in many ways: real ones of any rank, a line in bold, "Red flags:" before a list, short lines
of a plain text. All become headings here; the sections are found by their words, never by their rank alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block, Page, undecorated
from scorecards.blueprints.weights import split_weight

LONGEST_HEADING = 160
DOUBTFUL = {names.SCORECARD, names.ASSESS, names.EXERCISES}
DIMENSION_LIKE = {names.ASSESS, names.EXERCISES, names.COMPETENCIES, names.ROLE}
SECTIONS_OF_MANY = re.compile(r"\b(?:exercises|case studies|work samples|questions|to assess|to evaluate)\b")
MINUTES = re.compile(r"\d\s*(?:-|–|to)?\s*\d*\s*(?:min|minutes|mins|h|hrs?|hours?)\b", re.IGNORECASE)


@dataclass
class Section:
    """A heading with the blocks right under it and the sections below; the page itself has no heading."""

    heading: Block | None
    level: int
    kind: str | None = None
    blocks: list[Block] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)
    parent: "Section | None" = field(default=None, repr=False)

    @property
    def title(self) -> str:
        return undecorated(self.heading.text) if self.heading else ""

    @property
    def place(self) -> int:
        return self.heading.place if self.heading else 0

    def walk(self) -> Iterator["Section"]:
        open_sections = [self]
        while open_sections:
            found = open_sections.pop()
            yield found
            open_sections += reversed(found.children)

    def above(self) -> Iterator["Section"]:
        found = self.parent
        while found is not None:
            yield found
            found = found.parent

    @property
    def has_content(self) -> bool:
        return any(block.kind in {"item", "table"} for block in self.blocks)


def outline(page: Page) -> Section:
    root = nested(promoted(page.blocks))
    for section in list(root.walk()):
        section.kind = kind_in_place(section)
    adopt(root)
    for section in list(root.walk()):
        if section.kind == names.RELATED:
            swallow(section)
    return root


# --- Lines that are headings in all but mark ---------------------------------------------------------


def promoted(blocks: Sequence[Block]) -> list[Block]:
    """Bold lines, and labels before a list that name a section, become headings one rank below the real one above."""
    found: list[Block] = []
    level, within = 1, None
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.level
            within = names.kind_of(block.text) or (within if block.level > level else None)
            found.append(block)
        elif block.kind in {"paragraph", "item"} and (
            below := promotion(block, blocks[place + 1 : place + 2], within)
        ):
            found.append(
                replace(block, kind="heading", text=block.text.rstrip(" :"), level=level + below, made=True)
            )
            if kind := names.kind_of(block.text):
                within = kind
        else:
            found.append(block)
    return found


def promotion(block: Block, following: Sequence[Block], within: str | None) -> int:
    """How many ranks below the heading above this paragraph would be a heading; 0 where it is none."""
    text = block.text
    if block.kind == "item":
        # "7. Red flags" before a list of its own rank: the number is the heading's, not the list's.
        other = bool(following) and following[0].kind == "item" and following[0].level == block.level
        apart = other and block.ordered and not following[0].ordered and not block.level
        return 2 if apart and names.kind_of(text, 5) in names.HIRING and within != names.EXERCISES else 0
    if len(text) > LONGEST_HEADING or text[-1] in '.;,!?”"':
        return 0
    kind = names.kind_of(text, 6)
    if within == names.EXERCISES and names.label_of(text.rstrip(" :")):
        return 0
    if (
        kind in names.HIRING
        and not kind == within == names.SCORECARD
        and (block.bold or text.endswith(":") or len(names.words_of(text).split()) <= 4)
    ):
        return 2 if following and following[0].kind in {"item", "table", "paragraph"} else 0
    if block.bold and len(text.split()) <= 14 and not names.label_of(text.rstrip(" :")):
        return 1
    has_list = bool(following) and following[0].kind in {"item", "table"}
    if within == names.SCORECARD and has_list and split_weight(text.rstrip(" :"), words=False)[1]:
        return 1
    if (
        text.endswith(":")
        and has_list
        and within in {names.SCORECARD, names.EXERCISES}
        and is_title(text, within)
    ):
        return 1
    return 0


def is_title(text: str, within: str) -> bool:
    words = text.rstrip(" :")
    if within == names.EXERCISES:
        return bool(MINUTES.search(words)) or (
            names.kind_of(words, 8) == names.EXERCISES and len(words.split()) <= 8
        )
    return False


def nested(blocks: Sequence[Block]) -> Section:
    root = Section(None, 0)
    at = root
    for block in blocks:
        if block.kind != "heading":
            at.blocks.append(block)
            continue
        while at.parent is not None and at.level >= block.level:
            at = at.parent
        section = Section(block, block.level, parent=at)
        at.children.append(section)
        at = section
    return root


# --- Which heading says what -----------------------------------------------------------------------


def kind_in_place(section: Section) -> str | None:
    """By its words, and by where it stands: a case study under “Exercises” is one of them, not a section."""
    if section.heading is None:
        return None
    kind = names.kind_of(section.title)
    if (kind == names.SCORECARD and gathers(section)) or is_page_title(section):
        return kind if kind == names.SCORECARD and not gathers(section) and not has_below(section) else None
    if (
        kind in DOUBTFUL
        and not names.PLAINLY_HIRING.search(names.words_of(section.title))
        and in_the_work(section)
    ):
        return None
    parent = next((above.kind for above in section.above() if above.kind in names.HIRING), None)
    if kind == names.EXERCISES and parent == names.EXERCISES:
        return None
    if parent == names.SCORECARD and kind in DIMENSION_LIKE:
        # "Communication skills" or "Case study" under the scorecard is a dimension; "Exercises" is not.
        plainly = section.has_content and SECTIONS_OF_MANY.search(names.words_of(section.title))
        return kind if plainly and not split_weight(section.title)[1] else None
    if parent == names.EXERCISES and names.label_of(section.title):
        return None
    if parent in names.SIGNAL_KINDS and kind in {
        names.SCORECARD,
        names.EXERCISES,
        names.COMPETENCIES,
        names.ROLE,
    }:
        return None
    if parent == names.ASSESS and kind in {names.COMPETENCIES, names.ROLE, names.MEASURES}:
        return None
    if (
        kind is not None
        and split_weight(section.title, words=False)[1]
        and not re.search(r"score ?card|rubric", section.title, re.IGNORECASE)
    ):
        return None
    return kind


def in_the_work(section: Section) -> bool:
    """Under responsibilities, skills or KPIs: "Simulation exercises" there are the work, not the interview."""
    return any(above.kind in {names.ROLE, names.MEASURES, names.SUMMARY} for above in section.above())


def is_page_title(section: Section) -> bool:
    """The one heading above all others names the page, whatever else it says."""
    parent = section.parent
    return (
        parent is not None and parent.parent is None and len(parent.children) == 1 and bool(section.children)
    )


def hidden(section: Section) -> bool:
    """Under related posts, in the closing summary, among measures: not of this scorecard."""
    return any(
        each.kind in {names.RELATED, names.SUMMARY, names.MEASURES} for each in (section, *section.above())
    )


def has_below(section: Section) -> bool:
    return any(names.kind_of(each.title) == names.SCORECARD for each in section.walk() if each is not section)


def gathers(section: Section) -> bool:
    """ "Hiring evaluation criteria" over questions, exercises and scorecard is none of them itself."""
    if any(block.kind == "table" for block in section.blocks):
        return False
    below = {names.kind_of(child.title) for child in section.children if not split_weight(child.title)[1]}
    return bool(below & {names.ASSESS, names.EXERCISES}) or (
        names.SCORECARD in below and names.is_container(section.title)
    )


# --- Sections of one rank --------------------------------------------------------------------------


def adopt(root: Section) -> None:
    """Where all headings have one rank, those that follow an empty section and fit it belong under it."""
    for parent in list(root.walk()):
        kept: list[Section] = []
        owner: Section | None = None
        fits: Callable[[Section], bool] | None = None
        for section in parent.children:
            if owner is not None and fits is not None and belongs(section, owner, fits):
                section.parent = owner
                section.kind = None if section.kind not in names.SIGNAL_KINDS else section.kind
                owner.children.append(section)
                continue
            kept.append(section)
            owner, fits = None, None
            if section.kind in ADOPTS and not section.has_content and not section.children:
                owner, fits = section, ADOPTS[section.kind]
        parent.children = kept


def belongs(section: Section, owner: Section, fits: Callable[[Section], bool]) -> bool:
    in_line = numbered(section) and numbered(owner) and not split_weight(section.title)[1]
    if section.level != owner.level or in_line or not fits(section):
        return False
    if section.kind in {None, names.ROLE, names.COMPETENCIES}:
        return True
    return section.kind == names.EXERCISES == owner.kind or (
        owner.kind == names.SCORECARD and bool(split_weight(section.title)[1])
    )


def numbered(section: Section) -> bool:
    return names.unnumbered(section.title) != section.title


def first_kind(section: Section) -> str:
    return section.blocks[0].kind if section.blocks else ""


def fits_scorecard(section: Section) -> bool:
    if split_weight(section.title)[1]:
        return True
    if names.level_in(section.title) and section.has_content and len(section.title.split()) <= 6:
        return True
    return any(re.match(r"(?i)^weight\w*\s*[:=–-]", block.text) for block in section.blocks[:3])


def fits_exercises(section: Section) -> bool:
    if MINUTES.search(section.title) or names.kind_of(section.title) == names.EXERCISES:
        return True
    return any(
        names.label_of(block.text.split(":")[0]) == "look_for"
        for block in section.blocks
        if ":" in block.text
    )


def fits_list(section: Section) -> bool:
    return first_kind(section) == "item"


ADOPTS: dict[str | None, Callable[[Section], bool]] = {
    names.SCORECARD: fits_scorecard,
    names.EXERCISES: fits_exercises,
    names.ASSESS: fits_list,
    names.COMPETENCIES: fits_list,
}


def swallow(section: Section) -> None:
    """What follows "related posts" at its rank is of other pages, until a heading that is plainly of this one."""
    parent = section.parent
    if parent is None:
        return
    after = parent.children[parent.children.index(section) + 1 :]
    for other in after:
        if not section.heading or (not section.heading.made and of_this_page(other, section)):
            return
        parent.children.remove(other)
        other.parent = section
        section.children.append(other)


def of_this_page(other: Section, related: Section) -> bool:
    return (other.kind in names.HIRING and len(names.words_of(other.title).split()) <= 4) or numbered(other)
