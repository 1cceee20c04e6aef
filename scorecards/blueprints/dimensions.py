"""Lists, lines and sub-headings as entries of a scorecard, with what stands under each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.entries import MUST_HAVE, Entry, named, parted, placeholder, said
from scorecards.blueprints.lists import Item, items_of
from scorecards.blueprints.outline import Section
from scorecards.blueprints.report import Report
from scorecards.blueprints.tables import (
    Columns,
    columns_of,
    entries_of,
    is_key_values,
    is_measures,
    is_scale,
    level_order,
    rank_of,
)
from scorecards.blueprints.weights import Weight, read_weight, split_weight

LABEL = re.compile(r"^(?P<label>[^:]{1,60}?)\s*(?::\s+|:$|\s+[–—=-]\s+)(?P<words>.*)$", re.DOTALL)
WEIGHT_LINE = re.compile(r"^weight(?:ing|age)?\s*[:=–—-]\s*(?P<weight>.{1,60})$", re.IGNORECASE)
LONGEST_WORDS = 14


# --- Lists and lines -----------------------------------------------------------------------------------


def list_entries(blocks: Sequence[Block], report: Report, heading: str, depth: int = 0) -> list[Entry]:
    """An item each; what is nested under an item are its members where they have weights, else its description."""
    found: list[Entry] = []
    for item in items_of(blocks):
        name, detail, weight = parted(item.text, item.lead)
        if not name or (names.kind_of(item.text, 6) in names.SIGNAL_KINDS and weight is None):
            continue
        inner = [parted(each.text, each.lead, words=False) for each in item.items]
        must, name = bool(MUST_HAVE.search(name)), MUST_HAVE.sub("", name)
        entry = Entry(name=item.text if placeholder(item.text) else name, place=item.place, weight=weight,
                      bar=said(detail) or None, must_have=must, depth=depth)  # fmt: skip
        if len([w for _, _, w in inner if w]) * 2 > len(inner) and inner:
            found.append(entry)
            for each, (inner_name, inner_detail, inner_weight) in zip(item.items, inner, strict=True):
                member = Entry(
                    inner_name, each.place, inner_weight, said(inner_detail) or None, depth=depth + 1
                )
                found.append(detailed(member, each.items, ()))
        else:
            found.append(detailed(entry, item.items, ()))
    long = sum(len(each.name.split()) > LONGEST_WORDS for each in found)
    if long * 2 > len(found):
        if found:
            report.leave(
                "a list", heading, found[0].place, "its items are sentences, not names of dimensions"
            )
        return []
    return found


def line_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Lines with a weight each, and what follows each until the next; or one line with several, "Coding (40%), …"."""
    lines = [block for block in blocks if block.kind == "paragraph"]
    found: list[Entry] = []
    for line in lines:
        name, detail, weight = parted(line.text, line.lead, words=False)
        if weight and len(name.split()) <= LONGEST_WORDS:
            found.append(Entry(name, line.place, weight, said(detail) or None))
        elif found:
            found[-1] = detailed(found[-1], (), (line,))
    if len(found) > 1:
        return found
    for line in lines:
        text = re.sub(r"^[^:]{0,80}:\s+", "", line.text)
        pieces = [
            split_weight(re.sub(r"^(?:and|or)\s+", "", each.strip()), words=False)
            for each in re.split(r"[,;]\s+(?![^()]*\))", text.rstrip("."))
        ]
        if len(pieces) > 1 and all(weight for _, weight in pieces):
            return [Entry(named(name), line.place, weight) for name, weight in pieces]
    return []


# --- Headings ----------------------------------------------------------------------------------------


