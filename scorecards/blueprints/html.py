"""HTML to blocks. The parser is Lexbor's; the walk keeps its own stack, so that no depth can overflow ours."""

import re
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scorecards.blueprints.blocks import (
    BOLD,
    BULLET,
    UNBOLD,
    BadPage,
    Blocks,
    Cell,
    Row,
    cell_of,
    clean,
    refuse_rows,
)

DEEPEST = 400
WIDEST = 40
SKIPPED = {
    "script", "style", "noscript", "template", "svg", "math", "nav", "footer", "button", "select", "textarea", "iframe",
    "object", "canvas", "audio", "video", "head", "title", "img", "input", "datalist",
}  # fmt: skip
VOID = {
    "br",
    "hr",
    "img",
    "input",
    "meta",
    "link",
    "col",
    "wbr",
    "area",
    "base",
    "embed",
    "source",
    "track",
    "param",
}
# Opened again before it is closed, the parser closes the one before: such tags do not nest.
CLOSED_BY_NEXT = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "header", "hgroup", "hr", "html", "legend", "main", "p", "pre", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "td", "th",
}  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
BROKEN_ITEM = re.compile(r"\n[ \t]*(?=[•◦▪–—*\-]\s)")
OTHER_SPACE = re.compile(r"[ \t\r\n\f]+")
HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def refuse_depth(source: str) -> None:
    """A bomb is refused before the parser builds it: its cost grows faster than the depth."""
    depth = 0
    for found in TAG.finditer(source):
        name = found[2].lower()
        if name in VOID or name in CLOSED_BY_NEXT:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            raise BadPage(f"The page nests its tags more than {DEEPEST} deep: no role page does.")


def read_html(source: str) -> tuple[str, Blocks]:
    """The title that the page gives itself, and its blocks."""
    refuse_depth(source)
    tree = LexborHTMLParser(source)
    title = tree.css_first("title")
    walk = Walk()
    if tree.body is not None:
        walk.run(tree.body)
    return clean(title.text()) if title else "", walk.blocks


def steps(root: Any) -> Generator[tuple[Any, bool], bool | None, None]:
    """Every node on the way in and every element on the way out. `send(True)` on the way in skips its inside."""
    # Nodes are never compared: the parser's `==` writes both out.
    open_nodes: list[Any] = [root]
    node = root.child
    while open_nodes:
        if node is None:
            node = open_nodes.pop()
            if open_nodes:
                yield node, False
                node = node.next
            continue
        skip = yield node, True
        if not skip and node.child is not None:
            open_nodes.append(node)
            node = node.child
            continue
        if not skip and node.tag != "-text":
            yield node, False
        node = node.next


class Walk:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self.words: list[str] = []
        self.heading = 0
        self.lists: list[bool] = []
        self.items: list[bool] = []  # for each open item: whether its first words are out
        self.bold: list[int] = []

    def run(self, root: Any) -> None:
        events = steps(root)
        skip: bool | None = None
        while True:
            try:
                node, entering = events.send(skip)
            except StopIteration:
                break
            skip = self.enter(node) if entering else self.leave(node)
        self.flush()

    def enter(self, node: Any) -> bool:
        """True where the inside of the node is not to be walked."""
        tag = node.tag
        if tag == "-text":
            self.words.append(words_of(node.text_content or ""))
            return True
        if tag in SKIPPED or (tag or "").startswith(("-", "!")):
            return True
        if tag == "br":
            self.words.append("\n")
        elif level := heading_level(node):
            self.flush()
            self.heading = level
        elif tag == "table" and (rows := rows_of(node)) is not None:
            self.flush()
            self.blocks.table(rows)
            return True
        elif tag in {"ul", "ol"}:
            self.flush()
            self.lists.append(tag == "ol")
        elif tag == "li":
            self.flush()
            self.items.append(False)
        elif tag == "dd":
            self.flush()
            self.items += [True]
        elif tag in BLOCKS:
            self.flush()
        elif is_bold(node):
            self.bold.append(node.mem_id)
            self.words.append(BOLD)
        return False

    def leave(self, node: Any) -> bool:
        tag = node.tag
        if self.bold and self.bold[-1] == node.mem_id:
            self.bold.pop()
            self.words.append(UNBOLD)
        elif heading_level(node):
            self.flush()
            self.heading = 0
        elif tag in {"ul", "ol"}:
            self.flush()
            if self.lists:
                self.lists.pop()
        elif tag in {"li", "dd"}:
            self.flush()
            if self.items:
                self.items.pop()
        elif tag == "dt":
            self.flush(term=True)
        elif tag in BLOCKS:
            self.flush()
        return False

    def flush(self, *, term: bool = False) -> None:
        """What was gathered becomes blocks: one for each line, a line with a bullet an item under the one before."""
        marked, self.words = "".join(self.words), [BOLD] * len(self.bold)
        marked = BROKEN_ITEM.sub("\n", marked)
        lines = [line for line in marked.split("\n") if clean(line)]
        if not lines:
            return
        if self.heading:
            self.blocks.add("heading", " ".join(lines), self.heading)
            return
        if term:
            self.blocks.add("item", f"{BOLD}{' '.join(lines)}{UNBOLD}", max(0, len(self.lists) - 1))
            return
        for line in lines:
            self.line(line)

    def line(self, line: str) -> None:
        depth = max(0, max(len(self.lists), len(self.items)) - 1)
        bare = line.replace(BOLD, "")
        bullet = BULLET.match(bare)
        if self.items:
            first = not self.items[-1]
            self.items[-1] = True
            ordered = first and bool(self.lists) and self.lists[-1]
            text = line if first or not bullet else unbulleted(line)
            self.blocks.add("item", text, depth if first else depth + 1, ordered=ordered)
        elif bullet:
            self.blocks.add("item", unbulleted(line), 0)
        else:
            self.blocks.add("paragraph", line)


