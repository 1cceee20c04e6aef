"""Strong signals, weak signals and red flags."""

import re
from collections.abc import Sequence

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.draft import Signal
from scorecards.blueprints.entries import named, said
from scorecards.blueprints.lists import Item, items_of
from scorecards.blueprints.outline import Section, hidden
from scorecards.blueprints.tables import Columns, columns_of, is_signals, listed
from scorecards.blueprints.weights import split_weight

PICTURES = {
    names.STRONG: "✅✔✓🟢👍💪⭐🌟💚➕",
    names.WEAK: "⚠🟡🟠🤔👎➖",
    names.RED: "🚩🔴❌⛔🛑🚫✗✘❗",
}  # fmt: skip
PREFIX = re.compile(r"^(?P<label>[^:–—]{3,30}?)\s*[:–—]\s+(?P<words>\S.*)$", re.DOTALL)
SEMICOLONS = re.compile(r"\s*;\s+")
INTRODUCES = re.compile(r":\s*$")


def signals_of(root: Section) -> list[Signal]:
    found: list[Signal] = []
    for section in root.walk():
        if hidden(section):
            continue
        if section.kind in names.SIGNAL_KINDS:
            if not (section.kind == names.STRONG and under_dimension(section)):
                found += of_section(section, section.kind)
        elif section.kind == names.SIGNALS:
            found += of_section(section, None)
        elif not in_scorecard(section):
            found += [
                signal for block in section.blocks if block.kind == "table" for signal in side_by_side(block)
            ]
            found += stray(section)
    return found


def in_scorecard(section: Section) -> bool:
    """What stands in a scorecard is read with its dimensions."""
    return any(each.kind == names.SCORECARD for each in (section, *section.above()))


def under_dimension(section: Section) -> bool:
    """ "What good looks like" under a dimension is what meets its bar, and is read there."""
    return dimension_above(section) != ""


def dimension_above(section: Section) -> str:
    """The dimension whose sub-heading this stands under; empty for a section of the page."""
    parent = section.parent
    if parent is None or parent.kind is not None or parent.heading is None:
        return ""
    if any(above.kind == names.SCORECARD for above in parent.above()):
        return named(split_weight(parent.title)[0])
    return ""


def of_section(section: Section, kind: str | None) -> list[Signal]:
    if dimension_above(section):
        return []  # read with the dimension
    found: list[Signal] = []
    for block in section.blocks:
        if block.kind == "table":
            found += side_by_side(block) or (of_table(block, kind) if kind else [])
    items = items_of(section.blocks)
    found += of_items(items, kind)
    if kind is None:
        found += labelled(section.blocks)
    if not items and not found and kind:
        found += of_paragraphs(section.blocks, kind)
    for child in section.children:
        if child.kind is None:
            inner = of_section(child, kind)
            found += [
                Signal(
                    each.kind, each.text, each.place, each.dimension or named(split_weight(child.title)[0])
                )
                for each in inner
            ]
    return found


def of_items(items: Sequence[Item], kind: str | None) -> list[Signal]:
    """Each item a signal with what is nested under it; an item that only says "Red flags" begins another kind."""
    found: list[Signal] = []
    for item in items:
        turned = kind_of_label(item.text)
        if turned:
            found += of_items(item.items, turned)
            kind = turned
            continue
        own, text = kind_by_mark(item, kind)
        if own is None or not said(text):
            continue
        if item.items and (text.endswith(":") or (item.bold and len(text.split()) <= 8)):
            # A topic with signals under it.
            found += [
                Signal(each.kind, each.text, each.place, named(text)) for each in of_items(item.items, own)
            ]
        else:
            found.append(
                Signal(
                    own, "\n".join([text, *(line for each in item.items for line in each.lines)]), item.place
                )
            )
    return found


