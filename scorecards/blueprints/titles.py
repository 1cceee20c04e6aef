"""The role's title and level."""

import re

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Page, clean, undecorated
from scorecards.blueprints.entries import named, placeholder
from scorecards.blueprints.outline import Section

# What pages say behind or before a role's title.
AROUND = (
    r"role blueprint|blueprint|job descriptions?|role descriptions?|role profile|responsibilities|skills|kpis?|career path|interview|score ?cards?"
    r"|rubric|hiring (?:guide|kit|plan|scorecard|rubric)|evaluation|assessment|template|salary|guide|overview|requirements|how to (?:hire|become)|role page"
)
SUFFIX = re.compile(
    rf"\s*(?::|\||\s[-–—―·»]|[—])\s+(?=.*\b(?:{AROUND})\b).*$|\s+(?:role blueprint|blueprint|job description|role description|role profile|(?:interview |hiring |candidate )?score ?card|(?:interview |hiring |evaluation )rubric|(?:interview|hiring) (?:guide|kit))(?: template)?\s*$",
    re.IGNORECASE,
)
PREFIX = re.compile(
    rf"^(?:(?:{AROUND})(?:\s+(?:{AROUND}))*(?: for(?: an?| the)?)?\s*[:|–—-]\s+|(?:interview |hiring |candidate )?(?:score ?card|rubric|blueprint|guide|kit) for (?:an? |the )?|role\s*:\s*|job title\s*:\s*|position\s*:\s*|hiring an? |how to (?:hire|interview) an? )",
    re.IGNORECASE,
)
SITE = re.compile(r"\s+(?:\||[-–—·»])\s+[^|–—·»]{1,40}$")
SAID = re.compile(r"^(?:role|job|position)(?: title| name)?$|^title$")
LABELLED = re.compile(
    r"^(?:role|job|position)?\s*(?:title|name)?\s*:\s*(?P<title>.{2,120})$|^(?:role|position|job)\s*[:–-]\s*(?P<other>.{2,120})$",
    re.IGNORECASE,
)
NO_TITLE = re.compile(
    r"^(?:logo.*|(?:first|second|third|hero|cover)? ?(?:image|picture|photo|banner)s?|menu|home|skip to (?:main )?content|search|sign in|log ?in|subscribe|contents|table of contents|toggle .*|share|print)$",
    re.IGNORECASE,
)
LEVEL_WORDS = re.compile(
    r"\b(?:junior|associate|mid[- ]level|senior|staff|lead|principal|head|director|intern|trainee|entry[- ]level|specialist|manager|expert|chief|distinguished)\b",
    re.IGNORECASE,
)
LONGEST = 120


def title_of(page: Page, root: Section) -> str | None:
    """From the page's own title or first heading, without what such pages add; None where it is left to fill in."""
    for text in candidates(page, root):
        if len(text) > 3 * LONGEST:
            continue
        title = trimmed(text)
        if (
            title
            and not placeholder(title)
            and names.kind_of(title, 6) not in names.HIRING
            and len(title) <= LONGEST
            and any(c.isalpha() for c in title)
        ):
            return title
    return None


def candidates(page: Page, root: Section) -> list[str]:
    said = [text for section in root.walk() for text in said_in(section)]
    headings = [block for block in page.blocks[:60] if block.kind == "heading" and not block.made]
    first = (
        [block.text for block in headings if block.level == min(each.level for each in headings)][:1]
        if headings
        else []
    )
    if first and (
        names.kind_of(first[0]) is not None and not SUFFIX.search(first[0]) and not PREFIX.search(first[0])
    ):
        first = []
    if page.format == "WordPress post":
        return [page.title, *said, *first]
    if page.format == "plain text":
        return [*early(page), *said]
    return [*first, *([SITE.sub("", page.title)] if page.title else []), *early(page), *said]


def said_in(section: Section) -> list[str]:
    """ "Role title | X" in a summary table, "Role: X" in a line."""
    found = []
    for block in section.blocks:
        if block.kind == "table":
            found += [
                row[1].text for row in block.rows if len(row) > 1 and SAID.match(names.words_of(row[0].text))
            ]
        elif section.level <= 1 and (label := LABELLED.match(block.text)):
            found.append(label["title"] or label["other"])
    return found


def early(page: Page) -> list[str]:
    """The first lines of a page without headings: the one that the text goes on about."""
    lines = []
    for block in page.blocks[:12]:
        label = LABELLED.match(block.text)
        if label:
            return [label["title"] or label["other"]]
        if (
            block.kind in {"item", "table"}
            or len(block.text) > LONGEST
            or names.kind_of(block.text) in {names.ROLE}
        ):
            break
        if not NO_TITLE.match(block.text) and block.text[-1] not in ".,;":
            lines.append(block.text)
    body = " ".join(block.text for block in page.blocks[:200]).lower()
    counts = [(body.count(trimmed(line).lower()) if trimmed(line) else 0) for line in lines]
    return [line for _, line in sorted(zip(counts, lines, strict=True), key=lambda each: -min(each[0], 3))]


def trimmed(text: str) -> str:
    text = undecorated(clean(text))
    for _ in range(2):
        text = SUFFIX.sub("", PREFIX.sub("", text)).strip()
    return named(text).strip("\"“”„‟«»‹›'‘’「」")


def level_of(title: str | None) -> str:
    found = LEVEL_WORDS.search(title or "")
    return found[0].capitalize() if found else ""
