"""Small pages, and what is read of them."""

from scorecards.blueprints.reading import read
from scorecards.blueprints.shape import as_json


def seen(page, **options):
    return as_json(read(page.encode(), **options))


def table(*rows):
    width = rows[0].count("|") + 1
    return "\n".join([f"| {rows[0]} |", "|---" * width + "|", *(f"| {row} |" for row in rows[1:])])
