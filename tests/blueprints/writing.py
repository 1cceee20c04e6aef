"""Writes blueprints in many styles, for tests that read them again."""

import html
import json
from dataclasses import dataclass

from hypothesis import strategies as st

NOUNS = [
    "Soil",
    "Plants",
    "Bees",
    "Water",
    "Paths",
    "Tools",
    "Roses",
    "Neighbours",
    "Compost",
    "Weather",
    "Seeds",
    "Shade",
]
KINDS = ["care", "judgement", "planning", "craft", "insight", "stewardship"]
VERBS = ["names", "keeps", "mends", "explains", "compares", "counts", "draws", "watches"]
THINGS = [
    "every bed",
    "the old pump",
    "two hedges",
    "a wet corner",
    "the north wall",
    "what grows there",
    "“the plan”",
    "cold nights & frost",
]

HEADINGS = {
    "scorecard": ["Scorecard dimensions", "Interview scorecard", "Hiring scorecard", "Evaluation rubric", "Scoring rubric", "Scorecard", "Interview evaluation criteria", "Scorecard dimensions (with weighting guidance)"],
    "assess": ["What to assess in interviews", "What to assess", "Interview questions", "Areas to assess", "What to evaluate"],
    "exercises": ["Practical exercises or case studies (recommended)", "Practical exercises", "Exercises", "Work samples", "Interview exercises"],
    "strong": ["Strong candidate signals", "Strong signals", "Positive signals", "Green flags", "Good"],
    "weak": ["Weak candidate signals", "Weak signals", "Concerns", "Negative signals", "Yellow flags"],
    "red": ["Red flags", "Deal breakers", "Deal-breakers", "Disqualifiers", "🚩 Red flags"],
}  # fmt: skip
COLUMNS = {
    "name": ["Dimension", "Criterion", "Competency", "Attribute", "Area", "Evaluation area", "Skill"],
    "bar": ["What “meets bar” looks like", "Meets bar", "What good looks like", "Description", "Expectations", "Meets expectations"],
    "weight": ["Weight", "Weighting", "%", "Weight (%)", "Relative weight", "Importance"],
    "notes": ["Score", "Notes", "Score (1-5)", "Comments"],
    "flags": ["Red flags", "Deal-breakers", "🚩 Red flags"],
    "below": ["Below bar", "Below the bar", "Needs improvement", "Does not meet"],
    "above": ["Exceptional", "Above the bar", "Exceeds expectations", "Outstanding"],
}  # fmt: skip
EXERCISE_KINDS = {
    "Case study: the dry bed": "case_study",
    "Pruning exercise": "exercise",
    "Trade-off discussion": "discussion",
    "Plan presentation": "presentation",
}
NOTATIONS = ["{}%", "{} %", "{} percent", "about {}%", "{}\u00a0%", "{} points", "{} pts"]
LIST_STYLES = [
    "{name} ({weight})",
    "{name} - {weight}",
    "{name} – {weight}",
    "{name}: {weight}",
    "**{name}** ({weight})",
    "**{name} ({weight})**",
    "{name} [{weight}]",
    "{weight} {name}",
    "**{name}:** {weight}",
]
NUMBERINGS = ["", "{n}) ", "{n}. ", "{n}.1 ", "Section {n}: "]


@dataclass(frozen=True)
class Exercise:
    title: str
    minutes: tuple[int, int] | None
    setup: str
    prompt: str
    tasks: tuple[str, ...]
    look_for: tuple[str, ...]


@dataclass(frozen=True)
class Blueprint:
    """`flags` and `levels`, where there are any, are of each dimension in order."""

    title: str
    dimensions: tuple[tuple[str, str | None, int | None], ...]
    assess: tuple[tuple[str, str], ...]
    exercises: tuple[Exercise, ...]
    signals: dict[str, tuple[str, ...]]
    flags: tuple[tuple[str, ...], ...] = ()
    levels: tuple[tuple[str, str], ...] = ()


@st.composite
def weights_of(draw, count):
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=count - 1, max_size=count - 1, unique=True)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


names = st.builds("{} {}".format, st.sampled_from(NOUNS), st.sampled_from(KINDS))
sentences = st.builds(
    "{} {}.".format, st.sampled_from([v.capitalize() for v in VERBS]), st.sampled_from(THINGS)
)
phrases = st.builds(
    "{} {}".format, st.sampled_from(VERBS), st.sampled_from([t for t in THINGS if "&" not in t])
)


def unique(of, least, most):
    return st.lists(of, min_size=least, max_size=most, unique=True).map(tuple)


