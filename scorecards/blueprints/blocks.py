"""A page as a sequence of blocks, whatever it was written in: headings, paragraphs, list items and tables, in order."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

# Readers put these around bold words, and take them out of whatever a page brings along.
BOLD, UNBOLD = "\ue000", "\ue001"
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f\x00-\x08\x0e-\x1f\x7f]"
)
SPACE = re.compile(r"\s+")
BULLETS = "•◦▪▫●○◆◇■□‣·∙➢➤►▸→"
DASHES = "-‐‑‒–—―−"
BULLET = re.compile(rf"^\s*(?:[{BULLETS}]|[{DASHES}*](?=\s))\s*")
CHECKBOX = re.compile(r"^(?:\[[ xX✓]?\]|[☐☑☒])\s+")
MOST_TEXT, MOST_ROWS = 20_000, 1_000

Kind = Literal["heading", "paragraph", "item", "table"]


class BadPage(ValueError):
    """The page cannot be read; says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`lines` keeps apart what the page keeps apart: breaks and list items inside the cell."""

    text: str = ""
    lines: tuple[str, ...] = ()
    bold: bool = False
    header: bool = False
    span: int = 1
    again: bool = False  # it reaches down from a row above


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`level` is a heading's rank from 1, or an item's depth from 0; `lead` the bold words at the start."""

    kind: Kind
    text: str
    place: int
    level: int = 0
    lead: str = ""
    bold: bool = False
    ordered: bool = False
    made: bool = False  # a heading by its looks, not by its mark
    mark: str = ""  # the picture that stood before the words
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Page:
    format: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """One line: invisible characters gone, every kind of space one space."""
    return SPACE.sub(" ", INVISIBLE.sub("", text.replace(BOLD, "").replace(UNBOLD, ""))).strip()


def decoration(character: str) -> bool:
    """A picture that stands before words: an emoji, a tick, an arrow."""
    return unicodedata.category(character) in {"So", "Sk", "Cn", "Co"} or character in BULLETS


def undecorated(text: str) -> str:
    """Without the pictures before and after it; a text of pictures alone stays."""
    start, end = 0, len(text)
    while start < end and (decoration(text[start]) or text[start].isspace()):
        start += 1
    while end > start and (decoration(text[end - 1]) or text[end - 1].isspace()):
        end -= 1
    return text[start:end] or text


def lead_of(marked: str) -> tuple[str, bool]:
    """The bold words at the start, and whether nothing but them is there. Pictures before them do not count."""
    marked = marked.strip()
    at = marked.find(BOLD)
    if at < 0 or any(c.isalnum() for c in marked[:at]):
        return "", False
    end = marked.find(UNBOLD, at)
    end = len(marked) if end < 0 else end
    # Bold that was closed and opened again between two words is one run.
    while (again := marked.find(BOLD, end)) >= 0 and not marked[end + 1 : again].strip():
        end = marked.find(UNBOLD, again)
        end = len(marked) if end < 0 else end
    rest = clean(marked[end:])
    return clean(marked[at:end]), not any(c.isalnum() for c in rest)


def refuse_rows(count: int) -> None:
    if count > MOST_ROWS:
        raise BadPage(f"A table of the page has more than {MOST_ROWS:,} rows: no role page has one.")


class Blocks:
    """Collects blocks and numbers them."""

    MOST, MOST_TABLES = 50_000, 500

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.tables = 0

    def add(
        self, kind: Kind, marked: str, level: int = 0, *, ordered: bool = False, made: bool = False
    ) -> None:
        marked = CHECKBOX.sub("", marked.strip()[:MOST_TEXT])
        text = clean(marked)
        if not any(c.isalnum() or decoration(c) for c in text):
            return
        lead, bold = lead_of(marked)
        mark = text[0] if decoration(text[0]) else ""
        text, lead = undecorated(text), undecorated(lead) if lead else ""
        self.put(Block(kind, text, self.next_place(), level, lead, bold, ordered, made, mark=mark))

    def again(self, block: Block) -> None:
        """A block of another page, as the next one of this."""
        self.put(replace(block, place=self.next_place()))

    def table(self, rows: Iterable[Row]) -> None:
        kept = tuple(row for row in rows if any(cell.text for cell in row))
        if kept:
            self.tables += 1
            if self.tables > self.MOST_TABLES:
                raise BadPage(
                    f"The page has more than {self.MOST_TABLES} tables: too many to be a role page."
                )
            words = " | ".join(" / ".join(cell.text for cell in row) for row in kept)
            self.put(Block("table", words[:MOST_TEXT], self.next_place(), rows=kept))

    def next_place(self) -> int:
        return len(self.found) + 1

    def put(self, block: Block) -> None:
        if len(self.found) >= self.MOST:
            raise BadPage(
                f"The page has more than {self.MOST:,} paragraphs, items and tables: too many to be a role page."
            )
        self.found.append(block)


def cell_of(marked: str, *, header: bool = False, span: int = 1) -> Cell:
    lines = tuple(line for each in marked.split("\n") if (line := clean(BULLET.sub("", each))))
    _, bold = lead_of(marked)
    return Cell(clean(marked), lines, bold, header, span)
