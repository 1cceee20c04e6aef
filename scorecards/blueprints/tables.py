"""A table as a scorecard: which column holds what, by its heading or by what stands in it; columns in any order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scorecards.blueprints import names
from scorecards.blueprints.blocks import BULLET, Block, Cell, Row
from scorecards.blueprints.entries import MUST_HAVE, Entry, named, parted, placeholder, said
from scorecards.blueprints.weights import Weight, read_weight, split_weight

HEADERS = {names.NAME, names.BAR, names.WEIGHT, names.LEVEL_TEXT, names.GROUP, names.RED, names.STRONG, names.WEAK,
           names.QUESTION, names.MUST, names.EMPTY, names.MEASURE, names.TIME}  # fmt: skip
SPLIT = re.compile(r"\s*;\s+|\s*[•●▪]\s*")
YES = re.compile(
    r"^(?:y|yes|x|✓|✔️?|✅|true|must(?:[- ]have)?|required|mandatory|ja|oui|sí)(?:\W.*)?$", re.IGNORECASE
)
SCALE_NAME = re.compile(
    r"^(?:level |score |rating )?\d{1,3}(?:\s*[-–to]+\s*\d{1,3})?(?:\s*%)?\s*(?:[-–—:=.)].*|\(.*\)|points?)?$|^[<>≥≤]=?\s*\d.*|^[★☆⭐]+.*",
    re.IGNORECASE,
)

RANKS: tuple[tuple[int, str], ...] = (
    (0, r"^(?:unsatisfactory|far below|well below|clearly below|poor|unacceptable|insufficient|inadequate|not yet|not met|strong no|very weak|does not|doesn.?t|not)\b"),
    (1, r"^(?:below|weak|needs|partially|nearly|developing|basic|limited|under|mixed|no\b)"),
    (2, r"\bmeets?\b|^(?:good|solid|proficient|competent|on bar|at bar|satisfactory|acceptable|standard|yes|bar)\b"),
    (3, r"^(?:above|exceeds?|exceeding|strong|advanced|great|very good|superior|raises)\b"),
    (4, r"^(?:exceptional|outstanding|excellent|superb|far above|far exceeds|expert|strong yes|world)\b"),
)  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """The role of each column, its heading, and the rows below the headings."""

    roles: tuple[str | None, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    known: bool  # by headings, not guessed from what stands below

    def where(self, role: str) -> list[int]:
        return [place for place, each in enumerate(self.roles) if each == role]

    def first(self, role: str) -> int | None:
        return next(iter(self.where(role)), None)


def columns_of(block: Block) -> Columns:
    rows = list(block.rows)
    width = max(len(row) for row in rows)
    rows = [row + (Cell(),) * (width - len(row)) for row in rows]
    # A line across the whole table above its headings is its caption.
    while len(rows) > 2 and width > 1 and rows[0][0].span >= width and not split_weight(rows[0][0].text)[1]:
        rows.pop(0)
    found = headed(rows)
    if width > 2 and turned_round(rows):
        found = headed([tuple(column) for column in zip(*rows, strict=True)]) or found
    return settled(found or Columns((None,) * width, ("",) * width, tuple(rows), known=False))


def turned_round(rows: Sequence[Row]) -> bool:
    """Dimensions across and their weights down: the first column has the headings."""
    down = [names.column_of(row[0].text) for row in rows[1:]]
    across = [names.column_of(cell.text) for cell in rows[0][1:]]
    telling = {names.WEIGHT, names.BAR, names.LEVEL_TEXT, names.RED, names.QUESTION}
    return (
        names.WEIGHT in down
        and not telling & set(across)
        and len([d for d in down if d in telling]) * 2 > len(down)
    )


def headed(rows: Sequence[Row]) -> Columns | None:
    """With its first row as headings, or its first two where the upper one spans; None where they say nothing."""
    headers = tuple(cell.text for cell in rows[0])
    roles = tuple(names.column_of(text) for text in headers)
    if (
        len(rows) > 2
        and any(cell.span > 1 for cell in rows[0])
        and not all(cell.span == rows[0][0].span for cell in rows[0])
    ):
        lower = tuple(names.column_of(cell.text) for cell in rows[1])
        if sum(each is not None for each in lower) >= sum(each is not None for each in roles):
            merged = tuple(below.text or above.text for above, below in zip(rows[0], rows[1], strict=True))
            return Columns(
                tuple(names.column_of(text) for text in merged), merged, tuple(rows[2:]), known=True
            )
    telling = [role for role in roles if role in HEADERS]
    filled = [text for text in headers if text]
    all_marked = all(cell.header or not cell.text for cell in rows[0]) and len(rows) > 1
    if any(read_weight(text) for text in filled):
        return None
    if (telling and (all_marked or len(telling) * 2 >= len(filled))) or (all_marked and len(filled) > 1):
        return Columns(roles, headers, tuple(rows[1:]), known=bool(telling))
    return None


def settled(columns: Columns) -> Columns:
    """One column of names, at most one of weights and of what meets the bar; empty columns out."""
    roles = list(columns.roles)
    cells = [[row[place].text for row in columns.rows] for place in range(len(roles))]
    for place, role in enumerate(roles):
        if (
            role not in {names.NAME, names.INDEX}
            and all(placeholder(text) for text in cells[place])
            and columns.rows
        ):
            roles[place] = names.EMPTY
        if role == names.WEIGHT and not any(weight_in(text, columns.headers[place]) for text in cells[place]):
            roles[place] = names.EMPTY
        if role == names.INDEX and any(len(text.split()) > 2 for text in cells[place]):
            roles[place] = None
    if names.WEIGHT not in roles:
        # "/40" under "Score": what can be reached at most is the weight.
        scores = [
            p
            for p, role in enumerate(roles)
            if cells[p] and all(re.match(r"^_*\s*/\s*\d", text) for text in cells[p])
        ]
        if len(scores) == 1:
            roles[scores[0]] = names.WEIGHT
    if names.WEIGHT not in roles:
        guess = [
            place
            for place, role in enumerate(roles)
            if role in {None, names.INDEX} and like_weights(columns, place)
        ]
        if len(guess) == 1 and len(roles) > 1 and columns.headers[guess[0]].strip() not in {"#", "№"}:
            roles[guess[0]] = names.WEIGHT
    keep_first(roles, names.WEIGHT, names.EMPTY)
    choose_name(roles, columns.headers, cells)
    bars = [place for place, role in enumerate(roles) if role == names.BAR]
    if len(bars) > 1:
        best = next(
            (p for p in bars if re.search(r"meet|bar\b|good|expect", names.words_of(columns.headers[p]))),
            bars[0],
        )
        for place in bars:
            roles[place] = names.BAR if place == best else "more"
    if names.BAR not in roles and names.LEVEL_TEXT not in roles:
        spare = [
            p
            for p, role in enumerate(roles)
            if role is None and mostly(cells[p], lambda text: len(text.split()) > 1)
        ]
        if len(spare) == 1 and not names.level_in(columns.headers[spare[0]]):
            roles[spare[0]] = names.BAR
    return replace(columns, roles=tuple(roles))


def like_weights(columns: Columns, place: int) -> bool:
    """A column that nobody calls weights, and that holds them. Below a heading a bare number counts."""
    header = columns.headers[place]
    if names.level_in(header):
        return False
    return mostly(
        [row[place].text for row in columns.rows],
        lambda text: read_weight(text, bare=bool(header)) is not None,
    )


def mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    filled = [text for text in cells if text.strip()]
    return bool(filled) and sum(test(text) for text in filled) * 2 > len(filled)


def keep_first(roles: list[str | None], role: str, other: str) -> None:
    seen = False
    for place, each in enumerate(roles):
        if each == role:
            roles[place] = other if seen else role
            seen = True


def choose_name(roles: list[str | None], headers: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    candidates = [place for place, role in enumerate(roles) if role == names.NAME]
    groups = [place for place, role in enumerate(roles) if role == names.GROUP]
    if not candidates:
        candidates = groups or [
            place for place, role in enumerate(roles)
            if role is None and any(any(c.isalpha() for c in text) for text in cells[place])
        ][:1]  # fmt: skip
    if not candidates:
        return

    def rank(place: int) -> tuple[int, int]:
        words = names.words_of(headers[place])
        return next((n for n, start in enumerate(names.NAME_ORDER) if start in words), 99), place

    best = min(candidates, key=rank)
    for place in {*candidates, *groups}:
        if place == best:
            roles[place] = names.NAME
        elif place < best:
            roles[place] = names.GROUP
        else:
            roles[place] = names.BAR if names.BAR not in roles else "more"


def weight_in(text: str, header: str = "") -> Weight | None:
    """A weight where a column of weights has one; its heading gives a bare number its unit."""
    text = said(text)
    weight = read_weight(text, bare=True) if text else None
    if weight is None and text:
        _, weight = split_weight(f"x {text}")
    if weight is not None and weight.unit == "number":
        words = header.lower()
        if "%" in words or "percent" in words:
            return replace(weight, unit="percent")
        if re.search(r"points?|pts|max|score|marks", words):
            return replace(weight, unit="points")
    return weight


# --- What kind of table ------------------------------------------------------------------------------


def is_measures(columns: Columns) -> bool:
    """KPIs and targets: what the work is measured by, not the candidate."""
    measures = columns.where(names.MEASURE)
    return bool(measures) and (len(measures) > 1 or measures[0] == 0 or columns.first(names.WEIGHT) is None)


def is_key_values(columns: Columns) -> bool:
    """The closing summary: "Role title | …", "Top 10 skills | …"."""
    keys = [names.words_of(row[0].text) for row in columns.rows]
    return (
        sum(
            bool(
                re.match(
                    r"^(?:role|job) (?:title|purpose|name|mission)|^top \d+|^top (?:tools|kpis|skills)|^main |^career|^reports? to|^department|^location|^salary",
                    key,
                )
            )
            for key in keys
        )
        >= 2
    )


def is_scale(columns: Columns) -> bool:
    """Rows that are levels or ranges of a score, not dimensions."""
    place = columns.first(names.NAME)
    keys = [row[place if place is not None else 0].text or row[0].text for row in columns.rows]
    first = [row[0].text for row in columns.rows]
    return (
        any(
            len(each) > 1
            and all(bool(SCALE_NAME.match(text.strip())) or rank_of(text) is not None for text in each)
            for each in (keys, first)
        )
        and columns.first(names.WEIGHT) is None
    )


def is_signals(columns: Columns) -> bool:
    """Strong and weak signals and red flags side by side, without dimensions."""
    kinds = [names.kind_of(header, 6) for header in columns.headers]
    filled = [kind for header, kind in zip(columns.headers, kinds, strict=True) if header]
    return len(filled) > 1 and all(kind in names.SIGNAL_KINDS for kind in filled)


def rank_of(label: str) -> int | None:
    words = names.words_of(re.sub(r"^\s*\d\s*[-–—:.)=]?\s*", "", label))
    return next((rank for rank, pattern in RANKS if re.search(pattern, words)), None)


def level_order(label: str) -> tuple[int, int]:
    number = re.search(r"\d", label)
    return (int(number[0]), 0) if number else (rank_of(label) if rank_of(label) is not None else 2, 1)  # type: ignore[return-value]


# --- Rows --------------------------------------------------------------------------------------------


def for_level(columns: Columns, place: int, *, weights: bool) -> Columns:
    """With the one of several columns, one for each level, that holds this level's weights or texts."""
    role = names.WEIGHT if weights else names.BAR
    roles = [None if each == role else each for each in columns.roles]
    roles[place] = role
    return replace(columns, roles=tuple(roles))


