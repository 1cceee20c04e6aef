from typing import Any

from django import template
from django.conf import settings

from hiring import sign_in

register = template.Library()


@register.simple_tag
def demo_people() -> tuple[tuple[str, str, str], ...]:
    """Who can be signed in as with one click; empty outside demo mode."""
    return sign_in.demo_people()


@register.simple_tag
def single_sign_on() -> Any:
    """The other way to sign in, with its name; None where none is configured."""
    return settings.SINGLE_SIGN_ON
