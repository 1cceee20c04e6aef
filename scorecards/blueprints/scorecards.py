"""The scorecards of a page: from tables, lists or sub-headings, one for each level where there are several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.draft import Assess, Dimension, Found, LeftOut, Scorecard, Signal, Sure
from scorecards.blueprints.entries import Entry, named, parted, placeholder, said, settle
from scorecards.blueprints.lists import Item, items_of
from scorecards.blueprints.outline import Section, is_page_title
from scorecards.blueprints.tables import (
    Columns,
    columns_of,
    entries_of,
    is_key_values,
    is_measures,
    is_scale,
    is_signals,
    level_order,
    mostly,
    rank_of,
    weight_in,
)
from scorecards.blueprints.weights import Weight, read_weight, shares, split_weight

LABEL = re.compile(r"^(?P<label>[^:]{1,60}?)\s*(?::\s+|:$|\s+[–—-]\s+)(?P<words>.*)$", re.DOTALL)  # noqa: RUF001
WEIGHT_LINE = re.compile(r"^weight(?:ing|age)?\s*[:=–—-]\s*(?P<weight>.{1,60})$", re.IGNORECASE)  # noqa: RUF001
LONGEST_WORDS = 14


@dataclass
class Report:
    """What was found and what was left out, gathered while reading."""

    found: list[Found] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave(self, what: str, heading: str, place: int, why: str) -> None:
        self.left_out.append(LeftOut(what, heading, place, why))


@dataclass(frozen=True)
class Group:
    """Entries that make one scorecard, with what their table or list says about how sure they are."""

    entries: tuple[Entry, ...]
    heading: str
    place: int
    level: str = ""
    how: str = "table"
    sure: Sure = "sure"


def scorecards_of(root: Section, report: Report) -> list[Scorecard]:
    found: list[Scorecard] = []
    sections = [each for each in root.walk() if each.kind == names.SCORECARD and not hidden(each)]
    for section in sections:
        if any(above.kind == names.SCORECARD and above in sections for above in section.above()):
            continue
        for group in groups_of(section, report):
            found += settled(group, report)
    if not found:
        for group in unnamed_groups(root, report):
            found += settled(group, report)
    return merged(found, report)


def hidden(section: Section) -> bool:
    """Under related posts, in the closing summary, among measures: not of this scorecard."""
    return any(
        each.kind in {names.RELATED, names.SUMMARY, names.MEASURES} for each in (section, *section.above())
    )


def groups_of(section: Section, report: Report) -> list[Group]:
    """The scorecards of a section: its own tables and lists, then those below it."""
    found = own_groups(section, report)
    below = [each for each in section.children if not hidden(each) and each.kind in {None, names.SCORECARD}]
    variants = [each for each in below if variant(each)]
    if len(variants) > 1:
        for each in variants:
            found += [replace(group, level=group.level or names.level_in(each.title) or named(each.title)) for group in groups_of(each, report)]
        return found
    if found and not any(split_weight(each.title)[1] for each in below):
        more = [group for each in below if each.kind == names.SCORECARD or has_table(each) for group in groups_of(each, report)]
        return found + more
    entries = [entry for each in below for entry in section_entries(each, report)]
    if entries and not found:
        weighted = any(each.weight for each in entries)
        group = Group(tuple(entries), section.title, section.place, level_for(section), "headings",
                      "sure" if weighted else "likely")  # fmt: skip
        return [group]
    return found


def variant(section: Section) -> bool:
    """A scorecard of its own below the heading "Scorecard": for a level, or complete in itself."""
    if section.kind == names.SCORECARD:
        return True
    if split_weight(section.title)[1]:
        return False
    content = has_table(section) or len([b for b in section.blocks if b.kind == "item"]) > 1 or bool(section.children)
    return content and bool(names.level_in(section.title)) and len(section.title.split()) <= 8


def level_for(section: Section) -> str:
    """The level in its heading, or in one above it; the page's title says nothing about one scorecard of it."""
    for each in (section, *section.above()):
        if each.heading is not None and not is_page_title(each) and (level := names.level_in(each.title)):
            return level
    return ""