def entries_of(block: Block, columns: Columns) -> list[Entry]:
    """A row each."""
    name_place = columns.first(names.NAME)
    if name_place is None:
        return []
    weight_place = columns.first(names.WEIGHT)
    found: list[Entry] = []
    shared = weight_place is not None and any(row[weight_place].again for row in columns.rows)
    for row in columns.rows:
        entry = entry_of(row, columns, name_place, weight_place, block.place)
        if entry is not None and shared:
            # One weight for several rows is the group's.
            entry = replace(entry, weight=None, group=entry.group or entry.name, group_weight=entry.weight)
        if entry is not None:
            found.append(entry)
    return found


def entry_of(
    row: Row, columns: Columns, name_place: int, weight_place: int | None, place: int
) -> Entry | None:
    cell = row[name_place]
    filled = [each for each in row if each.text and each.span]
    across = len(row) > 1 and (row[0].span >= len(row) or (row[0].span > 1 and row[0].span >= len(row) - 1))
    lone = (
        len(filled) == 1
        and len(row) > 2
        and (filled[0].bold or filled[0].header)
        and not all_bold(columns, name_place)
    )
    text = cell.text or (row[0].text if across else "")
    if not text:
        return None
    weight = (
        weight_in(row[weight_place].text, columns.headers[weight_place]) if weight_place is not None else None
    )
    name, detail, own = parted(text, words=weight_place is None) if weight is None else (text, "", None)
    if weight is None and own is None:
        # Only a weight parts a cell: "Coding - backend" is a name.
        name, detail = lines_of_name(cell)
    elif weight is not None and columns.first(names.BAR) is None:
        name, detail = lines_of_name(cell)
    group, group_weight = group_of(row, columns)
    levels = [
        (columns.headers[at], value)
        for at in columns.where(names.LEVEL_TEXT)
        if (value := said(joined(row[at])))
    ]
    bar_place = columns.first(names.BAR)
    bar = said(joined(row[bar_place])) if bar_place is not None and not across else ""
    meets = next((value for label, value in levels if re.search(r"\bmeets?\b", label, re.IGNORECASE)), "")
    must = columns.first(names.MUST)
    return Entry(
        name=named(MUST_HAVE.sub("", name)) if not placeholder(text) else text,
        place=place,
        weight=weight or own,
        bar=bar or meets or described_or_none(detail),
        levels=tuple(
            sorted(with_bar(levels, bar, columns, bar_place), key=lambda each: level_order(each[0]))
        ),
        signals=tuple(
            (kind, line)
            for kind in names.SIGNAL_KINDS
            for at in columns.where(kind)
            for line in listed(row[at])
        ),
        questions=tuple(line for at in columns.where(names.QUESTION) for line in listed(row[at])),
        must_have=bool(MUST_HAVE.search(name))
        or (must is not None and bool(YES.match(row[must].text.strip()))),
        depth=int(bool(BULLET.match(text)) or text.startswith(("↳", "└", ">"))),
        group=group,
        group_weight=group_weight,
        heading_row=across or lone,
    )