def kind_of_label(text: str) -> str | None:
    """For a line that is a label and nothing else."""
    if re.search(r":\s+\S", text):
        return None
    kind = names.kind_of(text.rstrip(": "), 5)
    return (
        kind
        if kind in names.SIGNAL_KINDS
        and len(names.words_of(text).split()) <= 4
        and not text.rstrip().endswith(".")
        else None
    )


def kind_by_mark(item: Item, kind: str | None) -> tuple[str | None, str]:
    """In a list of mixed signals the label or the picture before an item decides."""
    if kind is not None:
        return kind, item.text
    label = PREFIX.match(item.text)
    if label and (found := kind_of_label(label["label"])):
        return found, label["words"]
    return next(
        (each for each, pictures in PICTURES.items() if item.mark and item.mark in pictures), None
    ), item.text


def labelled(blocks: Sequence[Block]) -> list[Signal]:
    """ "**Red flags:** runs; hides": a paragraph with its label in bold before it."""
    found = []
    for block in blocks:
        if block.kind != "paragraph" or not block.lead or block.bold or not block.text.startswith(block.lead):
            continue
        words = block.text[len(block.lead) :].lstrip(" :–—-")
        if (kind := kind_of_label(block.lead.rstrip(" :"))) and said(words):
            found += [
                Signal(kind, part.strip(), block.place) for part in SEMICOLONS.split(words) if part.strip()
            ]
    return found


def of_paragraphs(blocks: Sequence[Block], kind: str) -> list[Signal]:
    """Lines without bullets; one line with semicolons is a list. A line that only introduces is none."""
    lines = [block for block in blocks if block.kind == "paragraph" and not INTRODUCES.search(block.text)]
    if len(lines) == 1 and lines[0].text.count(";") > 1:
        return [
            Signal(kind, part.strip(" ."), lines[0].place)
            for part in lines[0].text.split(";")
            if part.strip(" .")
        ]
    return [Signal(kind, block.text, block.place) for block in lines if said(block.text)]


def of_table(block: Block, kind: str) -> list[Signal]:
    """One column of signals, perhaps beside their dimensions."""
    columns = columns_of(block)
    wide = len(columns.headers) > 1
    name = columns.first(names.NAME) if wide else None
    place = next((at for at, header in enumerate(columns.headers) if names.kind_of(header, 5) == kind), None)
    if place is None:
        place = next((at for at in range(len(columns.headers)) if at != name), 0)
    return [
        Signal(kind, line, block.place, named(row[name].text) if name is not None and name != place else "")
        for row in columns.rows
        for line in listed(row[place])
    ]


def side_by_side(block: Block) -> list[Signal]:
    columns = columns_of(block)
    if not is_signals(columns):
        return beside_names(block, columns)
    return [
        Signal(kind, line, block.place)
        for place, header in enumerate(columns.headers)
        if (kind := names.kind_of(header, 6)) in names.SIGNAL_KINDS and kind
        for row in columns.rows
        for line in listed(row[place])
    ]


def beside_names(block: Block, columns: Columns) -> list[Signal]:
    """Columns of signals beside one of dimensions, in a table that is no scorecard."""
    name = columns.first(names.NAME)
    if name is None or columns.first(names.WEIGHT) is not None:
        return []
    return [
        Signal(kind, line, block.place, named(row[name].text))
        for kind in names.SIGNAL_KINDS
        for row in columns.rows
        for place in columns.where(kind)
        for line in listed(row[place])
    ]


def stray(section: Section) -> list[Signal]:
    """An item "Red flags:" with a list below it, wherever it stands outside of exercises and the scorecard."""
    if section.kind in {names.EXERCISES, names.SCORECARD} or any(
        above.kind in {names.EXERCISES, names.SCORECARD, *names.SIGNAL_KINDS, names.SIGNALS}
        for above in section.above()
    ):
        return []
    return labelled(section.blocks) + [
        signal
        for item in items_of(section.blocks)
        if item.items and (kind := kind_of_label(item.text))
        for signal in of_items(item.items, kind)
    ]