def has_table(section: Section) -> bool:
    return any(block.kind == "table" and not is_scale(columns_of(block)) for block in section.blocks)


def own_groups(section: Section, report: Report) -> list[Group]:
    found: list[Group] = []
    for block in section.blocks:
        if block.kind == "table":
            found += table_groups(block, section, report)
    if found:
        return found
    entries = list_entries([b for b in section.blocks if b.kind == "item"], report, section.title)
    how = "list"
    if not entries:
        entries, how = line_entries(section.blocks), "lines"
    if entries:
        weighted = any(each.weight for each in entries)
        sure: Sure = "sure" if how == "list" and (weighted or short(entries)) else "likely"
        found.append(Group(tuple(entries), section.title, section.place, level_for(section), how, sure))
    return found


def short(entries: Sequence[Entry]) -> bool:
    return all(len(each.name.split()) <= 8 for each in entries)


# --- Tables ------------------------------------------------------------------------------------------


def table_groups(block: Block, section: Section, report: Report) -> list[Group]:
    columns = columns_of(block)
    why = ""
    if is_key_values(columns):
        why = "a summary of the role, not what is rated"
    elif is_measures(columns):
        why = "measures of the work (KPIs, targets), not what is rated in interviews"
    elif is_scale(columns):
        why = "levels or thresholds of the score, not dimensions"
    elif is_signals(columns):
        return []
    elif columns.first(names.NAME) is None:
        why = "no column names dimensions"
    if why:
        report.leave("a table", section.title, block.place, why)
        return []
    for place, role in enumerate(columns.roles):
        if role == "more" or (role is None and columns.headers[place] and not names.level_in(columns.headers[place])):
            report.leave(f"the column “{columns.headers[place]}”", section.title, block.place, "a rubric has no place for it")
    by_level = {
        columns.headers[place]: place for place, role in enumerate(columns.roles)
        if names.level_in(columns.headers[place]) and role in {None, names.WEIGHT, names.EMPTY, names.BAR, "more"}
        and mostly([row[place].text for row in columns.rows], lambda text: weight_in(text) is not None)
    }  # fmt: skip
    level = level_for(section)
    if len(by_level) > 1:
        return [
            Group(tuple(entries_of(block, columns, place)), section.title, block.place, names.level_in(header), "table")
            for header, place in by_level.items()
        ]
    sure: Sure = "sure" if columns.known and section.kind == names.SCORECARD else "likely"
    return [Group(tuple(entries_of(block, columns)), section.title, block.place, level, "table", sure)]


def unnamed_groups(root: Section, report: Report) -> list[Group]:
    """Where no heading says "scorecard": a table with a column of dimensions and one of weights is one."""
    found: list[Group] = []
    for section in root.walk():
        if hidden(section) or section.kind not in {None, names.ASSESS, names.COMPETENCIES}:
            continue
        for block in section.blocks:
            if block.kind != "table":
                continue
            columns = columns_of(block)
            telling = columns.known and columns.first(names.NAME) is not None and columns.first(names.WEIGHT) is not None
            header = columns.headers[columns.first(names.NAME) or 0] if telling else ""
            if telling and re.search(r"dimension|criteri|competenc|attribute|assess|evaluat|skill|area", header, re.IGNORECASE):
                found += [replace(group, sure="check") for group in table_groups(block, section, report)]
    return found


# --- Lists and lines -----------------------------------------------------------------------------------


