"""Competencies of a page without a scorecard, that a person may accept as dimensions."""

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.draft import Proposal
from scorecards.blueprints.entries import LONGEST_NAME, name_and_rest, named, placeholder
from scorecards.blueprints.lists import items_of
from scorecards.blueprints.outline import Section, hidden
from scorecards.blueprints.tables import columns_of, is_key_values, is_measures

FEWEST, MOST, MOST_WORDS = 2, 30, 8
Competency = tuple[str, tuple[str, ...], int]


def proposal_of(root: Section) -> Proposal | None:
    """The section of competencies with the most of them that have a name and something said about each."""
    best: Proposal | None = None
    for section in root.walk():
        if section.kind != names.COMPETENCIES or hidden(section):
            continue
        found = competencies(section)
        if FEWEST <= len(found) <= MOST and (best is None or len(found) > len(best.dimensions)):
            best = Proposal(section.title, section.place, tuple(found))
    return best


def competencies(section: Section) -> list[Competency]:
    children = [child for child in section.children if child.kind in {None, names.COMPETENCIES, names.ROLE}]
    if children:
        found = [(named(child.title), points(child.blocks), child.place) for child in children]
        found = [each for each in found if each[1]]
        # Sub-headings that only sort the competencies ("Technical", "Behavioural") name none.
        inner = [each for child in children for each in listed(child.blocks)]
        return inner if len(inner) > len(found) * 2 and all(each[1] for each in inner) else unique(found)
    for block in section.blocks:
        if block.kind == "table" and (rows := tabled(block)):
            return unique(rows)
    return unique(listed(section.blocks))


def points(blocks: list[Block]) -> tuple[str, ...]:
    lines = [line for item in items_of(blocks) for line in item.lines]
    return tuple(lines or [block.text for block in blocks if block.kind == "paragraph"])


def listed(blocks: list[Block]) -> list[Competency]:
    """Items with a name of few words and something behind it or below it."""
    found = []
    for item in items_of(blocks):
        if item.lead and item.lead != item.text:
            name, rest = item.lead, item.text[len(item.lead) :].lstrip(" :–—-")
        else:
            name, rest = name_and_rest(item.text)
        said = tuple(line for line in (rest, *(line for each in item.items for line in each.lines)) if line)
        if len(name.split()) > MOST_WORDS or not said:
            return []
        found.append((named(name), said, item.place))
    return found


def tabled(block: Block) -> list[Competency]:
    columns = columns_of(block)
    name = columns.first(names.NAME)
    if name is None or is_measures(columns) or is_key_values(columns):
        return []
    bar = columns.first(names.BAR)
    return [
        (named(row[name].text), (row[bar].text,) if bar is not None and row[bar].text else (), block.place)
        for row in columns.rows
        if row[name].text
    ]


def unique(found: list[Competency]) -> list[Competency]:
    kept: dict[str, Competency] = {}
    for each in found:
        if not placeholder(each[0]) and len(each[0]) <= LONGEST_NAME:
            kept.setdefault(each[0].lower(), each)
    return list(kept.values())
