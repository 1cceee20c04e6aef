"""Tables as files: reading CSV as people really send it, writing CSV and XLSX that do no harm.

A spreadsheet runs a cell that begins with =, +, -, @ (or a tab or line end before them) as a formula.
What comes from a candidate is written so that it stays text.
"""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MOST_ROWS = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotATable(Exception):
    """The sentence says what is wrong with the file as a whole."""


@dataclass(frozen=True)
class Line:
    """One row of the file. `number` is the line that an editor shows where the row begins."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Problem:
    line: int
    column: str
    what: str


@dataclass(frozen=True)
class Checked:
    """What an import would do: nothing while there is a problem. `same` rows say what is stored already."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    same: int = 0

    @classmethod
    def of(cls, lines: Sequence[Line], problems: Sequence[Problem], same: int = 0) -> "Checked":
        if not lines and not problems and not same:
            problems = [Problem(1, "", "There is no row under the first line.")]
        return cls(tuple(lines), tuple(sorted(problems, key=lambda each: each.line)), same)


def address_problems(lines: Iterable[Line], *, known: Collection[str], because: str) -> list[Problem]:
    """Addresses (in lower case) that are `known` already, with the reason, and those given twice."""
    problems = []
    seen: dict[str, int] = {}
    for line in lines:
        email = line.values.get("email", "").lower()
        if email in known:
            problems.append(Problem(line.number, "email", because))
        if email and seen.setdefault(email, line.number) != line.number:
            problems.append(Problem(line.number, "email", f"The same address is on line {seen[email]}."))
    return problems


def read(
    content: bytes, *, columns: Sequence[str], needed: Sequence[str]
) -> tuple[list[Line], list[Problem]]:
    """Rows by column name, whatever the encoding, the separator and the order and case of the columns.

    Columns that nobody knows and columns that are missing are problems of line 1; rows with too many
    or too few cells are problems of their line. Empty lines are passed over.
    """
    text = decode(content)
    try:
        rows = numbered(text)
    except csv.Error as error:
        raise NotATable(f"This is not a table with commas or semicolons: {error}.") from error
    if not rows:
        raise NotATable("The file is empty. Its first line names the columns.")
    if len(rows) > MOST_ROWS + 1:
        raise NotATable(f"The file has more than {MOST_ROWS:,} rows. Split it.")
    header = [cell.strip().lower().replace("-", "").replace(" ", "_") for cell in rows[0][1]]
    problems = [
        Problem(1, name or "(no name)", f"Nobody knows this column. Known are: {', '.join(columns)}.")
        for name in header
        if name not in columns
    ]
    problems += [Problem(1, name, "This column is missing.") for name in needed if name not in header]
    problems += [
        Problem(1, name, "This column is there twice.")
        for name in sorted(set(header))
        if header.count(name) > 1
    ]
    lines = []
    for number, cells in rows[1:]:
        if len(cells) != len(header) and any(cell.strip() for cell in cells[len(header) :] or cells):
            problems.append(
                Problem(number, "", f"This row has {len(cells)} cells, the first line has {len(header)}.")
            )
        lines.append(Line(number, {name: meant(cell) for name, cell in zip(header, cells, strict=False)}))
    return lines, problems


def numbered(text: str) -> list[tuple[int, list[str]]]:
    """Rows with the line on which each begins; a quoted cell may span lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    rows, begins = [], 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((begins, cells))
        begins = reader.line_num + 1
    return rows


def decode(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one (Excel's "Unicode text"), else Windows' Western set."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotATable("This is not a text file. Save the table as CSV (UTF-8).")


def separator(text: str) -> str:
    """Whichever of the three divides the first line most often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def harmless(value: object) -> str:
    """The value as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def meant(cell: str) -> str:
    """The other way round: what a file of ours marked as text is read without the mark."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """With a mark, so that Excel reads it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Numbers as numbers, all else as text: no formula, no link, no number guessed from a phone number. What
    looks like a formula is marked as quoted, so that it stays text when somebody edits or saves it anew."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(number, column, float(cell))
                continue
            text = "" if cell is None else str(cell)[:32_000]
            sheet.write_string(number, column, text, quoted if text.startswith(FORMULA_STARTS) else None)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(header) - 1), 22)
    book.close()
    return out.getvalue()
