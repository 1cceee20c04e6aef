"""The type of a request that LoginRequiredMiddleware let through: its user is one of ours."""

from django.http import HttpRequest

from hiring.models import User


class Request(HttpRequest):
    user: User
