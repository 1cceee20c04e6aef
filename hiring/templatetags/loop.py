"""For the loop page."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(values: Mapping[str, Any], key: str) -> Any:
    """{{ shares|of:key }}: a template cannot look up by a variable."""
    return values.get(key, "")
