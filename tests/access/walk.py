"""Walking every address: what it is called, what it leads to, and what came back."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import pypdf
from django.core import mail, signing
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hiring.config import kept
from hiring.models import Message
from scorecards.models import AuditEntry
from tests.access.matrix import ELSEWHERE, MEANS, QUERIES, ROWS
from tests.access.world import MARK, Half

METHODS = ("GET", "POST")
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


ADDRESSES = addresses()


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
        client.force_login(user, backend="hiring.sign_in.Backend")
        # As after a first page: else each request, undone, would mark the session and the browser anew.
        session = client.session
        session["seen"] = int(time.time())
        session.save()
        client.cookies[kept.COOKIE] = signing.dumps(str(user.pk), salt=kept.SALT)
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
    # What was written to the database, but for sessions and the counting of sign-ins.
    wrote: list[str]

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


def ask(client: Walker, method: str, path: str, data: Any = None) -> Answer:
    """One request, undone afterwards. The data of a form, or JSON as bytes."""
    mail.outbox.clear()
    cookies = client.cookies.output(header="")
    with transaction.atomic(), writes() as wrote:
        response = answered(client, method, path, data)
        text = readable(response)
        sent, trail = [], ""
        # Asked only where something was written to it: most requests write nothing.
        if any("hiring_message" in sql for sql in wrote):
            sent = list(Message.objects.filter(pk__gt=client.message))
        if any("scorecards_auditentry" in sql for sql in wrote):
            trail = " ".join(str(row) for row in AuditEntry.objects.filter(pk__gt=client.entry).values())
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    mails = " ".join(f"{each.subject} {each.body} {each.to}" for each in mail.outbox)
    location = response.headers.get("Location", "")
    return Answer(response.status_code, location, f"{text} {mails}", sent, trail, wrote)


def answered(client: Walker, method: str, path: str, data: Any) -> Any:
    if isinstance(data, bytes):
        return client.generic(method, path, data, "application/json")
    if method == "POST":
        return client.post(path, data or {})
    return client.get(path) if method == "GET" else client.generic(method, path)


WRITES = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE [\w\".]+( AS \w+| \w+)? SET|TRUNCATE)\b|erase_\w+\(")


@contextmanager
def writes():
    """The statements that change something, but for sessions and the counting of sign-ins. Wherever in a
    statement: some start with WITH, and one function erases."""
    found = []

    def look(execute, sql, params, many, context):
        if WRITES.search(sql) and "django_session" not in sql and "hiring_throttle" not in sql:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


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


def queries(address: Address, half: Half) -> list[str]:
    numbers = {name: getattr(subject, "pk", subject) for name, subject in half.subjects.items()}
    return ["?" + query.format(**numbers) for query in QUERIES.get(address.key, ())]


def client_of(half: Half, person: str):
    return signed_in(half.people.get(person))


def expected(address: Address, method: str, person: str) -> tuple[str, ...]:
    """What the table says; where it has no line for the method, the method is refused."""
    row = ROWS.get((address.key, method))
    if row:
        return (row[person],)
    return ("in", "405") if person == "anon" else ("405",)


def kind(address: Address) -> str:
    """The admin pages of all models are made alike, and let in by one check."""
    return re.sub(r"(hiring|scorecards)[_/][a-z]+", "", address.key)


ONE_OF_EACH_KIND = {kind(address): address for address in reversed(ADDRESSES)}.values()


def walked_by(person: str) -> list[Address]:
    """Every address; of the admin pages one of each kind for those whom they all send away."""
    if ROWS["admin:index", "GET"][person] != "in":
        return ADDRESSES
    left_out = [address for address in ADDRESSES if address not in ONE_OF_EACH_KIND]
    assert {expected(address, method, person) for address in left_out for method in METHODS} == {("in",)}
    return [address for address in ADDRESSES if address in ONE_OF_EACH_KIND]


def also(address: Address, half: Half) -> list[str]:
    """The same page of an application that is decided, and of one that withdrew."""
    if not address.route.startswith("applications/<int:pk>/"):
        return []
    return [
        address.path(half, pk=half.subjects[name])
        for name in ("decided_application", "withdrawn_application")
    ]


def halves(address: Address, method: str, person: str, world: dict[str, Half]):
    """Where one's own objects are and where foreign ones are, with who one is to them; then applications that
    are over, wherever they are. A method that is refused is refused before any object is looked for."""
    here, there = world["here"], world["there"]
    who = "anon" if person == "gone" else person
    yield who, address.path(here, person)
    if (address.key, method) not in ROWS or not address.parameters:
        return
    if not address.route.startswith(("admin/", "calendar/")):
        elsewhere = ELSEWHERE.get(who, who)
        yield elsewhere, address.path(there, elsewhere)
        over = [*also(address, here), *also(address, there)]
        # Of a form one of each: a decided one's here, a withdrawn one's there.
        for path in over if method == "GET" else over[::3]:
            yield "", path
