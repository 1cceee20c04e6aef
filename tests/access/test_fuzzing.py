"""Every form and every parameter with inputs that nobody meant: no error of ours, and nothing written by what
was refused. 500 inputs in the normal profile, 10,000 in the nightly one."""

import json
import os
import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.conftest import walked
from tests.access.matrix import ROWS
from tests.access.walk import ADDRESSES, client_of, queries, writes

pytestmark = pytest.mark.django_db
EXAMPLES = 5_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 250
TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "é" * 50,
    "\U0001d54f",
    "\u202e",
    "-1",
    "0",
    "1",
    "2",
    "99999999999999999999999",
    "1e999",
    "NaN",
    "1.5",
    "0x10",
    "٣",
    "²",
    "true",
    "null",
    "[]",
    "{}",
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}",
    "../../etc/passwd",
    "%00",
    "%",
    "=cmd|' /C calc'!A0",
    "2026-02-30",
    "2026-13-01T99:99",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "a" * 5_000,
    "\r\nSet-Cookie: a=b",
    "na",
    "rating",
    "on",
]
NAMES = [
    "page",
    "search",
    "sort",
    "show",
    "outcome",
    "application",
    "against",
    "opening",
    "stamp",
    "next",
    "q",
    "o",
    "e",
    "p",
    "all",
    "_popup",
    "_to_field",
    "_changelist_filters",
    "status__exact",
    "role__id__exact",
    "id__in",
    "app_label",
]
words = st.one_of(st.sampled_from(TEXTS), st.text(max_size=30), st.integers().map(str))
quiet = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Targets:
    """Where inputs go: every page and form that some person reaches, with the names of its fields."""

    def __init__(self, here):
        self.clients = {
            person: client_of(here, person) for person in ("manager", "before", "coord", "rubric", "super")
        }
        self.pages, self.posts, self.filters, names = [], [], {}, set(NAMES)
        for person in self.clients:
            for address in ADDRESSES:
                if "logout" in address.route:
                    continue
                path = address.path(here, person)
                if ROWS.get((address.key, "GET"), {}).get(person) in ("200", "302"):
                    self.pages += [(person, path + query) for query in ("", *queries(address, here))]
                if ROWS.get((address.key, "POST"), {}).get(person) not in ("in", "405", "403", "-", None):
                    self.posts.append((person, path, {}))
            for page in walked(here, person):
                for form in page.forms:
                    if "logout" not in form.path:
                        self.posts.append((person, form.path, form.fields))
                        names |= set(form.fields)
                self.filters[person, page.path] = sorted(page.filters)
        self.names = sorted(names)


@pytest.fixture(scope="module")
def targets(revealed):
    return Targets(revealed["here"])


def sent(client, method, path, **how):
    """One request, undone. Whatever is refused writes nothing but its trace."""
    with transaction.atomic(), writes() as wrote:
        response = client.generic(method, path, **how)
        transaction.set_rollback(True)
    assert response.status_code < 500, (method, path, how)
    body = b"" if response.streaming else response.content
    assert b"Traceback" not in body
    if response.status_code >= 400:
        # The library of the sign-in notes the address of whoever follows the link for a new password.
        traces = ("scorecards_auditentry", "scorecards_draftfield", "account_emailaddress")
        assert [sql for sql in wrote if not any(name in sql for name in traces)] == [], (method, path, how)


@quiet
@given(data=st.data())
def test_no_query_and_no_path_brings_an_error(targets, data):
    person, path = data.draw(st.sampled_from(targets.pages))
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(targets.names) | words, words), max_size=4))
    if data.draw(st.integers(0, 3)) == 0:
        numbers = [part for part in path.split("/") if part.isdecimal()]
        for number in numbers:
            wrong = data.draw(st.sampled_from(["0", "99999999", "9223372036854775808", "1" * 60]))
            path = path.replace(f"/{number}/", f"/{wrong}/")
    path, _, query = path.partition("?")
    sent(targets.clients[person], "GET", path, QUERY_STRING="&".join(filter(None, (query, encoded(pairs)))))