def section_entries(section: Section, report: Report, depth: int = 0) -> list[Entry]:
    """A sub-heading is a dimension with what stands under it, or a group where that has weights of its own."""
    name, weight = split_weight(section.title)
    weight = weight or weight_line(section.blocks)
    entry = Entry(named(name), section.place, weight, depth=depth)
    tables = [columns_of(block) for block in section.blocks if block.kind == "table"]
    inner: list[Entry] = []
    for block, columns in zip([b for b in section.blocks if b.kind == "table"], tables, strict=True):
        if not is_scale(columns) and not is_measures(columns) and not is_key_values(columns):
            inner += [replace(each, depth=depth + 1) for each in entries_of(block, columns)]
    items = [block for block in section.blocks if block.kind == "item"]
    listed = list_entries(items, report, section.title, depth + 1)
    if sum(each.weight is not None for each in listed) * 2 > len(listed):
        inner += listed
    inner += [
        each for child in section.children
        if child.kind is None and (split_weight(child.title)[1] or weight_line(child.blocks))
        for each in section_entries(child, report, depth + 1)
    ]  # fmt: skip
    if inner:
        return [entry, *inner]
    texts = [
        block for block in section.blocks if block.kind == "paragraph" and not WEIGHT_LINE.match(block.text)
    ]
    entry = detailed(entry, items_of(items), texts)
    for child in section.children:
        entry = child_detail(entry, child)
    levels = [pair for columns in tables if is_scale(columns) for pair in anchors(columns)]
    return [replace(entry, levels=entry.levels + tuple(levels)) if levels else entry]


def weight_line(blocks: Sequence[Block]) -> Weight | None:
    for block in blocks[:4]:
        if (found := WEIGHT_LINE.match(block.text)) and (weight := read_weight(found["weight"], bare=True)):
            return weight
    return None


def anchors(columns: Columns) -> list[tuple[str, str]]:
    """A table of levels under one dimension: the label in the first column, its text in the next."""
    return sorted(
        (
            (row[0].text, " ".join(cell.text for cell in row[1:] if cell.text))
            for row in columns.rows
            if row[0].text
        ),
        key=lambda each: level_order(each[0]),
    )


def child_detail(entry: Entry, child: Section) -> Entry:
    texts = [block.text for block in child.blocks if block.kind in {"item", "paragraph"}]
    if child.kind in names.SIGNAL_KINDS and child.kind != names.STRONG:
        return replace(entry, signals=entry.signals + tuple((child.kind, text) for text in texts))
    return with_label(entry, child.title, texts) or entry


def detailed(entry: Entry, items: Sequence[Item], paragraphs: Sequence[Block]) -> Entry:
    """What stands under a dimension: labelled lines go where their label says, the rest is what meets the bar."""
    plain: list[str] = [entry.bar] if entry.bar else []
    entry = replace(entry, bar=None)
    under = ""
    for text, inner in [(b.text, ()) for b in paragraphs] + [(i.text, i.items) for i in items]:
        if weight := WEIGHT_LINE.match(text):
            entry = replace(entry, weight=entry.weight or read_weight(weight["weight"], bare=True))
            continue
        label = LABEL.match(text)
        words = ([label["words"]] if label and label["words"] else []) + [each.text for each in inner]
        done = (
            with_label(entry, label["label"] if label else text.rstrip(":"), words)
            if label or inner
            else None
        )
        if done is not None:
            entry, under = done, label["label"] if label and not words else ""
        elif under and (done := with_label(entry, under, [text])):
            entry = done
        elif said(text):
            plain += [text, *(each.text for each in inner)]
    bar = entry.bar or "\n".join(plain) or None
    if bar is not None and len(plain) > 1 and not entry.bar:
        bar = "\n".join(plain)
    return replace(entry, bar=bar)


def with_label(entry: Entry, label: str, words: Sequence[str]) -> Entry | None:
    """The entry with the labelled words in their place; None for a label that says nothing here."""
    column = names.column_of(label)
    kind = names.kind_of(label, 5)
    text = "\n".join(said(each) for each in words if said(each))
    if kind in {names.RED, names.WEAK, names.STRONG} and not (
        kind != names.RED and column in {names.BAR, names.LEVEL_TEXT}
    ):
        return replace(entry, signals=entry.signals + tuple((kind, each) for each in words if said(each)))
    if column == names.WEIGHT:
        return replace(entry, weight=entry.weight or read_weight(text, bare=True))
    if column == names.BAR:
        return replace(entry, bar="\n".join(filter(None, [entry.bar, text])) or None)
    if column == names.QUESTION or kind == names.ASSESS:
        return replace(entry, questions=entry.questions + tuple(each for each in words if said(each)))
    if (column == names.LEVEL_TEXT or rank_of(label) is not None) and len(label.split()) <= 5:
        levels = (*entry.levels, (label, text)) if text else entry.levels
        return replace(entry, levels=tuple(sorted(levels, key=lambda each: level_order(each[0]))))
    return None
