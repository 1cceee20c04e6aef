"""Reading a role page of 70 KB or more in each format: the best of several times, after a first one that warms up."""

import html
import json
import random
import time

from scorecards.blueprints.reading import read

SIZE, TIMES = 70_000, 15
SAID = """the orchard rows keep what a season gives and who prunes a tree well
can say why it was that branch"""
WORDS = SAID.split()


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randrange(8, 26))).capitalize() + "."


def parts() -> list[tuple[str, object]]:
    """Headings, paragraphs and lists of no matter, then the sections of hiring."""
    chance = random.Random(1)  # noqa: S311 - a synthetic page, not a secret
    found: list[tuple[str, object]] = []
    size, number = 0, 1
    while size < SIZE * 1.08:
        found.append(("h", f"{number}) Part {number} of the role"))
        number += 1
        found.append(("p", sentence(chance)))
        found.append(("l", [sentence(chance) for _ in range(9)]))
        size += sum(len(str(each)) + 30 for each in found[-3:])
    found.append(("h", "What to assess in interviews"))
    found.append(("l", [f"Topic {n}: {sentence(chance)}" for n in range(8)]))
    for heading in ("Strong candidate signals", "Weak candidate signals", "Red flags"):
        found += [("h", heading), ("l", [sentence(chance) for _ in range(6)])]
    found.append(("h", "Scorecard dimensions"))
    found.append(("t", [["Dimension", "What meets the bar looks like", "Weight"]]
                  + [[f"Quality {n}", sentence(chance), "20%"] for n in range(5)]))  # fmt: skip
    return found


def as_html() -> str:
    found = []
    for kind, what in parts():
        if kind == "h":
            found.append(f'<h2 class="wp-block-heading">{what}</h2>')
        elif kind == "p":
            found.append(f"<p>{what}</p>")
        elif kind == "l":
            found.append(
                '<ul class="wp-block-list">' + "\n".join(f"<li>{each}</li>" for each in what) + "</ul>"
            )
        else:
            rows = [
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in what
            ]
            found.append("<table>" + "\n".join(rows) + "</table>")
    return "<h1>Lead Keeper</h1>\n\n\n" + "\n\n\n\n".join(found)


def as_text(heading: str, bullet: str) -> str:
    found = [f"{heading}Lead Keeper"]
    for kind, what in parts():
        if kind == "h":
            found.append(f"{heading}{what}")
        elif kind == "p":
            found.append(str(what))
        elif kind == "l":
            found.append("\n".join(f"{bullet} {each}" for each in what))
        elif heading:
            lines = ["| " + " | ".join(row) + " |" for row in what]
            found.append("\n".join([lines[0], "|---|---|---|", *lines[1:]]))
        else:
            found.append("\n".join(f"{bullet} {row[0]} ({row[2]}): {row[1]}" for row in what[1:]))
    return "\n\n".join(found)


def measure() -> dict[str, str]:
    body = as_html()
    pages = {
        "HTML": body,
        "WordPress post": json.dumps({"title": {"rendered": "Lead Keeper"}, "content": {"rendered": body}}),
        "Markdown": as_text("## ", "-"),
        "plain text": as_text("", "•"),
    }
    found = {}
    for name, page in pages.items():
        content = page.encode()
        times = []
        for _ in range(TIMES + 1):
            began = time.perf_counter()
            reading = read(content)
            times.append(time.perf_counter() - began)
        card = reading.drafts[0].scorecard
        dimensions = len(card.dimensions) if card else 0
        best = min(times[1:]) * 1000
        found[f"reading {len(content) // 1000} KB of {name} ({dimensions} dimensions), ms"] = f"{best:.1f}"
    return found


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
