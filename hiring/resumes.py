"""Checking an uploaded résumé by its content, whatever its name or its sender says.

PDF: begins and ends as one. DOCX: a zip whose directory names a Word document, whose declared sizes
are sane (a zip bomb declares or hides gigabytes; nothing is unpacked here), and which holds no macros.
TXT: decodes as text without control characters. Up to 10 MB.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 200
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class NotAResume(Exception):
    """The sentence says what is accepted."""


@dataclass(frozen=True)
class Checked:
    name: str
    kind: str
    content: bytes


def check(name: str, content: bytes) -> Checked:
    """The file with its real kind and a safe name. Raise NotAResume for anything else."""
    if not content:
        raise NotAResume("The file is empty.")
    if len(content) > MOST_BYTES:
        raise NotAResume("A résumé can have up to 10 MB.")
    kind = kind_of(content)
    return Checked(name=safe_name(name, kind), kind=kind, content=content)


def kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise NotAResume("This PDF is cut off. Export it again.")
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        check_docx(content)
        return "docx"
    if is_text(content):
        return "txt"
    raise NotAResume("Upload a PDF, a Word document (.docx) or plain text.")


def check_docx(content: bytes) -> None:
    """Reads the directory alone: nothing is unpacked, so a bomb stays packed."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise NotAResume("This Word document is damaged. Save it again.") from error
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise NotAResume("Upload a PDF, a Word document (.docx) or plain text.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > packed * MOST_RATIO:
        raise NotAResume("This Word document unpacks to far more than a résumé. Save it as PDF.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAResume("This Word document holds macros. Save it without them, or as PDF.")


def is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return not CONTROL.search(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False


def safe_name(name: str, kind: str) -> str:
    """The last part of the path, without what a header or a shell could misread, with the real ending."""
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    stem = "".join(each for each in stem if each.isalnum() or each in " ._-()").strip(" .")
    return f"{stem[:150] or 'resume'}.{kind}"
