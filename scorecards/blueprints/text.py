"""Markdown and plain text to blocks, line by line.

A page with heading marks is Markdown; without any, a short line that stands alone is a heading by its looks.
"""

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from scorecards.blueprints import names
from scorecards.blueprints.blocks import (
    BOLD,
    BULLETS,
    DASHES,
    UNBOLD,
    Blocks,
    Row,
    cell_of,
    clean,
    decoration,
    refuse_rows,
)
from scorecards.blueprints.html import read_html

ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[^\s#]))(.*?)(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
ITEM = re.compile(
    rf"^(?P<indent>\s*)(?:(?P<mark>[{BULLETS}]\s*|[{DASHES}*+]\s+|(?<=\s)o\s+)"
    r"|(?P<number>\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[a-z]\.)\s+)(?P<words>\S.*)$"
)
DELIMITER = re.compile(r"\s*:?-+:?\s*")
GRID = re.compile(r"^\s*\+[-=+]+\+\s*$")
PIPE = re.compile(r"(?<!\\)\|")
COLUMNS = re.compile(r"\t+| {3,}")
QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
RAW = re.compile(r"^ {0,3}<(table|ul|ol|div|details|h[1-6]|p|figure|dl|section)\b", re.IGNORECASE)
NUMBERED = re.compile(
    r"^\s*(?:\([a-zA-Z0-9]{1,2}\)|\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)]|[A-Z][.)])\s+\S"
)
STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
BEGINS_BOLD = re.compile(r"^\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(?:\*\*|__)\S")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]{1,500}?)(?<=\S)\1(?![\w*])")
LINK = re.compile(r"(!?)\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?:\s+\"[^\"]{0,200}\")?\)")
CODE = re.compile(r"(`+)([^`]{1,500})\1")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
INLINE = re.compile(
    r"</?(?:b|strong|i|em|u|s|sup|sub|span|small|mark|code|font|a)\b[^<>]{0,300}>", re.IGNORECASE
)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
MINUTES = re.compile(r"\d\s*(?:min|minutes|h|hours?)\b", re.IGNORECASE)
LONG_LINE, SHORT_LINE, FEW_WORDS = 60, 90, 12
LONGEST_LINE = 20_000


def marked_headings(lines: Sequence[str]) -> bool:
    return any(ATX.match(line) and line.lstrip().startswith(("# ", "##")) for line in lines) or any(
        UNDERLINE.match(below) and above.strip() and not ITEM.match(above) and "|" not in above
        for above, below in pairwise(lines)
        if "=" in below or above[:1].isalnum()
    )


def separates(line: str) -> bool:
    """The line of dashes below the headings of a table."""
    line = line.strip()
    if not line or len(line) > LONGEST_LINE or not set(line) <= set("|:- "):
        return False
    return all(DELIMITER.fullmatch(cell) for cell in line.removeprefix("|").removesuffix("|").split("|"))


def is_markdown(source: str) -> bool:
    """Plain text has bullets too; heading marks, bold, links and tables between bars are Markdown's alone."""
    lines = [line[:LONGEST_LINE].rstrip() for line in source.split("\n")]
    bold = sum(bool(BEGINS_BOLD.match(line)) for line in lines)
    return bold > 1 or marked_headings(lines) or any(separates(line) and "|" in line for line in lines)


def read_text(source: str, *, markdown: bool) -> tuple[str, Blocks]:
    """The title from the front matter, where there is one, and the blocks."""
    lines = [line[:LONGEST_LINE].rstrip() for line in source.expandtabs(4).split("\n")] if markdown else [
        line[:LONGEST_LINE].rstrip() for line in source.split("\n")
    ]  # fmt: skip
    title, start = front_matter(lines)
    reader = Reader(lines[start:], marks=marked_headings(lines[start:]), markdown=markdown)
    return title, reader.read()


def front_matter(lines: Sequence[str]) -> tuple[str, int]:
    if not lines or lines[0].strip() != "---":
        return "", 0
    for end, line in enumerate(lines[1:40], start=1):
        if line.strip() in {"---", "..."}:
            for each in lines[1:end]:
                name, _, value = each.partition(":")
                if name.strip().lower() == "title":
                    return clean(value).strip("\"'"), end + 1
            return "", end + 1
        if line.strip() and ":" not in line and not line.startswith((" ", "-")):
            return "", 0
    return "", 0


