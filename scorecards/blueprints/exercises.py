"""Practical exercises: title, kind, minutes, what is given, the brief, the tasks and what to look for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scorecards.blueprints import names
from scorecards.blueprints.blocks import Block
from scorecards.blueprints.draft import Exercise, Task
from scorecards.blueprints.entries import named, placeholder, said
from scorecards.blueprints.lists import Item, items_of
from scorecards.blueprints.minutes import EXERCISE_NUMBER, read_minutes, titled
from scorecards.blueprints.outline import Section, hidden
from scorecards.blueprints.tables import columns_of, joined, listed

LABEL = re.compile(r"^(?P<label>[A-Za-z][^:]{0,50}?)\s*:\s*(?P<words>.*)$", re.DOTALL)
AND = re.compile(r"^(?:and|or|sowie|und)\s+", re.IGNORECASE)
OPENING, CLOSING = "([{“«„", ")]}”»“"

KINDS: tuple[tuple[str, str], ...] = (
    ("take_home", r"\btake ?homes?\b"),
    ("live_coding", r"\blive cod(?:ing|e)\b"),
    ("coding", r"\bcod(?:ing|e)\b|\bpair(?:ed)? programming\b|\bprogramming (?:test|task|exercise)\b"),
    ("case_study", r"\bcase stud(?:y|ies)\b|\bcase interview\b|\bbusiness case\b"),
    ("role_play", r"\brole ?plays?\b|\bmock (?:call|meeting|pitch)\b"),
    ("presentation", r"\bpresent(?:ation|ing)?s?\b"),
    ("discussion", r"\bdiscussions?\b|\bdebates?\b|\bconversation\b|\bdeep dive\b"),
    ("exercise", r"\bexercises?\b"),
)  # fmt: skip


@dataclass
class Gathering:
    """An exercise while its lines are being read."""

    title: str
    place: int
    kind_text: str = ""
    minutes: tuple[int, int] | None = None
    setup: list[str] = field(default_factory=list)
    prompt: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    look_for: list[str] = field(default_factory=list)
    under: str = ""

    def done(self) -> Exercise:
        return Exercise(
            title=self.title,
            kind=kind_of(self.title, self.kind_text),
            place=self.place,
            minutes=self.minutes,
            setup=tuple(self.setup),
            prompt="\n".join(self.prompt) or None,
            tasks=tuple(self.tasks),
            look_for=tuple(self.look_for),
        )


def exercises_of(root: Section) -> list[Exercise]:
    found: list[Exercise] = []
    for section in root.walk():
        if section.kind == names.EXERCISES and not hidden(section):
            found += of_section(section)
    return unique(found)


def unique(found: list[Exercise]) -> list[Exercise]:
    kept: list[Exercise] = []
    for each in found:
        if all(each.title.lower() != other.title.lower() or each.tasks != other.tasks for other in kept):
            kept.append(each)
    return kept


def of_section(section: Section) -> list[Exercise]:
    """The section's own list and tables, and each sub-heading as an exercise; or the section is one itself."""
    below = [child for child in section.children if child.kind is None or child.kind == names.EXERCISES]
    if single(section, below):
        return [of_heading(section)]
    found: list[Exercise] = []
    for block in section.blocks:
        if block.kind == "table":
            found += of_table(block)
    found += of_blocks(section.blocks)
    for child in below:
        if child.kind is None and (child.blocks or child.children):
            found.append(of_heading(child))
    return found


def single(section: Section, below: Sequence[Section]) -> bool:
    """ "Case study: pricing (45 minutes)" as a heading is one exercise; "Practical exercises" is a section of them."""
    words = names.words_of(section.title)
    labels = [names.label_of(child.title) for child in below]
    if len(labels) > 1 and all(labels):
        return True
    if re.search(
        r"\b(?:exercises|studies|samples|assignments|simulations|tests|tasks|assessments|homes)\b", words
    ):
        return False
    specific = (
        bool(read_minutes(section.title))
        or bool(re.search(r":\s*\S", section.title))
        or bool(EXERCISE_NUMBER.match(named(section.title)))
    )
    labelled = any(
        (label := LABEL.match(block.text)) and names.label_of(label["label"]) for block in section.blocks
    )
    titled = any(block.kind == "item" and block.level == 0 and block.bold for block in section.blocks)
    return (specific or labelled) and not titled and not any(read_minutes(child.title) for child in below)


