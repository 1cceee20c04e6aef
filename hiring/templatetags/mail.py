"""For plain-text mails."""

from django import template

register = template.Library()


@register.filter
def underline(text: str) -> str:
    return "-" * min(len(text), 72)
