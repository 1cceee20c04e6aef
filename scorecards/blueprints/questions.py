"""What to assess, with its questions: from lists, sub-headings or tables."""

import re
from collections.abc import Sequence

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.draft import Assess
from scorecards.blueprints.entries import name_and_rest, named, placeholder, said
from scorecards.blueprints.lists import Item, items_of
from scorecards.blueprints.outline import Section, hidden
from scorecards.blueprints.tables import columns_of, is_key_values, is_measures, is_scale, joined, listed
from scorecards.blueprints.weights import split_weight

ASKS = re.compile(r"\?[\s”\"'’)]*$")
NAME_WORDS = 12


def assess_of(root: Section) -> list[Assess]:
    found: list[Assess] = []
    for section in root.walk():
        if section.kind == names.ASSESS and not hidden(section):
            found += of_section(section)
    return found


def of_section(section: Section, name: str | None = None) -> list[Assess]:
    found: list[Assess] = []
    for block in section.blocks:
        if block.kind == "table":
            found += of_table(block)
    items = [block for block in section.blocks if block.kind == "item"]
    if name is None:
        found += [entry for item in items_of(items) if (entry := of_item(item))]
        found += lines_of(section.blocks) if not found else []
        for child in section.children:
            if child.kind is None:
                found += of_section(child, named(split_weight(child.title)[0])) or [
                    Assess(named(child.title), (), child.place)
                ]
        return found
    # Under a sub-heading: plain questions belong to it, items with names of their own stand alone.
    tree = items_of(items)
    own = [of_item(item) for item in tree]
    if own and all(
        each and each.name and each.lines and item.lead for each, item in zip(own, tree, strict=True)
    ):
        return found + [each for each in own if each]
    lines = [line for item in tree for line in item.lines if said(line)]
    if not lines:
        lines = [block.text for block in section.blocks if block.kind == "paragraph"]
    if lines:
        found.append(Assess(name, tuple(lines), section.place))
    return found


def of_item(item: Item) -> Assess | None:
    """ "Name", "Name: question", or a name with its questions below; a question alone has no name."""
    text = split_weight(item.text, words=False)[0] if not ASKS.search(item.text) else item.text
    if placeholder(text):
        return None
    under = tuple(line for each in item.items for line in each.lines if said(line))
    if item.lead and item.lead != item.text and text.startswith(item.lead):
        name, rest = item.lead, re.sub(r"^[\s:;,.|–—―−-]+", "", text[len(item.lead) :])
    elif item.bold:
        name, rest = text, ""
    else:
        name, rest = name_and_rest(text)
        if rest and ASKS.search(name):
            name, rest = text, ""
    lines = (rest, *under) if said(rest) else under
    if not lines and (ASKS.search(name) or text.endswith(".") or len(name.split()) > NAME_WORDS):
        return Assess(None, (text,), item.place)
    return Assess(named(name), lines, item.place)


def lines_of(blocks: Sequence[Block]) -> list[Assess]:
    """Paragraphs that begin with a name in bold, or that are questions."""
    found = []
    for block in blocks:
        if block.kind == "paragraph" and (ASKS.search(block.text) or (block.lead and not block.bold)):
            item = of_item(Item(block.text, block.lead, block.bold, block.place))
            if item:
                found.append(item)
    return found


def of_table(block: Block) -> list[Assess]:
    columns = columns_of(block)
    name = columns.first(names.NAME)
    if (
        name is None
        or is_measures(columns)
        or is_scale(columns)
        or is_key_values(columns)
        or columns.first(names.WEIGHT) is not None
    ):
        return []
    signals = any(columns.where(kind) for kind in names.SIGNAL_KINDS)
    asked = columns.where(names.QUESTION) or columns.where(names.BAR) or [
        place for place, role in enumerate(columns.roles) if role is None
    ][:1]  # fmt: skip
    found = []
    for row in columns.rows:
        text = row[name].text
        lines = [
            line for place in asked if place != name for line in (listed(row[place]) or [joined(row[place])])
        ]
        if said(text) and (lines or not signals):
            found.append(Assess(named(text), tuple(line for line in lines if said(line)), block.place))
    return found
