"""Checking an uploaded résumé by its content, whatever its name or its sender says.

PDF: begins and ends as one, and nothing else follows. DOCX: a zip whose directory names a Word document,
unpacked once under a limit (a bomb may lie about its sizes), without macros, programs or password. TXT: decodes
as text without control characters, and is not a web page, a picture or a script in disguise. Up to 10 MB.

This keeps out files that pretend. It is no virus scanner: whoever opens a file opens it on their own machine.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 200
CHUNK = 1024 * 1024
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Anything that a browser or a shell would take for more than words.
MARKUP = re.compile(
    r"<\s*(!doctype|\?xml|\?php|html|svg|script|iframe|object|embed|body|head|img)\b", re.IGNORECASE
)
SCRIPT = re.compile(r"\ufeff?\s*(#!|\{\\rtf|%!PS|GIF8|BM|MZ\b|RIFF)")
PROGRAM = re.compile(
    r"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|js|jse|wsf|hta|jar|msi|lnk|html?|svg)$", re.IGNORECASE
)

ACCEPTED = "Upload a PDF, a Word document (.docx) or plain text."
DAMAGED = "This Word document is damaged. Save it again."
TOO_MUCH = "This Word document unpacks to far more than a résumé. Save it as PDF."
OLD_WORD = (
    "This is an old Word document, or one with a password. Save it as PDF or as .docx without a password."
)


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
        check_pdf(content)
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        check_docx(content)
        return "docx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAResume(OLD_WORD)
    text = text_of(content)
    if text is None or SCRIPT.match(text):
        raise NotAResume(ACCEPTED)
    if MARKUP.search(text):
        raise NotAResume("This is a web page or a picture, not plain text. Save it as PDF.")
    return "txt"


def check_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < max(0, len(content) - 2048):
        raise NotAResume("This PDF is cut off. Export it again.")
    # A file that is also a zip, a web page or a program in another reader's eyes.
    if zipfile.is_zipfile(io.BytesIO(content)) or content[end + 5 :].strip(b"\r\n\t \x00"):
        raise NotAResume("Something else is attached to this PDF. Export it again.")
    if MARKUP.search(content[:1024].decode("latin-1")):
        raise NotAResume("This is a web page that calls itself a PDF. Export it again.")


def check_docx(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_entries(archive.infolist())
            unpack(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        NotImplementedError,
        OverflowError,
        EOFError,
    ) as error:
        raise NotAResume(DAMAGED) from error
    except RuntimeError as error:  # a password on an entry
        raise NotAResume(OLD_WORD) from error


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """What the archive's directory says, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if not {"[Content_Types].xml", "word/document.xml"} <= set(names):
        raise NotAResume(ACCEPTED)
    if len(set(names)) != len(names) or any(
        name.startswith("/") or ".." in name.split("/") for name in names
    ):
        raise NotAResume(DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > packed * MOST_RATIO:
        raise NotAResume(TOO_MUCH)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotAResume(OLD_WORD)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAResume("This Word document holds macros. Save it without them, or as PDF.")
    if any(PROGRAM.search(name) or name.lower().startswith("word/embeddings/") for name in names):
        raise NotAResume("Other files are packed into this Word document. Save it as PDF.")


def unpack(archive: zipfile.ZipFile) -> None:
    """Once, piece by piece and into nothing: sizes and checksums are what the directory says, or it is refused."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise NotAResume(TOO_MUCH)


def text_of(content: bytes) -> str | None:
    """The text, in one of two encodings; None where it holds what no text does."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(text) else text
    return None


def safe_name(name: str, kind: str) -> str:
    """The last part of the path, without what a header or a shell could misread, with the real ending."""
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    stem = "".join(each for each in stem if each.isalnum() or each in " ._-()").strip(" .")
    return f"{stem[:150] or 'resume'}.{kind}"