def list_entries(blocks: Sequence[Block], report: Report, heading: str, depth: int = 0) -> list[Entry]:
    """An item each; what is nested under an item are its members where they have weights, else its description."""
    found: list[Entry] = []
    for item in items_of(blocks):
        name, detail, weight = parted(item.text, item.lead)
        if not name or (names.kind_of(item.text, 6) in names.SIGNAL_KINDS and weight is None):
            continue
        inner = [parted(each.text, each.lead, words=False) for each in item.items]
        entry = Entry(name=item.text if placeholder(item.text) else name, place=item.place, weight=weight,
                      bar=said(detail) or None, depth=depth)  # fmt: skip
        if len([w for _, _, w in inner if w]) * 2 > len(inner) and inner:
            found.append(entry)
            for each, (inner_name, inner_detail, inner_weight) in zip(item.items, inner, strict=True):
                member = Entry(inner_name, each.place, inner_weight, said(inner_detail) or None, depth=depth + 1)
                found.append(detailed(member, each.items, ()))
        else:
            found.append(detailed(entry, item.items, ()))
    long = sum(len(each.name.split()) > LONGEST_WORDS for each in found)
    if long * 2 > len(found):
        if found:
            report.leave("a list", heading, found[0].place, "its items are sentences, not names of dimensions")
        return []
    return found


def line_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Lines with a weight each; or one line with several, "Coding (40%), design (60%)"."""
    lines = [block for block in blocks if block.kind == "paragraph"]
    found = [
        Entry(name, line.place, weight, said(detail) or None)
        for line in lines
        for name, detail, weight in [parted(line.text, line.lead, words=False)]
        if weight and len(name.split()) <= LONGEST_WORDS
    ]
    if len(found) > 1:
        return found
    for line in lines:
        text = re.sub(r"^[^:]{0,80}:\s+", "", line.text)
        pieces = [split_weight(re.sub(r"^(?:and|or)\s+", "", each.strip()), words=False) for each in re.split(r"[,;]\s+(?![^()]*\))", text.rstrip("."))]
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
    texts = [block for block in section.blocks if block.kind == "paragraph" and not WEIGHT_LINE.match(block.text)]
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
        ((row[0].text, " ".join(cell.text for cell in row[1:] if cell.text)) for row in columns.rows if row[0].text),
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
        done = with_label(entry, label["label"] if label else text.rstrip(":"), words) if label or inner else None
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
    if kind in {names.RED, names.WEAK, names.STRONG} and not (kind != names.RED and column in {names.BAR, names.LEVEL_TEXT}):
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


# --- Entries to a scorecard --------------------------------------------------------------------------


def settled(group: Group, report: Report) -> list[Scorecard]:
    result = settle(group.entries)
    for what, place, why in result.left_out:
        report.leave(f"“{what}”", group.heading, place, why)
    if not result.entries:
        if group.entries:
            report.leave("a scorecard", group.heading, group.place, "nothing in it names a dimension")
        return []
    weights = [each.weight for each in result.entries]
    share = shares(weights)
    dimensions = tuple(
        Dimension(each.name, each.place, each.bar or None, each.weight, percent, each.levels, each.must_have, each.group)
        for each, percent in zip(result.entries, share.percents, strict=True)
    )
    return [
        Scorecard(
            heading=group.heading,
            level=group.level,
            place=group.place,
            dimensions=dimensions,
            total=share.total,
            notes=(*result.notes, *share.notes),
            signals=tuple(Signal(kind, text, each.place, each.name) for each in result.entries for kind, text in each.signals),
            assess=tuple(Assess(each.name, each.questions, each.place, each.name) for each in result.entries if each.questions),
            sure=group.sure,
            why={"table": "a table", "list": "a list", "headings": "sub-headings", "lines": "lines with weights"}[group.how],
        )
    ]


def merged(found: list[Scorecard], report: Report) -> list[Scorecard]:
    """The same dimensions said twice, as a list and then as a table, are one scorecard: the fuller one."""
    kept: list[Scorecard] = []
    for each in found:
        same = next((other for other in kept if keys(other) == keys(each) and other.level == each.level), None)
        if same is None:
            kept.append(each)
            continue
        better, worse = (each, same) if fullness(each) > fullness(same) else (same, each)
        kept[kept.index(same)] = better
        report.leave("a second list of the same dimensions", worse.heading, worse.place, "the fuller one is kept")
    return kept


def keys(scorecard: Scorecard) -> frozenset[str]:
    return frozenset(names.words_of(each.name) for each in scorecard.dimensions)


def fullness(scorecard: Scorecard) -> int:
    return sum(bool(each.weight) + bool(each.meets_bar) + len(each.levels) for each in scorecard.dimensions)