def unbulleted(line: str) -> str:
    """Without its bullet; bold that began before the bullet begins after it."""
    at = line.find(BOLD)
    bare = line.replace(BOLD, "", 1)
    bullet = BULLET.match(bare)
    if bullet is None:
        return line
    return (BOLD if 0 <= at < bullet.end() else "") + (
        line[bullet.end() :] if at < 0 or at >= bullet.end() else bare[bullet.end() :]
    )


def words_of(text: str) -> str:
    text = text.replace(BOLD, "").replace(UNBOLD, "").replace("\r", "")
    if "\n" not in text:
        return text
    kept = BROKEN_ITEM.sub("\x1f", text)
    return OTHER_SPACE.sub(" ", kept).replace("\x1f", "\n")


def heading_level(node: Any) -> int:
    tag = node.tag
    if tag in HEADINGS:
        return HEADINGS[tag]
    if tag == "summary":
        return 5
    if tag in {"div", "p", "span"} and node.attributes.get("role") == "heading":
        level = node.attributes.get("aria-level") or "2"
        return int(level) if level.isdecimal() and 1 <= int(level[:2]) <= 6 else 2
    return 0


def is_bold(node: Any) -> bool:
    return node.tag in {"strong", "b"} or (
        node.tag == "span" and bool(HEAVY.search(node.attributes.get("style") or ""))
    )


def rows_of(table: Any) -> list[Row] | None:
    """The grid with spans filled in; None for a table that only lays out a page."""
    if table.css_first("table table, h1, h2, h3, h4, h5") is not None:
        return None
    found: list[Row] = []
    hanging: dict[int, tuple[int, Cell]] = {}
    lines = table.css("tr")
    refuse_rows(len(lines))
    for line in lines:
        row: list[Cell] = []
        for node in line.iter():
            if len(row) >= WIDEST:
                break
            if node.tag not in {"td", "th"}:
                continue
            fill(row, hanging)
            span, down = (spanned(node, name) for name in ("colspan", "rowspan"))
            cell = cell_of(inside(node), header=node.tag == "th", span=span)
            for extra in range(span):
                if down > 1:
                    hanging[len(row)] = (down - 1, cell)
                row.append(cell if not extra else Cell(span=0))
        fill(row, hanging)
        found.append(tuple(row[:WIDEST]))
    return found


def fill(row: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    """Cells that reach down from rows above."""
    while len(row) in hanging:
        left, cell = hanging.pop(len(row))
        if left > 1:
            hanging[len(row)] = (left - 1, cell)
        row.append(replace(cell, again=True))


def spanned(node: Any, name: str) -> int:
    value = (node.attributes.get(name) or "1").strip()
    return max(1, min(int(value), WIDEST)) if value.isdecimal() and len(value) < 5 else 1


def inside(cell: Any) -> str:
    """A cell's words with bold marked, and a new line for each break, paragraph and item."""
    words: list[str] = []
    events = steps(cell)
    skip: bool | None = None
    while True:
        try:
            node, entering = events.send(skip)
        except StopIteration:
            return "".join(words)
        skip = False
        tag = node.tag
        if tag == "-text":
            if entering:
                words.append(words_of(node.text_content or ""))
        elif entering and (tag in SKIPPED or (tag or "").startswith(("-", "!"))):
            skip = True
        elif tag == "br" or tag in {"p", "div", "li", "ul", "ol"}:
            words.append("\n")
        elif is_bold(node):
            words.append(BOLD if entering else UNBOLD)