def of_heading(section: Section) -> Exercise:
    title, minutes = titled(section.title)
    found = Gathering(title, section.place, section.title, minutes)
    for block in section.blocks:
        if block.kind == "paragraph":
            line(found, block.text, (), paragraph=True)
        elif block.kind == "table":
            for row in block.rows:
                line(found, ": ".join(cell.text for cell in row if cell.text), ())
    # Paragraphs between lists give the lists their labels: the order counts.
    if any(block.kind == "item" for block in section.blocks):
        found = in_order(section, title, minutes)
    for child in section.children:
        label = names.label_of(child.title)
        if label in {"minutes", "kind"}:
            words = " ".join(block.text for block in child.blocks)
            found.minutes = found.minutes or read_minutes(words)
            found.kind_text += " " + words
        elif label or child.kind in {names.STRONG, names.SCORECARD}:
            found.under = label or "look_for"
            for block in child.blocks:
                if block.kind == "paragraph":
                    line(found, block.text, ())
            for item in items_of(child.blocks):
                line(found, item.text, item.items)
            found.under = ""
    return found.done()


def in_order(section: Section, title: str, minutes: tuple[int, int] | None) -> Gathering:
    found = Gathering(title, section.place, section.title, minutes)
    run: list[Block] = []
    for block in [*section.blocks, None]:
        if block is not None and block.kind == "item":
            run.append(block)
            continue
        for item in items_of(run):
            line(found, item.text, item.items)
        run = []
        if block is not None and block.kind == "paragraph":
            found.under = ""
            line(found, block.text, (), paragraph=True)
    return found


def of_blocks(blocks: Sequence[Block]) -> list[Exercise]:
    """A list of exercises: each title with its lines nested below it, or on the same rank after it."""
    items = items_of(blocks)
    if not items:
        return of_paragraphs(blocks)
    marked = [is_title(item) for item in items]
    found: list[Gathering] = []
    for item, title in zip(items, marked, strict=True):
        if title or not found or (not any(marked) and not is_labelled(item)):
            found.append(started(item))
            continue
        line(found[-1], item.text, item.items)
    return [each.done() for each in found if each.title and not placeholder(each.title)]


def of_paragraphs(blocks: Sequence[Block]) -> list[Exercise]:
    """Paragraphs that begin with a title in bold, each an exercise."""
    return [
        started(Item(block.text, block.lead, block.bold, block.place)).done()
        for block in blocks
        if block.kind == "paragraph"
        and block.lead
        and not block.bold
        and not names.label_of(block.lead.rstrip(": "))
    ]


def is_title(item: Item) -> bool:
    if is_labelled(item):
        return False
    if item.bold or (item.lead and not names.label_of(item.lead.rstrip(": ")) and len(item.lead.split()) > 1):
        return True
    text = item.text
    short = len(text.split()) <= 14 and text[-1] not in ".;,?!"
    return short and (
        (bool(item.items) and not text.endswith(":"))
        or bool(read_minutes(text))
        or bool(EXERCISE_NUMBER.match(text))
    )


def is_labelled(item: Item) -> bool:
    label = LABEL.match(item.text)
    return bool(label and names.label_of(label["label"]))


def started(item: Item) -> Gathering:
    """An exercise from its first line; words after the title are its brief."""
    text, rest = item.text, ""
    if item.lead and item.lead != text and text.startswith(item.lead):
        text, rest = item.lead, text[len(item.lead) :]
        if (note := re.match(r"\s*[(\[][^()\[\]]{1,60}[)\]]", rest)) and read_minutes(note[0]):
            text, rest = text.rstrip(": ") + note[0], rest[note.end() :]
    elif (
        not item.bold
        and (label := re.match(r"^(?P<title>[^:]{3,90}):\s+(?P<words>\S.{20,})$", text, re.DOTALL))
        and not item.items
    ):
        text, rest = label["title"], label["words"]
    title, minutes = titled(text)
    found = Gathering(title, item.place, text, minutes)
    if rest := re.sub(r"^[\s:;,|–—―−-]+", "", rest):
        line(found, rest, (), paragraph=True)
    for each in item.items:
        line(found, each.text, each.items)
    return found


def kind_of(title: str, more: str = "") -> str:
    """By the words of the title; two that are joined with "or" give both."""
    words = names.words_of(title)
    found = [(place.start(), kind) for kind, pattern in KINDS if (place := re.search(pattern, words))]
    if not found:
        words = names.words_of(more.replace("(", " ").replace(")", " "))
        found = [(place.start(), kind) for kind, pattern in KINDS if (place := re.search(pattern, words))]
    kinds = [kind for _, kind in sorted(found)]
    if "live_coding" in kinds:
        kinds = [kind for kind in kinds if kind != "coding"]
    if not kinds:
        return "exercise"
    if len(kinds) > 1 and re.search(r"\bor\b", words):
        return "_or_".join(kind for kind in kinds if kind != "exercise")
    # A case study that is discussed is a case study; an exercise of any kind is of that kind.
    return next((kind for kind, _ in KINDS if kind in kinds), kinds[0])


