"""One signed-in person who asks the product's own WSGI application, in this process, and a bare view to compare with.

What is timed is the server's work alone: from the request's environment to the last byte of the answer.
"""

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.backends.django import Template as Backend
from django.template.context import make_context
from selectolax.lexbor import LexborHTMLParser

from bench import SECRET

BACKEND = "hiring.sign_in.Backend"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    seconds: float
    queries: int


def session_of(user: Any) -> str:
    """The cookies of a signed-in browser."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen"] = int(time.time())
    session.create()
    return f"sessionid={session.session_key}; csrftoken={SECRET}"


@dataclass
class Browser:
    handler: Any
    cookies: str = ""

    def get(self, url: str) -> Answer:
        return self.ask("GET", url)

    def save(self, url: str, changes: list[dict[str, Any]]) -> Answer:
        body = json.dumps({"changes": changes}).encode()
        return self.ask("POST", url, body, "application/json")

    def submit(self, url: str) -> Answer:
        return self.ask("POST", url, b"flushed=1", "application/x-www-form-urlencoded")

    def ask(self, method: str, url: str, body: bytes = b"", content_type: str = "") -> Answer:
        path, _, query = url.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": self.cookies, "HTTP_X_CSRFTOKEN": SECRET,
            "HTTP_ACCEPT": "application/json" if body else "text/html", "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }  # fmt: skip
        seen: list[str] = []
        with counted(seen):
            began = time.perf_counter()
            response = self.handler(environ, lambda *_: None)
            answer = b"".join(response)
            took = time.perf_counter() - began
            response.close()
        return Answer(response.status_code, answer, took, len(seen))


@contextmanager
def counted(seen: list[str]) -> Iterator[None]:
    def note(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        seen.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        yield


# --- The floors ------------------------------------------------------------------------------------


class Bare(WSGIHandler):
    """Django with one view and nothing around it: no middleware, no session, no query."""

    def __init__(self, render: Callable[[], str]) -> None:
        self.render = render
        super().__init__()

    def load_middleware(self, is_async: bool = False) -> None:
        self._middleware_chain = self.view

    def view(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(self.render())


@contextmanager
def captured(found: list[tuple[Any, Any, dict[str, Any]]]) -> Iterator[None]:
    """The template that a page is made with, and everything that it is given."""
    original = Backend.render

    def render(self: Any, context: Any = None, request: Any = None) -> Any:
        whole = make_context(context, request, autoescape=True)
        with whole.bind_template(self.template):
            found.append((self.template, request, whole.flatten()))
        return original(self, context, request)

    Backend.render = render
    try:
        yield
    finally:
        Backend.render = original


def same_template(ask: Callable[[], Answer]) -> Browser:
    """The same rows by the page's own template, from ready-made values."""
    found: list[tuple[Any, Any, dict[str, Any]]] = []
    with captured(found):
        ask()
    template, request, values = found[0]  # what it includes comes later

    def render() -> str:
        context = Context(dict(values))
        context.request = request  # some tags read the address
        return template.render(context)

    return Browser(Bare(render))


def plain_table(page: bytes) -> Browser:
    """The same texts, links and pictures in the plainest table that there is."""
    template, rows = Template(FLOOR), rows_of(page)
    return Browser(Bare(lambda: template.render(Context({"title": "Floor", "rows": rows}))))


# Safe: a picture is an SVG of the product's own page, put back as it was; escaped, the floor would draw none.
FLOOR = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1><table>{% for cells in rows %}<tr>
{% for cell in cells %}<td>
{% if cell.picture %}{{ cell.picture|safe }}
{% elif cell.link %}<a href="{{ cell.link }}">{{ cell.text }}</a>
{% else %}{{ cell.text }}{% endif %}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"""


@dataclass(frozen=True)
class Cell:
    text: str = ""
    link: str = ""
    picture: str = ""


def rows_of(page: bytes) -> list[list[Cell]]:
    """Every text of the page's content, a row for each table row and for each block of text outside of tables."""
    body = LexborHTMLParser(page).css_first("main") or LexborHTMLParser(page).body
    found: list[list[Cell]] = []
    for node in body.css("tr, p, li, h2, h3, dt, dd, label, legend, svg"):
        inside = node.parent
        while inside is not None and inside.tag not in ("tr", "svg", "li", "main"):
            inside = inside.parent
        if inside is not None and inside.tag in ("tr", "svg", "li"):
            continue
        found.append(cells_of(node))
    return [cells for cells in found if cells]


def cells_of(node: Any) -> list[Cell]:
    if node.tag == "svg":
        return [Cell(picture=node.html)]
    parts = node.css("td, th") if node.tag == "tr" else [node]
    cells = []
    for part in parts:
        picture, link = part.css_first("svg"), part.css_first("a")
        text = part.text(strip=True, separator=" ")
        cells.append(
            Cell(text, link.attributes.get("href") or "" if link else "", picture.html if picture else "")
        )
    return cells


# --- Figures ---------------------------------------------------------------------------------------


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


@dataclass(frozen=True)
class Measured:
    """Milliseconds of server time."""

    p50: float
    p95: float
    queries: int
    size: int
    floor: float = 0.0
    plain: float = 0.0

    def as_row(self) -> dict[str, Any]:
        row = {
            "queries": self.queries, "p50 ms": round(self.p50, 1), "p95 ms": round(self.p95, 1),
            "KB": round(self.size / 1024, 1),
        }  # fmt: skip
        if self.floor:
            row |= {
                "floor ms": round(self.floor, 1), "ratio": round(self.p50 / self.floor, 2),
                "plain ms": round(self.plain, 1), "to plain": round(self.p50 / self.plain, 1),
            }  # fmt: skip
        return row


def measured(ask: Callable[[], Answer], *, times: int, expect: int = 200, floor: bool = True) -> Measured:
    """The page and its floors in turn, so that all meet the same weather."""
    for _ in range(3):
        first = ask()
    if first.status != expect:
        raise SystemExit(f"A page answered {first.status} instead of {expect}.")
    bare = [same_template(ask), plain_table(first.body)] if floor else []
    answers, low = [], [list[float]() for _ in bare]
    for _ in range(times):
        answers.append(ask())
        for each, found in zip(bare, low, strict=True):
            found.append(each.get("/").seconds * 1000)
    took = [answer.seconds * 1000 for answer in answers]
    queries = max(answer.queries for answer in answers)
    return Measured(median(took), share(took, 0.95), queries, len(first.body), *map(median, low))
