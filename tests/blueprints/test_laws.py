"""What is written in any style is what is read, and no input breaks the reader."""

from contextlib import suppress

from hypothesis import example, given, note, settings
from hypothesis import strategies as st

from scorecards.blueprints.blocks import BadPage
from scorecards.blueprints.reading import read
from scorecards.blueprints.shape import as_json
from tests.blueprints.writing import EXERCISE_KINDS, blueprints, elements, has_table, styles, write


@settings(max_examples=150)
@given(blueprints(), styles())
def test_what_was_written_is_read(blueprint, style):
    page = write(blueprint, style)
    note(page.decode())
    found = as_json(read(page))
    assert found["role_title"] == blueprint.title
    assert [each["name"] for each in found["dimensions"]] == [name for name, _, _ in blueprint.dimensions]
    assert [each["weight_percent"] for each in found["dimensions"]] == [w for _, _, w in blueprint.dimensions]
    wanted = [bar for _, bar, _ in blueprint.dimensions]
    if style.shape == "headings":
        wanted = [
            each or "Nothing more to say."
            if ("p", "Nothing more to say.") in elements(blueprint, style)
            else each
            for each in wanted
        ]
    assert [each["meets_bar"] for each in found["dimensions"]] == wanted
    assert found["what_to_assess"] == [{"name": name, "text": text} for name, text in blueprint.assess]
    assert found["exercises"] == [
        {
            "title": each.title, "kind": EXERCISE_KINDS[each.title],
            "minutes_min": each.minutes and each.minutes[0], "minutes_max": each.minutes and each.minutes[1],
            "setup": [each.setup], "prompt": each.prompt,
            "tasks": [{"text": task, "items": []} for task in each.tasks], "look_for": list(each.look_for),
        }
        for each in blueprint.exercises
    ]  # fmt: skip
    for kind, part in (("strong", "strong_signals"), ("weak", "weak_signals")):
        assert found[part] == list(blueprint.signals[kind])
    beside = blueprint.flags if has_table(blueprint, style) else ()
    linked = [
        (flag, name)
        for (name, _, _), flags in zip(blueprint.dimensions, beside, strict=bool(beside))
        for flag in flags
    ]
    pairs = list(zip(found["red_flags"], found["links"]["red_flags"], strict=True))
    assert [pair for pair in pairs if pair in linked] == linked
    assert [flag for flag, link in pairs if (flag, link) not in linked] == list(blueprint.signals["red"])
    if blueprint.levels and has_table(blueprint, style):
        texts = [[level["text"] for level in each["levels"]] for each in found["dimensions"]]
        assert texts == [[low, bar, high] for (low, high), bar in zip(blueprint.levels, wanted, strict=True)]


SCRAPS = ["#", "##", "Scorecard", "Red flags", "|", "---", "- ", "1. ", "**", "<", ">", "<td>", "</td>", "<table>", "<tr>", "<li>", "<ul>", "</ul>", "20%", "(x0.35)",
          "[", "]", "{", "}", '"', ":", "\n", "\n\n", "  ", "\t", "&nbsp;", "–", "🚩", "\u00a0", "\ufeff", "Exercises", "Look for:", "60-120 minutes", "<b>", "</b>", "Total", "\x00", "Ã©", "<h2>", "What to assess", "Level", "/", "½", "_"]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=5)), max_size=80).map("".join))
@example("| \n|-\n")
def test_no_text_breaks_the_reader(text):
    for page in (
        text.encode("utf-8", "surrogatepass"),
        ("# Red flags\n\n- x\n\n" + text).encode("utf-8", "surrogatepass"),
    ):
        with suppress(BadPage):
            as_json(read(page, propose=True))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    with suppress(BadPage):
        read(content)
