"""The type of a request that LoginRequiredMiddleware let through (its user is one of ours), and its texts."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest

from hiring.models import User


class Request(HttpRequest):
    user: User


def plain(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()


def one_or_404(rows: Sequence[Any]) -> Any:
    """What an access rule found of one thing. What a person may not see does not exist for them."""
    if not rows:
        raise Http404
    return rows[0]


def search_words(request: HttpRequest) -> str:
    """What is searched for: each word is a condition of the query, so not a whole page of them."""
    return request.GET.get("search", "").strip()[:200]
