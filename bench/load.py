"""Interviewers at work, each on a connection of their own: reads a plan from standard input, writes figures.

`seconds` 0: everyone saves their whole card and then all submit at once. Otherwise everyone types for so long:
a save, a pause, the next save. Never more than one request of a person is under way.
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from bench import SECRET


@dataclass
class Tally:
    took: list[float] = field(default_factory=list)
    errors: int = 0

    def figures(self, seconds: float) -> dict[str, Any]:
        ranked = sorted(self.took) or [0.0]
        return {
            "answers": len(self.took), "each second": round(len(self.took) / seconds, 1),
            "p50 ms": round(ranked[len(ranked) // 2] * 1000, 1),
            "p95 ms": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))] * 1000, 1),
            "longest ms": round(ranked[-1] * 1000, 1), "errors": self.errors,
        }  # fmt: skip


class Connection:
    def __init__(self, port: int, cookies: str) -> None:
        self.port, self.cookies = port, cookies
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        """The server may close an idle connection: then once more on a fresh one, as a browser does."""
        for attempt in (1, 2):
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                return await self.exchange(*self.streams, path, body, kind)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.streams = None
                if attempt == 2:
                    raise
        raise AssertionError

    async def exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, body: bytes, kind: str
    ) -> tuple[int, bytes]:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookies}\r\nX-CSRFToken: {SECRET}\r\n"
            f"Accept: application/json\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        answer = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            writer.close()
            self.streams = None
        return int(lines[0].split()[1]), answer


class Person:
    def __init__(self, plan: dict[str, Any], person: dict[str, Any]) -> None:
        self.connection = Connection(plan["port"], person["cookies"])
        self.save_path, self.submit_path, self.card = person["save"], person["submit"], person["card"]
        self.pause, self.versions = plan["pause"], dict[str, int]()

    async def save(self, fields: list[dict[str, Any]]) -> bool:
        changes = [{**each, "version": self.versions.get(each["name"], 0)} for each in fields]
        status, answer = await self.connection.post(
            self.save_path, json.dumps({"changes": changes}).encode(), "application/json"
        )
        if status != 200:
            return False
        found = json.loads(answer)
        self.versions |= found["versions"]
        # Somebody's earlier run wrote the field: its version is learned, as the page learns it when it is loaded.
        self.versions |= {name: each["version"] for name, each in found["conflicts"].items()}
        return not found["refused"]

    async def submit(self) -> bool:
        form = "application/x-www-form-urlencoded"
        status, answer = await self.connection.post(self.submit_path, b"flushed=1", form)
        return status == 200 and json.loads(answer).get("submitted") is True

    async def type(self, until: float, tally: Tally) -> None:
        """A sentence more each time."""
        name = next(each["name"] for each in self.card if each["name"].startswith("evidence"))
        await asyncio.sleep(random.random() * self.pause)  # noqa: S311 - people do not start at once
        words = ""
        while time.monotonic() < until:
            words += "And one more sentence about it. "
            await timed(self.save([{"name": name, "value": words}]), tally)
            await asyncio.sleep(self.pause)


async def timed(work: Any, tally: Tally) -> None:
    began = time.perf_counter()
    try:
        well = await work
    except (OSError, asyncio.IncompleteReadError, ValueError):
        well = False
    tally.took.append(time.perf_counter() - began)
    tally.errors += not well


async def main(plan: dict[str, Any]) -> dict[str, Any]:
    people, tally = [Person(plan, each) for each in plan["people"]], Tally()
    for each in people:  # the card's fields and their versions; not measured
        await each.save([])
        await each.save(each.card)
        await each.save(each.card)
    began = time.monotonic()
    if plan["seconds"]:
        await asyncio.gather(*(each.type(began + plan["seconds"], tally) for each in people))
    else:
        await asyncio.gather(*(timed(each.submit(), tally) for each in people))
    return tally.figures(time.monotonic() - began)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