def line(found: Gathering, text: str, items: Sequence[Item], *, paragraph: bool = False) -> None:
    """A line to its place: by its label, by the label above it, or as a task."""
    label = LABEL.match(text)
    name = names.label_of(label["label"]) if label else names.label_of(text) if items else None
    words = label["words"] if label and name else ""
    if name in {"minutes", "kind"}:
        found.minutes = found.minutes or read_minutes(words)
        found.kind_text += " " + words
        return
    if (
        name is None
        and paragraph
        and found.minutes is None
        and len(text) < 60
        and (minutes := read_minutes(text))
    ):
        found.minutes = minutes
        return
    if name is not None:
        put(found, name, words, items)
        found.under = name if not words and not items else ""
    elif found.under:
        put(found, found.under, text, items, whole=True)
    elif paragraph:
        if (
            not re.match(r"(?i)^(?:use|the following|choose|pick|recommended|these)\b", text)
            or len(text.split()) > 12
        ):
            found.prompt.append(text)
    elif said(text):
        found.tasks.append(Task(text, tuple(each for item in items for each in item.lines)))


def put(found: Gathering, name: str, words: str, items: Sequence[Item], *, whole: bool = False) -> None:
    under = [each for item in items for each in item.lines if said(each)]
    if name == "setup":
        found.setup += [each for each in [words, *under] if said(each)]
    elif name == "prompt":
        found.prompt += [each for each in [words, *under] if said(each)]
    elif name == "look_for":
        found.look_for += ([words] if whole else pieces(words)) + under
    elif whole:
        found.tasks.append(Task(words, tuple(under)))
    else:
        found.tasks += [Task(each) for each in pieces(words)] + [
            Task(item.text, tuple(line for each in item.items for line in each.lines)) for item in items
        ]


def pieces(text: str) -> list[str]:
    """ "a, b (c, d), and e." in three; semicolons part where there are any. A sentence with a stop inside stays whole."""
    text = text.strip()
    if not said(text):
        return []
    if re.search(r"[.?!]\s+[A-Z]", text):
        return [text]
    parts, depth, start = [], 0, 0
    mark = ";" if ";" in text else ","
    quoted = False
    for place, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        depth += (c in OPENING) - (c in CLOSING and depth > 0)
        if c == mark and not depth and not quoted and text[place + 1 : place + 2] in {" ", ""}:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    cleaned = [AND.sub("", part.strip()) if place else part.strip() for place, part in enumerate(parts)]
    cleaned[-1] = cleaned[-1].removesuffix(".")
    return [part for part in cleaned if said(part)]


def of_table(block: Block) -> list[Exercise]:
    columns = columns_of(block)
    name = next(
        (at for at, header in enumerate(columns.headers) if names.kind_of(header, 4) == names.EXERCISES), None
    )
    name = columns.first(names.NAME) if name is None else name
    if name is None:
        return []
    found = []
    for row in columns.rows:
        if not said(row[name].text):
            continue
        title, minutes = titled(row[name].text)
        gathering = Gathering(title, block.place, row[name].text, minutes)
        for place, cell in enumerate(row):
            if place != name and cell.text:
                cell_to(gathering, columns.headers[place], columns.roles[place], cell)
        found.append(gathering.done())
    return found


def cell_to(found: Gathering, header: str, role: str | None, cell: object) -> None:
    text, label = joined(cell), names.label_of(header)  # type: ignore[arg-type]
    if role == names.TIME or label == "minutes":
        found.minutes = found.minutes or read_minutes(text) or bare_minutes(header, text)
    elif label == "kind":
        found.kind_text += " " + text
    elif label == "look_for" or (
        role in {names.BAR, names.STRONG} and re.search(r"look|good|evaluat|assess", header, re.IGNORECASE)
    ):
        many = listed(cell)  # type: ignore[arg-type]
        found.look_for += many if len(many) > 1 else pieces(text)
    elif label in {"setup", "tasks"}:
        put(found, label, text, ())
    else:
        found.prompt.append(text)


def bare_minutes(header: str, text: str) -> tuple[int, int] | None:
    """A number under "Minutes" or "Duration (min)"; two or three digits under "Time" are minutes too."""
    named = re.search(r"\bmin", header, re.IGNORECASE) or re.fullmatch(
        r"\s*\d{2,3}(?:\s*[-–—]\s*\d{2,3})?\s*", text
    )
    return read_minutes(f"{text} minutes") if named else None