def inline(text: str) -> str:
    """Bold becomes our marks; other marks go, their words stay."""
    text = text.replace(BOLD, "").replace(UNBOLD, "")
    text = LINK.sub(lambda found: "" if found[1] else found[2], text)
    text = CODE.sub(lambda found: found[2], text)
    text = STRONG.sub(lambda found: f"{BOLD}{found[2]}{UNBOLD}", text)
    text = EMPHASIS.sub(lambda found: found[2], text)
    if "<" in text:
        text = re.sub(r"<(?:b|strong)>", BOLD, text, flags=re.IGNORECASE)
        text = re.sub(r"</(?:b|strong)>", UNBOLD, text, flags=re.IGNORECASE)
        text = INLINE.sub("", BREAK.sub("\n", text))
    return ESCAPED.sub(lambda found: found[1], html.unescape(text))


class Reader:
    def __init__(self, lines: Sequence[str], *, marks: bool, markdown: bool) -> None:
        self.lines, self.marks, self.markdown = lines, marks, markdown
        self.blocks = Blocks()
        self.at = 0
        self.indents: list[int] = []  # of the open items
        self.paragraph: list[str] = []
        self.item: tuple[int, bool] | None = (
            None  # depth and whether it is numbered, of the words being gathered
        )
        self.plain = not marks

    def read(self) -> Blocks:
        fenced = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if FENCE.match(line):
                self.end()
                fenced = not fenced
                self.at += 1
            elif fenced:
                self.at += 1
            elif not line.strip():
                self.end()
                self.at += 1
            elif not (self.raw(line) or self.table(line) or self.heading(line) or self.listed(line)):
                self.words(line)
                self.at += 1
        self.end()
        return self.blocks

    def end(self) -> None:
        """The gathered lines become a block."""
        lines, self.paragraph = self.paragraph, []
        if lines:
            for place, each in enumerate(inline("\n".join(lines)).split("\n")):
                if self.item is None:
                    self.blocks.add("paragraph", each)
                else:
                    depth, ordered = self.item
                    self.blocks.add("item", each, depth + (place > 0), ordered=ordered)
        self.item = None

    def next_line(self, ahead: int = 1) -> str:
        place = self.at + ahead
        return self.lines[place] if place < len(self.lines) else ""

    # --- Tables ------------------------------------------------------------------------------------

    def table(self, line: str) -> bool:
        if self.pipes(line):
            return True
        if self.marks or self.markdown or ITEM.match(line) or not COLUMNS.search(line.strip()):
            return False
        rows = []
        end = self.at
        while end < len(self.lines) and len(cells := COLUMNS.split(self.lines[end].strip())) > 1:
            rows.append(cells)
            end += 1
            refuse_rows(len(rows))
        if len(rows) < 2 or len({len(row) for row in rows}) > 1:
            return False
        self.end()
        self.blocks.table(tuple(cell_of(inline(cell)) for cell in row) for row in rows)
        self.at = end
        return True

    def pipes(self, line: str) -> bool:
        if GRID.match(line):
            self.at += 1
            return True
        separated = bool(separates(self.next_line())) and "|" in line and "-" in self.next_line()
        edged = line.strip().startswith("|") and line.strip().endswith("|") and len(line.strip()) > 2
        if not separated and not edged:
            return False
        self.end()
        rows: list[Row] = []
        while self.at < len(self.lines) and (
            PIPE.search(self.lines[self.at]) or GRID.match(self.lines[self.at])
        ):
            current = self.lines[self.at]
            self.at += 1
            refuse_rows(len(rows))
            if not separates(current) and not GRID.match(current):
                header = not rows and separated
                rows.append(tuple(cell_of(inline(cell), header=header) for cell in piped(current)))
        width = max((len(row) for row in rows), default=0)
        self.blocks.table(row + (cell_of(""),) * (width - len(row)) for row in rows)
        return True

    # --- Headings ----------------------------------------------------------------------------------

    def heading(self, line: str) -> bool:
        if found := ATX.match(line) if self.marks else None:
            self.end()
            self.blocks.add("heading", inline(found[2]), len(found[1]))
            self.at += 1
            self.indents.clear()
            return True
        if RULE.match(line) and not (self.paragraph and UNDERLINE.match(line)):
            self.end()
            self.at += 1
            return True
        below = self.next_line()
        numbered = NUMBERED.match(line) and len(below.strip()) > 2
        if (
            UNDERLINE.match(below)
            and (numbered or not ITEM.match(line))
            and not self.paragraph
            and line[:1].strip()
        ):
            self.end()
            self.blocks.add("heading", inline(line), 1 if below.strip().startswith("=") else 2)
            self.at += 2
            self.indents.clear()
            return True
        if self.plain and not self.paragraph and self.looks_like_heading(line):
            self.end()
            self.blocks.add("heading", inline(line.strip()), 2, made=True)
            self.at += 1
            self.indents.clear()
            return True
        return False

    def looks_like_heading(self, line: str) -> bool:
        """A short line of its own without a full stop; a number in front only where no list goes on below."""
        words = clean(inline(line))
        if line[:1].isspace() or not words or len(words) > SHORT_LINE or len(words.split()) > FEW_WORDS:
            return False
        label = words.partition(":")[0] if ":" in words else ""
        if label and names.label_of(label) and not MINUTES.search(words):
            return False
        if words[-1] in ".;,!?:" or not any(c.isalpha() for c in words):
            return False
        if self.at and self.lines[self.at - 1].strip() and not words.isupper():
            return False
        below = self.next_line()
        if NUMBERED.match(line):
            if not below.strip() and names.kind_of(words, 8) in names.HIRING:
                return True
            return not below.strip() and not NUMBERED.match(self.next_line(2)) and self.alone(line)
        if ITEM.match(line):
            return False
        return not below.strip() or bool(ITEM.match(below)) or words.isupper()

    def alone(self, line: str) -> bool:
        """No other item of the same list stands just above."""
        above = next(
            (each for each in reversed(self.lines[max(0, self.at - 3) : self.at]) if each.strip()), ""
        )
        return not (NUMBERED.match(above) and self.blocks.found)

    # --- Lists and words ---------------------------------------------------------------------------

    def listed(self, line: str) -> bool:
        quoted = QUOTE.sub("", line)
        found = ITEM.match(quoted) or emoji_item(quoted, bool(self.indents) or self.plain)
        if found is None:
            return False
        self.end()
        indent = len(found["indent"].expandtabs(4))
        while self.indents and indent <= self.indents[-1]:
            self.indents.pop()
        self.indents.append(indent)
        self.item = (len(self.indents) - 1, bool(found["number"]))
        self.paragraph = [found["words"]]
        self.at += 1
        return True

    def words(self, line: str) -> None:
        line = QUOTE.sub("", line)
        stripped = line.strip()
        if not self.paragraph:
            after_blank = self.indents and line[:1].isspace()
            # Indented after an empty line: it goes on under the item above.
            self.item = (len(self.indents), False) if after_blank else None
            if not after_blank:
                self.indents.clear()
            self.paragraph = [stripped]
        elif self.goes_on(stripped, indented=line[:1].isspace()):
            self.paragraph[-1] += " " + stripped
        elif self.item is not None and line[:1].isspace():
            self.paragraph.append(stripped)
        else:
            self.end()
            self.indents.clear()
            self.paragraph = [stripped]
        if line.endswith("\\"):
            self.paragraph[-1] = self.paragraph[-1].rstrip("\\")

    def goes_on(self, line: str, *, indented: bool) -> bool:
        """A wrapped line, not a new one. A label in bold always begins anew."""
        before = self.paragraph[-1]
        if line.startswith(("**", "__")) or before.endswith("\\"):
            return False
        if self.item is not None and indented and not before.endswith((":", "**", "__")):
            return True
        return len(before) >= LONG_LINE and (line[:1].islower() or before[-1] not in ".!?:;")

    def raw(self, line: str) -> bool:
        """HTML inside Markdown, up to its end tag."""
        found = RAW.match(line) if self.markdown else None
        if found is None:
            return False
        self.end()
        tag, start, depth = found[1].lower(), self.at, 0
        opened, closed = re.compile(rf"<{tag}\b", re.IGNORECASE), re.compile(rf"</{tag}>", re.IGNORECASE)
        while self.at < len(self.lines):
            current = self.lines[self.at]
            depth += len(opened.findall(current)) - len(closed.findall(current))
            self.at += 1
            if depth <= 0:
                break
        _, inner = read_html("\n".join(self.lines[start : self.at]))
        for block in inner.found:
            self.blocks.again(block)
        return True


def emoji_item(line: str, allowed: bool) -> re.Match[str] | None:
    """A line that begins with a picture, as lists do that were copied from a chat."""
    stripped = line.lstrip()
    if not allowed or not stripped or not decoration(stripped[0]):
        return None
    return re.match(r"^(?P<indent>\s*)(?P<words>(?P<number>)\S.*)$", line)


def piped(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.replace("\\|", "|") for cell in PIPE.split(line)]
