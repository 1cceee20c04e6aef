"""The scorecards of a page: from tables, lists or sub-headings, one for each level where there are several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.dimensions import line_entries, list_entries, section_entries
from scorecards.blueprints.draft import Assess, Dimension, Scorecard, Signal, Sure
from scorecards.blueprints.entries import Entry, named, settle
from scorecards.blueprints.outline import Section, hidden, is_page_title
from scorecards.blueprints.report import Report
from scorecards.blueprints.tables import (
    Columns,
    columns_of,
    entries_of,
    for_level,
    is_key_values,
    is_measures,
    is_scale,
    is_signals,
    mostly,
    weight_in,
)
from scorecards.blueprints.weights import shares, split_weight

ABOUT_RATING = re.compile(r"assess|evaluat|scor|interview|hiring|select|rating|rated|criteria|weight")
RATED = re.compile(r"dimension|criteri|competenc|attribute|assess|evaluat|skill|area", re.IGNORECASE)


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


def groups_of(section: Section, report: Report) -> list[Group]:
    """The scorecards of a section: its own tables and lists, then those below it."""
    found = own_groups(section, report)
    below = [each for each in section.children if not hidden(each) and each.kind in {None, names.SCORECARD}]
    variants = [each for each in below if variant(each)]
    if len(variants) > 1:
        for each in variants:
            found += [
                replace(
                    group, level=group.level or ("" if each.kind == names.SCORECARD else named(each.title))
                )
                for group in groups_of(each, report)
            ]
        return found
    if found and not any(split_weight(each.title)[1] for each in below):
        more = [
            group
            for each in below
            if each.kind == names.SCORECARD or has_table(each)
            for group in groups_of(each, report)
        ]
        return found + more
    whole = [groups for each in below if (groups := complete(each, report))]
    if len(whole) > 1 and not found:
        return [group for groups in whole for group in groups]
    wrapped = [each for each in below if each.kind == names.SCORECARD and not split_weight(each.title)[1]]
    if wrapped and not found:
        # "Dimensions" under "Interview scorecard", between its scale and its thresholds.
        return [group for each in wrapped for group in groups_of(each, report)]
    entries = [entry for each in below for entry in section_entries(each, report)]
    if entries and not found:
        weighted = any(each.weight for each in entries)
        group = Group(tuple(entries), section.title, section.place, level_for(section), "headings",
                      "sure" if weighted else "likely")  # fmt: skip
        return [group]
    return found


def complete(section: Section, report: Report) -> list[Group]:
    """A table or list below "Scorecard" whose own weights make 100 is one of its own: for a stage, say."""
    if split_weight(section.title)[1]:
        return []
    found = own_groups(section, Report())
    total = [shares([each.weight for each in settle(group.entries).entries]).total for group in found]
    return own_groups(section, report) if total == [100] else []


def variant(section: Section) -> bool:
    """A scorecard of its own below the heading "Scorecard": for a level, or complete in itself."""
    if section.kind == names.SCORECARD:
        return True
    if split_weight(section.title)[1]:
        return False
    content = (
        has_table(section)
        or len([b for b in section.blocks if b.kind == "item"]) > 1
        or bool(section.children)
    )
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
        if role == "more" or (
            role is None and columns.headers[place] and not names.level_in(columns.headers[place])
        ):
            report.leave(
                f"the column “{columns.headers[place]}”",
                section.title,
                block.place,
                "a rubric has no place for it",
            )
    level = level_for(section)
    for weights in (True, False):
        by_level = level_columns(columns, weights=weights)
        if len(by_level) > 1:
            return [
                Group(
                    tuple(entries_of(block, for_level(columns, place, weights=weights))),
                    section.title,
                    block.place,
                    names.level_in(columns.headers[place]),
                )
                for place in by_level
            ]
    sure: Sure = "sure" if columns.known and section.kind == names.SCORECARD else "likely"
    return [Group(tuple(entries_of(block, columns)), section.title, block.place, level, "table", sure)]


def level_columns(columns: Columns, *, weights: bool) -> list[int]:
    """The columns that are called "Junior", "Senior" and so on, and hold weights; or texts."""
    return [
        place
        for place, role in enumerate(columns.roles)
        if names.level_in(columns.headers[place])
        and len(names.words_of(columns.headers[place]).split()) <= 4
        and role not in {names.NAME, names.GROUP, names.RED, names.STRONG, names.WEAK}
        and any(row[place].text for row in columns.rows)
        and mostly([row[place].text for row in columns.rows], lambda text: weight_in(text) is not None)
        == weights
    ]


def unnamed_groups(root: Section, report: Report) -> list[Group]:
    """Where no heading says "scorecard": a table of dimensions with weights is one, and a list whose weights make 100."""
    found: list[Group] = []
    for section in root.walk():
        if hidden(section) or section.kind not in {None, names.ASSESS, names.COMPETENCIES}:
            continue
        tables = [
            block for block in section.blocks if block.kind == "table" and names_dimensions(columns_of(block))
        ]
        for block in tables:
            found += [replace(group, sure="check") for group in table_groups(block, section, report)]
        if not tables:
            found += weighted_list(section, report)
    return found


def names_dimensions(columns: Columns) -> bool:
    name = columns.first(names.NAME)
    if not columns.known or name is None or columns.first(names.WEIGHT) is None:
        return False
    weight = columns.first(names.WEIGHT)
    numbers = weight is not None and mostly([row[weight].text for row in columns.rows], in_numbers)
    return numbers and bool(RATED.search(columns.headers[name]))


def in_numbers(text: str) -> bool:
    """ "High" in a table of skills says how much the work needs one, not how much it counts in an interview."""
    weight = weight_in(text)
    return weight is not None and weight.unit != "word"


def weighted_list(section: Section, report: Report) -> list[Group]:
    if section.kind != names.ASSESS and not any(
        ABOUT_RATING.search(each.title.lower()) for each in (section, *section.above())
    ):
        return []
    items = [block for block in section.blocks if block.kind == "item"]
    entries = list_entries(items, Report(), section.title) if items else line_entries(section.blocks)
    settled_entries = settle(entries).entries
    if len(settled_entries) < 2 or not all(each.weight for each in settled_entries):
        return []
    if shares([each.weight for each in settled_entries]).total != 100:
        return []
    return [Group(tuple(entries), section.title, section.place, level_for(section), "list", "check")]


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
        Dimension(
            each.name,
            each.place,
            each.bar or None,
            each.weight,
            percent,
            each.levels,
            each.must_have,
            each.group,
        )
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
            signals=tuple(
                Signal(kind, text, each.place, each.name)
                for each in result.entries
                for kind, text in each.signals
            ),
            assess=tuple(
                Assess(each.name, each.questions, each.place, each.name)
                for each in result.entries
                if each.questions
            ),
            sure=group.sure,
            why={
                "table": "a table",
                "list": "a list",
                "headings": "sub-headings",
                "lines": "lines with weights",
            }[group.how],
        )
    ]


def merged(found: list[Scorecard], report: Report) -> list[Scorecard]:
    """The same dimensions said twice, once with texts and once with weights, are one scorecard with both."""
    kept: list[Scorecard] = []
    for each in found:
        same = next(
            (other for other in kept if keys(other) == keys(each) and other.level == each.level), None
        )
        if same is None:
            kept.append(each)
            continue
        better, worse = (each, same) if fullness(each) > fullness(same) else (same, each)
        kept[kept.index(same)] = together(better, worse)
        report.leave(
            "a second list of the same dimensions", worse.heading, worse.place, "what it adds is in the first"
        )
    return kept


def together(better: Scorecard, worse: Scorecard) -> Scorecard:
    others = {names.words_of(each.name): each for each in worse.dimensions}
    weighing = worse if worse.weighted and not better.weighted else better
    weights = {names.words_of(each.name): (each.weight, each.percent) for each in weighing.dimensions}
    dimensions = []
    for each in better.dimensions:
        other = others[names.words_of(each.name)]
        weight, percent = weights[names.words_of(each.name)]
        dimensions.append(
            replace(
                each,
                weight=weight,
                percent=percent,
                meets_bar=each.meets_bar or other.meets_bar,
                levels=each.levels or other.levels,
                must_have=each.must_have or other.must_have,
            )
        )
    return replace(
        better,
        dimensions=tuple(dimensions),
        total=weighing.total,
        notes=weighing.notes,
        signals=better.signals or worse.signals,
        assess=better.assess or worse.assess,
    )


def keys(scorecard: Scorecard) -> frozenset[str]:
    return frozenset(names.words_of(each.name) for each in scorecard.dimensions)


def fullness(scorecard: Scorecard) -> int:
    return sum(bool(each.weight) + bool(each.meets_bar) + len(each.levels) for each in scorecard.dimensions)
