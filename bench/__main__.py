"""`make bench`: figures to compare on one machine, printed and written to var/bench.json.

Ratios are what to keep; absolute times depend on the machine. Never part of the tests. About five minutes;
`python -m bench pages` measures one part.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.place import own_database

PARTS = ("pages", "scoring", "growth", "planning", "blueprints", "throughput", "start", "audit")


def main(only: str) -> None:
    from hiring.config import env

    folder = env.var_folder(env.load())
    folder.mkdir(exist_ok=True)
    found: dict[str, Any] = {}
    chosen = [name for name in PARTS if only in name]
    if set(chosen) - {"start", "planning", "blueprints"}:
        with own_database():
            import django

            django.setup()
            on_the_database(chosen, found)
    from bench import blueprints, planning, start

    for name, work in (
        ("planning", planning.measure),
        ("blueprints", blueprints.measure),
        ("start", start.measure),
    ):
        if name in chosen:
            note(found, name, work)
    write(folder / "bench.json", found)


def on_the_database(chosen: list[str], found: dict[str, Any]) -> None:
    from bench import audit, pages, scoring, throughput

    house: list[pages.House] = []

    def made() -> pages.House:
        if not house:
            began = time.perf_counter()
            house.append(pages.House())
            print(f"  data made in {time.perf_counter() - began:.0f} s", flush=True)
        return house[0]

    if "pages" in chosen:
        note(found, "pages", lambda: pages.measure(made()))
    if "throughput" in chosen:
        note(found, "throughput", lambda: throughput.measure(made()))
    if "growth" in chosen:
        note(found, "growth", lambda: pages.growth(made()))
    if "scoring" in chosen:
        note(found, "scoring", scoring.measure)
    if "audit" in chosen:
        note(found, "audit", audit.measure)
    if {"growth", "scoring"} <= set(chosen):
        note(found, "growth with 3.5 million ratings beside it", lambda: pages.growth(made()))


def note(found: dict[str, Any], name: str, work: Callable[[], dict[str, Any]]) -> None:
    began = time.perf_counter()
    found[name] = work()
    show(f"{name} ({time.perf_counter() - began:.0f} s)", found[name])


def show(title: str, figures: dict[str, Any]) -> None:
    print(f"\n{title}")
    for what, value in figures.items():
        if isinstance(value, dict):
            value = "  ".join(f"{key} {each:>8}" for key, each in value.items())
        print(f"  {what:58} {value}", flush=True)


def write(path: Path, found: dict[str, Any]) -> None:
    path.write_text(json.dumps(found, indent=1, default=str))
    print(f"\nWritten to {path}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