@st.composite
def blueprints(draw):
    dims = draw(unique(names, 2, 7))
    weights = draw(weights_of(len(dims))) if draw(st.booleans()) else [None] * len(dims)
    bars = (
        draw(st.lists(sentences, min_size=len(dims), max_size=len(dims)))
        if draw(st.booleans())
        else [None] * len(dims)
    )
    exercises = tuple(
        Exercise(
            title,
            draw(st.sampled_from([None, (45, 45), (60, 120), (30, 40)])),
            draw(sentences), f"“{draw(sentences)}”", draw(unique(phrases, 1, 3)), draw(unique(phrases, 1, 3)),
        )
        for title in draw(st.lists(st.sampled_from(list(EXERCISE_KINDS)), max_size=3, unique=True))
    )  # fmt: skip
    assess = tuple((name, f"Can they say how one {phrase}?") for name, phrase in zip(
        draw(unique(names, 0, 5)), draw(st.lists(phrases, min_size=5, max_size=5)), strict=False))  # fmt: skip
    signals = {kind: draw(unique(sentences, 0, 5)) for kind in ("strong", "weak", "red")}
    title = draw(
        st.sampled_from(["Lead Gardener", "Associate Hedge Designer", "Bee Keeper", "Head of Parks & Greens"])
    )
    each_of = {"min_size": len(dims), "max_size": len(dims)}
    flags = draw(st.lists(unique(phrases, 1, 2), **each_of)) if draw(st.booleans()) else ()
    levels = draw(st.lists(st.tuples(phrases, phrases), **each_of)) if bars[0] and draw(st.booleans()) else ()
    return Blueprint(
        title,
        tuple(zip(dims, bars, weights, strict=True)),
        assess,
        exercises,
        signals,
        tuple(flags),
        tuple(levels),
    )


@dataclass(frozen=True)
class Style:
    format: str
    headings: dict[str, str]
    order: tuple[str, ...]
    ranks: tuple[int, int]
    bold_headings: bool
    numbering: str
    shape: str  # of the scorecard
    columns: tuple[tuple[str, str], ...]
    notation: str
    line: str
    total: bool
    nested: bool  # exercises: their lines below the title, or after it
    asks: str
    colon: bool


@st.composite
def styles(draw):
    page = draw(st.sampled_from(["markdown", "html", "json", "plain"]))
    low = draw(st.integers(2, 4))
    columns = draw(
        st.permutations(
            ["name", "bar", "weight", "flags", "below", "above", *(["notes"] if draw(st.booleans()) else [])]
        )
    )
    return Style(
        format=page,
        headings={part: draw(st.sampled_from(words)) for part, words in HEADINGS.items()},
        order=tuple(draw(st.permutations(list(HEADINGS)))),
        ranks=(low, draw(st.sampled_from([low, low, min(low + 1, 6)]))),
        bold_headings=page != "plain" and draw(st.booleans()),
        numbering=draw(st.sampled_from(NUMBERINGS)),
        shape=draw(
            st.sampled_from(
                ["list", "headings"] if page == "plain" else ["table", "table", "list", "headings"]
            )
        ),
        columns=tuple((each, draw(st.sampled_from(COLUMNS[each]))) for each in columns),
        notation=draw(st.sampled_from(NOTATIONS)),
        line=draw(
            st.sampled_from(
                LIST_STYLES if page != "plain" else [each for each in LIST_STYLES if "*" not in each]
            )
        ),
        total=draw(st.booleans()),
        nested=draw(st.booleans()) or page == "plain",
        asks=draw(st.sampled_from(["bold", "colon", "nested"] if page != "plain" else ["colon", "nested"])),
        colon=draw(st.booleans()),
    )


# --- From a blueprint to elements: ("h", rank, text), ("p", text), ("l", items, ordered), ("t", rows) ------


def elements(blueprint, style):
    found = [
        ("h", 1, blueprint.title),
        ("h", style.ranks[0], style.numbering.format(n=1) + "Requirements"),
        ("p", "A spade and some patience."),
    ]
    number = 1
    for part in style.order:
        body = BODIES[part](blueprint, style)
        if not body:
            continue
        number += 1
        text = style.numbering.format(n=number) + style.headings[part]
        if style.bold_headings:
            found.append(("p", f"**{text}{':' if style.colon else ''}**"))
        else:
            found.append(("h", style.ranks[1], text))
        found += body
    return found


def has_table(blueprint, style):
    """Red flags and levels beside the dimensions are written in tables alone."""
    return style.shape == "table"


def table(blueprint, style, written):
    dims, weighted = blueprint.dimensions, blueprint.dimensions[0][2] is not None
    there = {"name": True, "notes": True, "weight": weighted, "bar": dims[0][1], "flags": blueprint.flags,
             "below": blueprint.levels, "above": blueprint.levels}  # fmt: skip
    kept = [(role, head) for role, head in style.columns if there[role]]
    rows = [[head for _, head in kept]]
    for place, (name, bar, _) in enumerate(dims):
        cells = {"name": name, "bar": bar or "", "weight": written[name], "notes": ""}
        if blueprint.flags:
            cells["flags"] = "; ".join(blueprint.flags[place])
        if blueprint.levels:
            cells["below"], cells["above"] = blueprint.levels[place]
        rows.append([cells[role] for role, _ in kept])
    if style.total and weighted:
        rows.append(
            [{"name": "**Total**", "weight": style.notation.format(100)}.get(role, "") for role, _ in kept]
        )
    if len(kept) < 2:
        return [("l", [(name, []) for name, _, _ in dims], False)]
    return [("p", "Use it as it is."), ("t", rows)]


