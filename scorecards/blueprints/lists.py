"""Item blocks as a tree."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecards.blueprints.blocks import Block


@dataclass(frozen=True)
class Item:
    text: str
    lead: str
    bold: bool
    place: int
    mark: str = ""
    items: "tuple[Item, ...]" = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Its own text and everything under it, each a line."""
        return (self.text, *(line for each in self.items for line in each.lines))


def items_of(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """The items of the least depth, each with the deeper ones that follow it. Other blocks do not count."""
    items = [block for block in blocks if block.kind == "item"]
    return tree(items, 0) if items else ()


DEEPEST = 12


def tree(blocks: Sequence[Block], depth: int) -> tuple[Item, ...]:
    least = min(block.level for block in blocks)
    starts = [place for place, block in enumerate(blocks) if block.level <= least or not place]
    found = []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        block, inner = blocks[start], blocks[start + 1 : end]
        under = tree(inner, depth + 1) if inner and depth < DEEPEST else tuple(leaf(each) for each in inner)
        found.append(Item(block.text, block.lead, block.bold, block.place, block.mark, under))
    return tuple(found)


def leaf(block: Block) -> Item:
    return Item(block.text, block.lead, block.bold, block.place, block.mark)
