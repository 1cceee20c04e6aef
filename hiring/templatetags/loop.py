"""For the loop page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def of(values: Mapping[str, Any], key: str) -> Any:
    """{{ shares|of:key }}: a template cannot look up by a variable."""
    return values.get(key, "")


@register.simple_tag
def options(people: Iterable[Any]) -> SafeString:
    """{% options people %}: a large house has a thousand for each place, and a loop of the template takes ten times as
    long over them."""
    return format_html_join("", '<option value="{}">{}</option>', ((each.pk, each) for each in people))