def all_bold(columns: Columns, place: int) -> bool:
    return all(
        row[place].bold or row[place].header or not row[place].text for row in columns.rows
    ) and not any(any(cell.text for at, cell in enumerate(row) if at != place) for row in columns.rows)


def lines_of_name(cell: Cell) -> tuple[str, str]:
    """A cell of two lines names the dimension in the first and describes it in the second."""
    return (cell.lines[0], " ".join(cell.lines[1:])) if len(cell.lines) > 1 else (cell.text, "")


def described_or_none(text: str) -> str | None:
    return said(text) or None


def with_bar(
    levels: list[tuple[str, str]], bar: str, columns: Columns, bar_place: int | None
) -> list[tuple[str, str]]:
    """Where there are level texts, what meets the bar is one of them."""
    return (
        [*levels, (columns.headers[bar_place], bar)] if levels and bar and bar_place is not None else levels
    )


def joined(cell: Cell) -> str:
    """A cell's words; what it keeps on lines of their own is kept apart."""
    return (
        "\n".join(cell.lines)
        if len(cell.lines) > 1 and all(len(line) > 1 for line in cell.lines)
        else cell.text
    )


def listed(cell: Cell) -> list[str]:
    """The points of a cell: its lines, or what semicolons part."""
    lines = cell.lines if len(cell.lines) > 1 else SPLIT.split(cell.text)
    return [line for each in lines if (line := said(BULLET.sub("", each.strip())))]


def group_of(row: Row, columns: Columns) -> tuple[str, Weight | None]:
    place = columns.first(names.GROUP)
    if place is None or not row[place].text:
        return "", None
    name, weight = split_weight(row[place].text)
    return named(name), weight
