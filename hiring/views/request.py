"""The type of a request that LoginRequiredMiddleware let through (its user is one of ours), and its texts."""

from django.http import HttpRequest

from hiring.models import User


class Request(HttpRequest):
    user: User


def plain(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()