@quiet
@given(data=st.data())
def test_no_form_brings_an_error(targets, data):
    person, path, fields = data.draw(st.sampled_from(targets.posts))
    known = st.sampled_from(sorted(fields)) if fields else st.sampled_from(targets.names)
    left_out = data.draw(st.sets(known, max_size=3)) if data.draw(st.booleans()) else set(fields)
    pairs = [(name, value) for name, values in fields.items() for value in values if name not in left_out]
    pairs += data.draw(st.lists(st.tuples(known | st.sampled_from(targets.names), words), max_size=5))
    kind = data.draw(st.sampled_from(["form", "form", "form", "multipart", "broken", "json", "raw", "file"]))
    sent(targets.clients[person], "POST", path, **body_of(kind, pairs, data))


def test_no_filter_of_a_page_takes_what_the_database_cannot_hold(targets):
    """Every parameter by which a page lists, searches and sorts, each with a text and too much of it."""
    asked = 0
    for (person, path), names in targets.filters.items():
        for name in names:
            sent(targets.clients[person], "GET", path, QUERY_STRING=encoded([(name, "a\0b " * 700)]))
            asked += 1
    assert asked > 50


@pytest.mark.parametrize("text", ["a\0b", "https://example.org/\r\n", "9" * 30, "-1"])
def test_no_form_brings_an_error_with_nonsense_in_every_field(targets, text):
    """It is shown again with all of it."""
    forms = {
        re.sub(r"\d+", "", path): (person, path, fields) for person, path, fields in targets.posts if fields
    }
    for person, path, fields in forms.values():
        body = encoded([(name, text) for name in fields])
        sent(
            targets.clients[person], "POST", path, data=body, content_type="application/x-www-form-urlencoded"
        )
    assert len(forms) > 40


def test_no_path_takes_what_the_database_cannot_hold(revealed, targets):
    asked = 0
    for address in ADDRESSES:
        for parameter in address.parameters:
            path = address.path(revealed["here"], "coord", **{parameter: "a%00b"})
            for person in ("coord", "rubric", "super"):
                sent(targets.clients[person], "GET", path)
                asked += 1
    assert asked > 100


def test_a_null_character_is_not_put_together_by_taking_one_out(targets):
    sent(targets.clients["coord"], "GET", "/candidates/?search=a%%0000b")


def encoded(pairs):
    from urllib.parse import quote_plus

    return "&".join(
        f"{quote_plus(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}"
        for name, value in pairs
    )


def body_of(kind, pairs, data):
    if kind == "form":
        return {"data": encoded(pairs), "content_type": "application/x-www-form-urlencoded"}
    if kind == "json":
        value = data.draw(
            st.sampled_from(["{", "[]", "null", '{"changes": 1}', '{"changes": [{"name": []}]}', '"\\ud800"'])
        )
        return {"data": value, "content_type": "application/json"}
    if kind == "raw":
        junk = data.draw(st.binary(max_size=200))
        return {
            "data": junk,
            "content_type": data.draw(
                st.sampled_from(["text/plain", "application/pdf", "multipart/form-data", ""])
            ),
        }
    parts = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{clean(name)}"\r\n\r\n{value}\r\n'
        for name, value in pairs
    )
    if kind == "file":
        name = data.draw(st.sampled_from(["resume", "table", "file", "blueprint"]))
        title = data.draw(
            st.sampled_from(["a.pdf", "a.csv", "../a.docx", "a\0.txt", "", "CON", "x" * 300 + ".pdf"])
        )
        content = data.draw(
            st.sampled_from(
                ["", "%PDF-1.7", "PK\x03\x04", "name,email\n\0,=1+1", "name\n" + "x" * 3000, "<svg/>"]
            )
        )
        parts += f'--edge\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"\r\n\r\n{content}\r\n'
    end = "" if kind == "broken" else "--edge--\r\n"
    return {
        "data": (parts + end).encode("utf-8", "surrogatepass"),
        "content_type": "multipart/form-data; boundary=edge",
    }


def clean(name):
    return name.replace('"', "").replace("\r", "").replace("\n", "")


def test_an_enormous_body_is_refused_with_a_page(targets):
    big = "a" * (3 * 1024 * 1024)
    for person, path, _ in targets.posts[::9]:
        sent(
            targets.clients[person],
            "POST",
            path,
            data=f"name={big}",
            content_type="application/x-www-form-urlencoded",
        )
    many = "&".join(f"a{number}=1" for number in range(1_500))
    sent(
        targets.clients["manager"],
        "POST",
        "/account/",
        data=many,
        content_type="application/x-www-form-urlencoded",
    )
    sent(
        targets.clients["before"],
        "POST",
        targets.posts[0][1],
        data=json.dumps({"changes": [big]}),
        content_type="application/json",
    )
