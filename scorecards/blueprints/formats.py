"""What a page is written in is found out from its content; what is no page is refused in one sentence."""

import html
import json
import re
from typing import Any

import ftfy
import ftfy.badness

from scorecards.blueprints.blocks import BadPage, Page, clean
from scorecards.blueprints.html import read_html
from scorecards.blueprints.text import is_markdown, read_text

LARGEST = 2 * 1024 * 1024
MOST_REPAIRED = 2_000
# What UTF-8 looks like after it was read as Windows or Mac text; ftfy judges what has any of it.
SUSPECT = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|‚Ä|√[©®°¢±§]")
MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP or Office file"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"\x1f\x8b", "a compressed file"), (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich-text file"), (b"\x7fELF", "a program"), (b"SQLite format 3", "a database"),
)  # fmt: skip
BLOCK_TAG = re.compile(
    r"<(?:p|li|td|th|h[1-6]|div|ul|ol|table|tr|body|html|article|section)\b[^<>]{0,2000}>", re.IGNORECASE
)
STARTS_WITH_TAG = re.compile(r"\s*<[a-zA-Z][^<>]{0,2000}>")
HASHES = re.compile(r"^#{1,6} \S", re.MULTILINE)
MARK = re.compile(r"^ {0,3}(?:#{1,6} \S|[-*+] \S|\d{1,3}[.)] \S|>|\|.*\|\s*$)|\*\*\S", re.MULTILINE)
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_page(content: bytes) -> Page:
    """Raise BadPage, with the reason as a sentence, for what cannot be a role page."""
    source = decoded(content)
    if not source.strip():
        raise BadPage("The file is empty.")
    source, notes = repaired(source)
    stripped = source.lstrip()
    if stripped[0] in "{[" and (post := post_of(stripped)) is not None:
        title, body = post
        body, more = repaired(body)
        title, blocks = titled(title, *read_body(body)[1:])
        return Page("WordPress post", title, tuple(blocks.found), tuple(notes) or tuple(more))
    name, title, blocks = read_body(source)
    return Page(name, title, tuple(blocks.found), tuple(notes))


def titled(title: str, inner: str, blocks: Any) -> tuple[str, Any]:
    return clean(html.unescape(title)) or inner, blocks


def decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise BadPage(f"The file is larger than {LARGEST // 1024 // 1024} MB: too large for a role page.")
    for magic, what in MAGIC:
        if content.startswith(magic):
            raise BadPage(f"This is {what}. Save the page as HTML, Markdown or plain text.")
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(name)
            except UnicodeDecodeError:
                raise BadPage(
                    "The file begins like UTF-16 text and does not go on so. Save it as UTF-8."
                ) from None
    if b"\x00" in content:
        raise BadPage("This is a binary file, not text. Save the page as HTML, Markdown or plain text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadPage(
            f"The file is not UTF-8 text: line {line} has a byte that does not belong. Save it as UTF-8."
        ) from None
    if len(UNPRINTABLE.findall(text)) > max(4, len(text) // 200):
        raise BadPage("This is a binary file, not text. Save the page as HTML, Markdown or plain text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def repaired(source: str) -> tuple[str, list[str]]:
    """Text that was decoded wrongly once (â€™ for ’) is put right line by line, where that leaves nothing strange."""
    if not SUSPECT.search(source):
        return source, []
    lines, count = source.split("\n"), 0
    for place, line in enumerate(lines):
        if count >= MOST_REPAIRED:
            break
        if not SUSPECT.search(line) or not ftfy.badness.is_bad(line):
            continue
        better = ftfy.fix_encoding(line)
        if better != line and not ftfy.badness.is_bad(better):
            lines[place], count = better, count + 1
    if not count:
        return source, []
    return "\n".join(lines), [
        f"{count} line{'s' if count > 1 else ''} had garbled letters, which were put right."
    ]


def read_body(source: str) -> tuple[str, str, Any]:
    """The name of the format, the title that the page gives itself, and its blocks."""
    if is_html(source):
        return ("HTML", *read_html(source))
    markdown = is_markdown(source)
    return ("Markdown" if markdown else "plain text", *read_text(source, markdown=markdown))


def is_html(source: str) -> bool:
    """Markdown may hold tags, and a page's text may hold marks: what there is more of decides, headings first."""
    if source.lstrip()[:9].lower() in {"<!doctype", "<html"}:
        return True
    tags, marks = len(BLOCK_TAG.findall(source)), len(MARK.findall(source))
    if STARTS_WITH_TAG.match(source):
        return tags * 2 >= marks
    return tags * 2 >= marks and tags > 0 and not HASHES.search(source)


def post_of(source: str) -> tuple[str, str] | None:
    """Title and body of a WordPress post; None for text that only begins with a bracket."""
    try:
        found: Any = json.loads(source)
    except json.JSONDecodeError as error:
        if looks_like_json(source):
            raise BadPage(
                f"The file begins as JSON and breaks off or is broken: {error.msg} at line {error.lineno}, "
                f"column {error.colno}."
            ) from None
        return None
    except (RecursionError, ValueError):
        raise BadPage(
            "The JSON is nested too deeply or holds a number that is too long: no WordPress post does."
        ) from None
    if isinstance(found, list):
        if len(found) != 1:
            raise BadPage(f"The JSON is a list of {len(found)} things. Save one post, or a list of one.")
        found = found[0]
    if not isinstance(found, dict) or "content" not in found:
        raise BadPage("The JSON is not a WordPress post: it has no “content”.")
    body = rendered(found["content"])
    if not body.strip():
        raise BadPage("The WordPress post has no text in its “content”.")
    return rendered(found.get("title")), body


def looks_like_json(source: str) -> bool:
    return bool(re.match(r"[\[{]\s*(?:[\[{\"\]}]|$)", source))


def rendered(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("raw") or ""
    return INVALID.sub("", value) if isinstance(value, str) else ""


INVALID = re.compile("[\ud800-\udfff]")
