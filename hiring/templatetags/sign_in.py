from django import template

from hiring import sign_in

register = template.Library()


@register.simple_tag
def demo_people() -> tuple[tuple[str, str, str], ...]:
    """Who can be signed in as with one click; empty outside demo mode."""
    return sign_in.demo_people()
