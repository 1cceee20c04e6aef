"""The forms of a page, filled as the page brings them: for tests that send every form there is."""

from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser


@dataclass
class Found:
    """Where a form is sent, and what a browser would send with it untouched."""

    path: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def forms_of(markup: str, path: str) -> list[Found]:
    """Of the forms that change something."""
    page = LexborHTMLParser(markup)
    return [
        form(each, path) for each in page.css("form") if each.attributes.get("method", "").lower() == "post"
    ]


def form(node: Any, path: str) -> Found:
    found = Found(node.attributes.get("action") or path)
    for each in node.css("input, textarea, select, button"):
        name, kind = each.attributes.get("name"), each.attributes.get("type") or each.tag
        if not name or "disabled" in each.attributes:
            continue
        if kind == "file":
            found.files.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in each.attributes:
                found.fields.setdefault(name, []).append(each.attributes.get("value") or "on")
        elif kind == "select":
            chosen = [option for option in each.css("option") if "selected" in option.attributes] or each.css(
                "option"
            )[:1]
            found.fields[name] = [option.attributes.get("value") or "" for option in chosen]
        elif kind == "textarea":
            found.fields[name] = [each.text()]
            found.texts.append(name)
        else:
            found.fields[name] = [each.attributes.get("value") or ""]
            if kind in ("text", "email", "search", "url", "tel"):
                found.texts.append(name)
    return found
