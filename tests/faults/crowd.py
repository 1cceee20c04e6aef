"""Interviewers who write scorecards through the real addresses, as the page's script does: what is not
acknowledged is kept and sent again until it is. Each remembers what the server acknowledged."""

import http.client
import itertools
import json
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NOTHING = (OSError, http.client.HTTPException)  # no answer at all: the page says "No connection"
AGAIN = 0.5  # seconds before what failed is sent again


@dataclass
class Card:
    interview: int
    card: int
    held: dict = field(default_factory=dict)  # name -> (value, version), as the server acknowledged it
    submitted: bool = False
    declined: str = ""


class Interviewer(threading.Thread):
    def __init__(self, crowd, number, person):
        super().__init__(daemon=True)
        self.crowd, self.number, self.session = crowd, number, person["session"]
        self.cards = [Card(*pair) for pair in zip(person["interviews"], person["cards"], strict=True)]
        self.rng = random.Random(number)  # noqa: S311 - who does what, the same each time
        self.token, self.port, self.connection = "", 0, None
        self.served_at = 0.0
        self.waits_since = None  # the moment at which they first sent what is not acknowledged yet
        self.words = itertools.count(1)

    # --- What they do -----------------------------------------------------------------------------

    def run(self):
        for card in self.cards:
            if self.crowd.over.is_set():
                return
            try:
                self.write(card)
            except AssertionError as wrong:
                self.crowd.wrong.append(f"interviewer {self.number}, card {card.card}: {wrong}")
                return
        self.crowd.idle.append(self.number)

    def write(self, card):
        self.token = TOKEN.search(self.insist("GET", f"/interviews/{card.interview}/", None, 200))[1]
        dimensions = self.crowd.dimensions
        for _ in range(self.rng.randint(3, 7)):
            if self.think():
                return
            key = self.rng.choice(dimensions)
            self.save(card, {f"evidence-{key}": self.text(), "summary": self.text()})
        if self.rng.random() < 0.1:
            self.decline(card)
            return
        ratings = {f"rating-{key}": str(self.rng.randint(1, 4)) for key in dimensions}
        self.save(card, {**ratings, "verdict": str(self.rng.randint(1, 4))})
        self.submit(card)

    def think(self):
        return self.crowd.over.wait(self.rng.uniform(0.5, 1.5) * self.crowd.think)

    def text(self):
        return f"Words {next(self.words)} of {self.number}: " + "he drew it, she asked, they agreed. " * 5

    def save(self, card, values):
        """Until the server has every word. What it says of an attempt whose answer was lost is no conflict."""
        sent = {name: {value} for name, value in values.items()}
        while True:
            changes = [
                {"name": name, "value": value, "version": card.held.get(name, ("", 0))[1]}
                for name, value in values.items()
            ]
            told = self.attempt("POST", f"/interviews/{card.interview}/save/", {"changes": changes})
            if told is None:
                self.crowd.over.wait(AGAIN)
                if self.rng.random() < 0.3:  # they type on while nothing comes back
                    name = next(
                        name
                        for name in values
                        if name.partition("-")[0] in ("evidence", "summary", "verdict")
                    )
                    values[name] = values[name] if name == "verdict" else self.text()
                    sent[name].add(values[name])
                continue
            answer = json.loads(told)
            assert not answer["refused"], answer
            for name, version in answer["versions"].items():
                card.held[name] = (values.pop(name), version)
            for name, other in answer["conflicts"].items():
                assert other["value"] in sent[name], f"somebody else's words in {name}: {other}"
                card.held[name] = (other["value"], other["version"])
            if not values:
                return

    def submit(self, card):
        path = f"/interviews/{card.interview}/submit/"
        answer = json.loads(self.insist("POST", path, "flushed=1", 200, Accept="application/json"))
        assert answer.get("submitted"), answer
        card.submitted = True

    def decline(self, card):
        reason = f"The candidate asked for another day ({card.interview})."
        self.insist(
            "POST", f"/interviews/{card.interview}/decline/", f"reason={reason}".replace(" ", "+"), 302
        )
        card.declined = reason

    # --- How they ask -----------------------------------------------------------------------------

    def insist(self, method, path, body, wanted, **headers):
        while (told := self.attempt(method, path, body, wanted, **headers)) is None:
            self.crowd.over.wait(AGAIN)
        return told

    def attempt(self, method, path, body, wanted=200, **headers):
        """The answer's text; None when it is to be asked again. Any other answer is wrong."""
        began = time.monotonic()
        self.waits_since = self.waits_since or began
        headers |= {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "X-CSRFToken": self.token}
        if isinstance(body, dict):
            body, headers["Content-Type"] = json.dumps(body), "application/json"
        elif body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if not self.token:
            headers["Cookie"] = f"sessionid={self.session}"
        try:
            status, kind, again, text = self.ask(method, path, body, headers)
        except NOTHING as nothing:
            self.connection = None
            self.crowd.note(type(nothing).__name__, began)
            return None
        self.crowd.note(status, began)
        if status == wanted:
            self.waits_since = None
            self.served_at = time.monotonic()
            return text
        if status == 503 and again and self.says_what_is_safe(kind, text):
            return None
        raise AssertionError(f"{method} {path}: {status} {kind} {text[:500]}")

    def says_what_is_safe(self, kind, text):
        if kind == "application/json":
            text = json.loads(text)["problem"]
        return "What was saved before is safe" in text or "What was saved is safe" in text

    def ask(self, method, path, body, headers):
        port = self.crowd.ports[self.number % len(self.crowd.ports)]
        if self.connection is None or self.port != port:
            self.connection, self.port = http.client.HTTPConnection("127.0.0.1", port, timeout=20), port
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = value.partition("=")
            if name == "csrftoken":
                self.token = rest.partition(";")[0]
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        return answer.status, kind, answer.headers.get("Retry-After"), answer.read().decode()


class Crowd:
    def __init__(self, seeded, port, think):
        self.dimensions, self.think = seeded["dimensions"], think
        self.ports = [port]
        self.over = threading.Event()
        self.wrong, self.idle = [], []
        self.lock = threading.Lock()
        self.answers, self.slowest = Counter(), 0.0
        self.people = [Interviewer(self, number, each) for number, each in enumerate(seeded["people"])]

    def note(self, what, began):
        with self.lock:
            self.answers[what] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)

    def fresh_count(self):
        with self.lock:
            found, slowest = dict(self.answers), self.slowest
            self.answers, self.slowest = Counter(), 0.0
        return found, slowest

    def start(self):
        for each in self.people:
            each.start()

    def is_well(self, since):
        """Nobody waits for what they sent before this moment, and half of them were served after it."""
        assert not self.wrong, self.wrong
        waits = [each.waits_since for each in self.people if each.is_alive()]
        served = sum(each.served_at > since for each in self.people)
        return served >= len(self.people) // 2 and not any(began and began <= since for began in waits)

    def everyone_has_a_card(self):
        assert not self.wrong, self.wrong
        return all(each.token for each in self.people)

    def finish(self):
        """Everyone sends what they still hold, and stops."""
        self.over.set()
        for each in self.people:
            each.join(30)
        assert not self.wrong, self.wrong
        assert not any(each.is_alive() for each in self.people), "somebody's words are not saved yet"
        assert not self.idle, f"out of cards, so nothing was tested: {self.idle}"

    def cards(self):
        return [card for each in self.people for card in each.cards]
