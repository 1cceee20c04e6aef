"""Walking every address: what it is called, what it leads to, and what came back."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import pypdf
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hiring.models import Message
from scorecards.models import AuditEntry
from tests.access.matrix import MEANS
from tests.access.world import MARK, Half

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\[[^\]]*\])*\)")


@dataclass(frozen=True)
class Address:
    """One URL pattern. `key` is its name in the matrix, or its route where it has no name."""

    key: str
    route: str

    @property
    def parameters(self) -> list[str]:
        return [one or other for one, other in PARAMETER.findall(self.route)]

    def path(self, half: Half, person: str = "", **instead: Any) -> str:
        """With the objects of a half; `instead` gives other ones by parameter."""

        def value(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            meant = instead.get(name) or means(self, name, half, person)
            return str(getattr(meant, "pk", meant))

        return "/" + re.sub(r"[\^$\\]", "", PARAMETER.sub(value, self.route))


def addresses() -> list[Address]:
    return list(dict.fromkeys(walk(get_resolver().url_patterns, "", "")))


def walk(patterns: list[Any], names: str, route: str) -> Iterator[Address]:
    for each in patterns:
        path = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, f"{names}{each.namespace}:" if each.namespace else names, path)
        elif isinstance(each, URLPattern):
            yield Address(f"{names}{each.name}" if each.name else path, path)


def means(address: Address, name: str, half: Half, person: str) -> Any:
    """The object that a parameter stands for, by how the address reads up to it."""
    plain = PARAMETER.sub(lambda match: f"<{match[1] or match[2]}>", address.route)
    upto = plain.partition(f"<{name}>")[0] + f"<{name}>"
    subject = next((subject for ending, subject in MEANS.items() if upto.endswith(ending)), None)
    if subject is None:
        raise AssertionError(f"Say in MEANS of tests/access/matrix.py what the end of {upto!r} leads to.")
    if subject == "own_interview":
        return half.interviews.get(person, half.interviews["before"])
    if subject == "own_token":
        return half.people[person].calendar_token if person in half.people else "nobodys"
    return half.subjects.get(subject, subject)


class Walker(Client):
    """A client that knows what was on the trail and sent before it set out: each request is undone, so it holds
    for all of them."""

    entry = message = 0

    def set_out(self) -> None:
        self.entry, self.message = newest(AuditEntry), newest(Message)


def newest(model: Any) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def signed_in(user: Any | None) -> Walker:
    client = Walker(headers={"X-Request-ID": "matrix-request"})
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.set_out()
    return client


@dataclass
class Answer:
    """What came back, in one piece of text, with what was mailed and noted on the way."""

    status: int
    location: str
    text: str
    messages: list[Message]
    trail: str

    @property
    def cell(self) -> str:
        """As it is written in the matrix."""
        if self.status == 404:
            return "-"
        if self.status == 302 and urlsplit(self.location).path in ("/accounts/login/", "/admin/login/"):
            return "in"
        return str(self.status)

    @property
    def marks(self) -> set[tuple[str, str]]:
        return set(MARK.findall(self.text))


def ask(client: Walker, method: str, path: str, data: dict[str, Any] | None = None) -> Answer:
    """One request, undone afterwards."""
    mail.outbox.clear()
    cookies = client.cookies.output(header="")
    with transaction.atomic():
        response = client.generic(method, path) if method not in ("GET", "POST") else (
            client.get(path) if method == "GET" else client.post(path, data or {})
        )  # fmt: skip
        text = readable(response)
        sent = list(Message.objects.filter(pk__gt=client.message))
        trail = " ".join(str(row) for row in AuditEntry.objects.filter(pk__gt=client.entry).values())
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    mails = " ".join(f"{each.subject} {each.body} {each.to}" for each in mail.outbox)
    return Answer(response.status_code, response.headers.get("Location", ""), f"{text} {mails}", sent, trail)


def readable(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # How short a packed file becomes hangs on the minute it was made in; what is in it is read below.
    packed = content[:2] == b"PK"
    head = " ".join(
        f"{name}: {value}" for name, value in response.items() if not (packed and name == "Content-Length")
    )
    cookies = response.cookies.output()
    kind = response.headers.get("Content-Type", "")
    if "pdf" in kind:
        body = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif packed:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            body = " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    else:
        body = content.decode("utf-8", "replace")
    return f"{head} {cookies} {body}"
