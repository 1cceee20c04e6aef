"""What the summary's template needs and Django's filters have not."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.filter
def by_signal(rows: Iterable[tuple[Any, Any]]) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Rows of (card, what was seen) under their signal: each signal once, in the order in which they come."""
    found: dict[Any, list[tuple[Any, Any]]] = {}
    for card, seen in rows:
        found.setdefault(seen.signal, []).append((card, seen))
    return list(found.items())