def scorecard(blueprint, style):
    dims = blueprint.dimensions
    weighted = dims[0][2] is not None
    written = {name: style.notation.format(weight) if weighted else "" for name, _, weight in dims}
    if style.shape == "table":
        return table(blueprint, style, written)
    if style.shape == "headings" and weighted and not style.bold_headings:
        found = []
        for name, bar, _ in dims:
            found.append(("h", style.ranks[1] + 1, f"{name} ({written[name]})"))
            found.append(("p", bar or "Nothing more to say."))
        return found
    items = []
    for name, bar, _ in dims:
        text = style.line.format(name=name, weight=written[name]) if weighted else name
        items.append((text, [(bar, [])] if bar else []))
    if style.total and weighted:
        items.append((f"Total: {style.notation.format(100)}", []))
    return [("l", items, False)]


def assess(blueprint, style):
    shapes = {
        "bold": lambda n, q: (f"**{n}**: {q}", []),
        "colon": lambda n, q: (f"{n}: {q}", []),
        "nested": lambda n, q: (n, [(q, [])]),
    }
    return (
        [("l", [shapes[style.asks](name, question) for name, question in blueprint.assess], True)]
        if blueprint.assess
        else []
    )


def exercises(blueprint, style):
    items = []
    for each in blueprint.exercises:
        time = (
            ""
            if each.minutes is None
            else f" ({each.minutes[0]} minutes)"
            if len(set(each.minutes)) == 1
            else f" ({each.minutes[0]}–{each.minutes[1]} minutes)"
        )
        lines = [
            (f"Provide: {each.setup}", []),
            (f"Prompt: {each.prompt}", []),
            ("Ask: " + ", ".join(each.tasks) + ".", []),
            ("Look for: " + ", ".join(each.look_for) + ".", []),
        ]
        title = each.title + time if style.format == "plain" else f"**{each.title}{time}**"
        items += [(title, lines)] if style.nested else [(title, []), *lines]
    return [("l", items, False)] if items else []


def signals(kind):
    return lambda blueprint, style: (
        [("l", [(text, []) for text in blueprint.signals[kind]], False)] if blueprint.signals[kind] else []
    )


BODIES = {
    "scorecard": scorecard,
    "assess": assess,
    "exercises": exercises,
    "strong": signals("strong"),
    "weak": signals("weak"),
    "red": signals("red"),
}


# --- From elements to text ---------------------------------------------------------------------------


def write(blueprint, style):
    found = elements(blueprint, style)
    if style.format == "markdown":
        return "\n\n".join(markdown(each) for each in found).encode()
    if style.format == "plain":
        return "\n\n".join(plain(each) for each in found).encode()
    body = "\n\n".join(as_html(each) for each in found)
    if style.format == "json":
        return json.dumps(
            {
                "id": 7,
                "title": {
                    "rendered": html.escape(blueprint.title) + ": Role Blueprint, Skills, and Career Path"
                },
                "content": {"rendered": body},
            }
        ).encode()
    return f"<!doctype html><html><head><title>x</title></head><body><nav><a>Red flags</a></nav>{body}</body></html>".encode()


def markdown(element):
    kind = element[0]
    if kind == "h":
        return "#" * element[1] + " " + element[2]
    if kind == "p":
        return element[1]
    if kind == "t":
        head, *rows = element[1]
        return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])
    return "\n".join(listed(element[1], element[2], 0, "-"))


def listed(items, ordered, depth, bullet):
    lines = []
    for place, (text, inner) in enumerate(items, start=1):
        lines.append("    " * depth + (f"{place}. " if ordered else f"{bullet} ") + text)
        lines += listed(inner, False, depth + 1, bullet)
    return lines


def plain(element):
    if element[0] == "h":
        return element[2]
    return element[1] if element[0] == "p" else "\n".join(listed(element[1], element[2], 0, "•"))


def inline(text):
    parts = html.escape(text).split("**")
    return "".join(f"<strong>{part}</strong>" if place % 2 else part for place, part in enumerate(parts))


def as_html(element):
    kind = element[0]
    if kind == "h":
        return f'<h{element[1]} class="wp-block-heading">{inline(element[2])}</h{element[1]}>'
    if kind == "p":
        return f"<p>{inline(element[1])}</p>"
    if kind == "t":
        head, *rows = element[1]
        cells = ["<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>" for row in rows]
        return (
            '<figure class="wp-block-table"><table><thead><tr>'
            + "".join(f"<th>{inline(cell)}</th>" for cell in head)
            + "</tr></thead><tbody>"
            + "\n".join(cells)
            + "</tbody></table></figure>"
        )
    return html_list(element[1], element[2])


def html_list(items, ordered):
    tag = "ol" if ordered else "ul"
    return (
        f"<{tag}>"
        + "".join(
            f"<li>{inline(text)}{html_list(inner, False) if inner else ''}</li>\n" for text, inner in items
        )
        + f"</{tag}>"
    )
