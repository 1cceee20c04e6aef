"""The forms of a page, filled as the page brings them: for tests that send every form there is."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from selectolax.lexbor import LexborHTMLParser

# What somebody might type, by the kind of the field.
TYPED = {
    "text": "Filled in", "search": "Filled in", "password": "Filled in", "textarea": "Filled in by somebody.",
    "email": "filled@example.org", "url": "https://example.org/", "tel": "+49 30 5550", "number": "2",
    "date": "2027-03-01", "time": "10:00", "datetime-local": "2027-03-01T10:00",
}  # fmt: skip


@dataclass
class Found:
    """Where a form is sent, and what a browser would send with it untouched."""

    path: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    # What fills the fields that must not be empty, ticks what can be ticked and chooses something else.
    typed: dict[str, str] = field(default_factory=dict)

    def filled(self) -> dict[str, Any]:
        """What a browser would send of a form that is filled in. A file is read by sending: new ones each time."""
        files = {
            name: SimpleUploadedFile("filled.txt", b"name,email\nFil,filled@example.org")
            for name in self.files
        }
        return self.fields | self.typed | files


def forms_of(markup: str, path: str) -> list[Found]:
    """Of the forms that change something."""
    page = LexborHTMLParser(markup)
    return [
        form(each, path) for each in page.css("form") if each.attributes.get("method", "").lower() == "post"
    ]


def form(node: Any, path: str) -> Found:
    found = Found(node.attributes.get("action") or path)
    typed: dict[str, str] = {}
    changed: dict[str, str] = {}
    for each in node.css("input, textarea, select, button"):
        name, kind = each.attributes.get("name"), each.attributes.get("type") or each.tag
        if not name or "disabled" in each.attributes:
            continue
        value = each.attributes.get("value") or ""
        if kind == "file":
            found.files.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in each.attributes:
                found.fields.setdefault(name, []).append(value or "on")
            typed.setdefault(name, value or "on")
        elif kind == "select":
            choices = [option.attributes.get("value") or "" for option in each.css("option")]
            chosen = [
                option.attributes.get("value") or ""
                for option in each.css("option")
                if "selected" in option.attributes
            ]
            found.fields[name] = chosen or choices[:1]
            changed[name] = next((each for each in choices if each and each not in chosen), "")
        else:
            found.fields[name] = [each.text() if kind == "textarea" else value]
            typed[name] = TYPED.get(kind, "") if "required" in each.attributes else ""
            if kind in ("textarea", "text", "email", "search", "url", "tel"):
                found.texts.append(name)
    found.typed = {
        name: value for name, value in typed.items() if value and not any(found.fields.get(name, ()))
    }
    return found


def parameters_of(markup: str, path: str) -> set[str]:
    """Of the page itself, by its forms that search and its links to itself."""
    page, found = LexborHTMLParser(markup), set()
    for node in page.css("form"):
        action = node.attributes.get("action") or path
        if node.attributes.get("method", "").lower() != "post" and action.partition("?")[0] == path:
            found |= {each.attributes["name"] or "" for each in node.css("[name]")}
    for node in page.css("a[href]"):
        target, _, query = (node.attributes["href"] or "").partition("?")
        if target in ("", path):
            found |= {name for name, _ in parse_qsl(query)}
    return found - {""}
