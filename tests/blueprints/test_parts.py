"""Signals, tasks, exercises and titles, under the many names and in the many shapes that they have."""

import pytest

from tests.blueprints.seeing import seen

HEADINGS = {
    "strong_signals": ["Strong candidate signals", "Positive signals", "Green flags", "Good", "✅ Good signs", "Signs of a strong candidate", "4.1) Strong signals", "Positive indicators", "IV. What good looks like"],
    "weak_signals": ["Weak candidate signals", "Concerns", "Weak signals:", "Negative signals", "🟡 Yellow flags", "Areas of concern", "Warning signs", "(c) Weak indicators"],
    "red_flags": ["Red flags", "🚩 Red Flags", "RED FLAGS", "Deal breakers", "Deal-breakers", "Dealbreakers", "Disqualifiers", "7. Red flags 🚩", "Knock-out criteria", "**Red flags**", "Red flags (any one ends the loop)"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "heading"), [(part, heading) for part, all_of in HEADINGS.items() for heading in all_of]
)
@pytest.mark.parametrize("style", ["## {}", "###### {}", "**{}**", "{}:", "{}\n----", "<h4>{}</h4>"])
def test_signals_come_under_many_names_and_headings_of_every_rank(part, heading, style):
    heading = heading.replace("**", "") if "**" in style or "<" in style else heading
    heading = heading.rstrip(":") if style.endswith(":") else heading
    found = seen(
        f"# Gardener\n\n## Requirements\n\nA spade.\n\n{style.format(heading)}\n\n- Sings to the roses.\n- Knows “why”, not only «how».\n"
    )
    assert found[part] == ["Sings to the roses.", "Knows “why”, not only «how»."]


ASSESS = [
    "What to assess in interviews",
    "What to evaluate",
    "Interview questions",
    "Areas to assess",
    "2.3 What we assess",
    "Questions to ask",
]
QUESTIONS = {
    "bold and a dash": "1. **Soil**\n   – Can they name three kinds?\n2. **Plants**\n   – Which ones grow here?",
    "colon": "- Soil: Can they name three kinds?\n- Plants: Which ones grow here?",
    "bold colon": "- **Soil:** Can they name three kinds?\n- **Plants:** Which ones grow here?",
    "nested": "- Soil\n  - Can they name three kinds?\n- Plants\n  - Which ones grow here?",
    "dash": "* Soil — Can they name three kinds?\n* Plants — Which ones grow here?",
    "sub-headings": "#### Soil\n\n- Can they name three kinds?\n\n#### Plants\n\n- Which ones grow here?",
    "table": "| Area | Questions |\n|---|---|\n| Soil | Can they name three kinds? |\n| Plants | Which ones grow here? |",
}  # fmt: skip


@pytest.mark.parametrize("heading", ASSESS)
@pytest.mark.parametrize("style", QUESTIONS)
def test_what_to_assess_is_read_with_its_questions(heading, style):
    found = seen(
        f"# Gardener\n\n## {heading}\n\n{QUESTIONS[style]}\n\n## Scorecard\n\n- Soil (50%)\n- Plants (50%)\n"
    )
    assert found["what_to_assess"] == [
        {"name": "Soil", "text": "Can they name three kinds?"}, {"name": "Plants", "text": "Which ones grow here?"},
    ]  # fmt: skip
    assert found["links"]["what_to_assess"] == ["Soil", "Plants"]


MINUTES = {
    "60-120 minutes": (60, 120), "1 hour": (60, 60), "2 h": (120, 120), "90 min": (90, 90), "1–2 hours": (60, 120), "1.5 hours": (90, 90),
    "45 mins": (45, 45), "half an hour": (30, 30), "1h30": (90, 90), "2 hrs": (120, 120), "30 to 45 minutes": (30, 45), "45-minute": (45, 45), "1 hour 30 minutes": (90, 90),
    "approx. 40 min": (40, 40),
}  # fmt: skip


@pytest.mark.parametrize("written", MINUTES)
def test_minutes_are_read(written):
    found = seen(
        f"# Gardener\n\n## Practical exercises\n\n- **Planting case study ({written})**\n- Plant a row.\n"
    )
    (exercise,) = found["exercises"]
    assert (exercise["minutes_min"], exercise["minutes_max"]) == MINUTES[written]
    assert (exercise["title"], exercise["kind"], exercise["tasks"]) == (
        "Planting case study",
        "case_study",
        [{"text": "Plant a row.", "items": []}],
    )


EXERCISES = {
    "flat list": """- **Case study: a dry bed (45 minutes)**
- Provide: a plan of the garden.
- Prompt: “Save the bed.”
- Ask: measure, dig, and water.
- Look for: patience, method.""",
    "nested list": """1. **Case study: a dry bed** (45 min):
   - Provide: a plan of the garden.
   - Prompt: “Save the bed.”
   - Tasks:
     - measure
     - dig
     - water
   - Look for: patience, method""",
    "sub-heading": """### Exercise 1: Case study: a dry bed (45 minutes)

**Setup:** a plan of the garden.

**Scenario:** “Save the bed.”

**Tasks:**

- measure
- dig
- water

**What to look for:**

- patience
- method""",
    "labels as lines": """### Case study: a dry bed

Duration: 45 minutes
Provide: a plan of the garden.
Prompt: “Save the bed.”
Ask: measure; dig; water
Evaluate: patience; method""",
    "table": """| Exercise | Duration | Materials | Prompt | Tasks | What to look for |
|---|---|---|---|---|---|
| Case study: a dry bed | 45 minutes | a plan of the garden. | “Save the bed.” | measure, dig, water | patience, method |""",
}  # fmt: skip


@pytest.mark.parametrize("style", EXERCISES)
def test_an_exercise_is_read_with_all_its_parts(style):
    found = seen(
        f"# Gardener\n\n## Practical exercises\n\n{EXERCISES[style]}\n\n## Red flags\n\n- Runs away.\n"
    )
    assert found["exercises"] == [{
        "title": "Case study: a dry bed", "kind": "case_study", "minutes_min": 45, "minutes_max": 45,
        "setup": ["a plan of the garden."], "prompt": "“Save the bed.”",
        "tasks": [{"text": each, "items": []} for each in ("measure", "dig", "water")], "look_for": ["patience", "method"],
    }]  # fmt: skip
    assert found["red_flags"] == ["Runs away."]


TITLES = {
    "# Lead Gardener: Role Blueprint, Responsibilities, Skills, KPIs": "Lead Gardener",
    "# Lead Gardener – Interview Scorecard": "Lead Gardener",
    "# Interview scorecard: Lead Gardener": "Lead Gardener",
    "# Lead Gardener": "Lead Gardener",
    "# 🌱 Lead Gardener | Job Description": "Lead Gardener",
    "# Lead Gardener (Roses) Scorecard": "Lead Gardener (Roses)",
    "# Scorecard for a Lead Gardener": "Lead Gardener",
    "---\ntitle: Lead Gardener\n---\n\n# Interview rubric": "Lead Gardener",
    "**Role:** Lead Gardener": "Lead Gardener",
}


@pytest.mark.parametrize("heading", TITLES)
def test_the_title_is_the_role_alone(heading):
    found = seen(f"{heading}\n\n## Scorecard\n\n- Soil (50%)\n- Plants (50%)\n")
    assert found["role_title"] == TITLES[heading]
