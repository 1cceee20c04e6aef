"""What happened to each candidate, in a line: when they applied, how it stands, how good they are, what was odd.

`state` says how far an application is; `level` is what the panel sees on average, on the scale 1 to 4; `marks`
are the things that happen in real life.

    marks: adjustments, again (a second application), blank (nothing written yet), cut (an interview was still
    open at the decision), declined, disagree, early (a debrief before the last card), ines-later, ines-now,
    ines-overdue, ines-soon (what the demonstration's interviewer has to do), leaver, manager (a manager of the
    opening interviews), mind, no-show, panel (two in one room), red-flag, red-flags, room (a rating changed in
    the debrief), shadow, swap, under-rated, unfilled, veto, wrongly
"""

from dataclasses import dataclass

LEAD, ASSOCIATE, PERFORMANCE = (
    "Lead Computer Vision Scientist",
    "Associate Computer Vision Scientist",
    "Performance Specialist",
)


@dataclass(frozen=True)
class OpeningStory:
    key: str
    title: str
    role: str
    place: str
    opened: int  # days ago
    closed: int = 0
    second_manager: str = ""


OPENINGS = (
    OpeningStory("shelves", "Lead vision scientist, retail shelves", LEAD, "Berlin", 366, closed=215),
    OpeningStory("mapping", "Associate vision scientist, mapping", ASSOCIATE, "Lisbon", 330),
    OpeningStory("documents", "Lead vision scientist, document understanding", LEAD, "Berlin", 172),
    OpeningStory("inspection", "Lead vision scientist, inspection", LEAD, "Remote", 92),
    OpeningStory(
        "imaging",
        "Associate vision scientist, medical imaging",
        ASSOCIATE,
        "Zürich",
        61,
        second_manager="Grace Mbeki",
    ),
    OpeningStory("performance", "Performance specialist", PERFORMANCE, "Berlin", 8),
)


@dataclass(frozen=True)
class Story:
    name: str
    opening: str
    applied: int  # days ago
    state: str
    level: float = 3.0
    marks: tuple[str, ...] = ()


def told(opening: str, *lines: tuple[str, int, str, float, str]) -> tuple[Story, ...]:
    return tuple(
        Story(name, opening, applied, state, level, tuple(marks.split()))
        for name, applied, state, level, marks in lines
    )


STORIES = (
    *told(
        "shelves",
        ("Wanda Kowalska", 352, "not_hired", 2.2, ""),
        ("Tomas Dvorak", 349, "not_hired", 2.45, ""),
        ("Viktor Holm", 345, "withdrawn", 2.8, ""),
        ("Uma Krishnan", 340, "not_hired", 2.5, "veto"),
        ("Owen Hughes", 331, "not_hired", 2.4, "room"),
        ("Sofia Lindholm", 324, "hired", 3.5, "panel"),
        ("Rafael Costa", 318, "not_hired", 2.1, "wrongly"),
        ("Beatriz Almeida", 309, "override_no", 3.2, ""),
        ("Paula Vega", 300, "withdrawn_early", 2.8, ""),
        ("Yusuf Ali", 292, "not_hired", 2.3, "no-show"),
        ("Zoe Laurent", 283, "not_hired", 2.9, "red-flags"),
        ("Marco Silva", 271, "hired", 3.4, "shadow"),
    ),
    *told(
        "mapping",
        ("Lena Bergström", 310, "hired", 3.4, ""),
        ("Kofi Mensah", 298, "not_hired", 2.3, "declined"),
        ("Nadia Farouk", 280, "not_hired", 2.4, "wrongly"),
        ("Ivan Horvat", 255, "withdrawn", 3.0, ""),
        ("Julia Steiner", 236, "more_then_hired", 3.25, ""),
        ("Hana Kobayashi", 214, "not_hired", 2.2, ""),
        ("Gabriel Santos", 188, "override_hire", 2.5, "room"),
        ("Fiona Walsh", 120, "not_hired", 2.3, "swap"),
        ("Emre Yilmaz", 96, "hired", 3.4, "cut"),
        ("Dana Novak", 26, "ready", 3.3, ""),
        ("Caleb Osei", 24, "debrief", 2.9, "disagree"),
        ("Bianca Moretti", 18, "overdue", 2.8, ""),
        ("Aaron Petrov", 12, "running", 3.1, "ines-now"),
        ("Mina Arslan", 3, "new", 3.0, ""),
    ),
    *told(
        "documents",
        ("Sanne de Vries", 160, "not_hired", 2.2, ""),
        ("Pavel Kucera", 150, "not_hired", 2.4, "red-flag"),
        ("Laila Haddou", 141, "hired", 3.6, "swap"),
        ("Dmitri Sokolov", 128, "withdrawn", 2.6, ""),
        ("Anneke Visser", 110, "not_hired", 2.0, ""),
        ("Kwame Boateng", 84, "not_hired", 2.45, "mind"),
        ("Freya Nilsen", 33, "ready", 3.7, "shadow"),
        ("Ruben Castro", 31, "ready", 2.75, "disagree"),
        ("Ayumi Sato", 28, "ready", 3.15, "red-flag"),
        ("Lucas Meyer", 27, "more_evidence", 2.7, "disagree"),
        ("Tomas Dvorak", 21, "running", 2.9, "again"),
        ("Selin Kaya", 19, "overdue", 3.0, "ines-overdue"),
        ("Tariq Mansour", 13, "running", 3.0, "ines-later"),
        ("Elena Popescu", 6, "planned", 3.0, "unfilled"),
    ),
    *told(
        "inspection",
        ("Magnus Berg", 85, "not_hired", 2.1, ""),
        ("Ioana Radu", 78, "hired", 3.45, "mind"),
        ("Priyanka Rao", 70, "not_hired", 2.35, "no-show"),
        ("Felix Baumann", 62, "withdrawn", 2.9, ""),
        ("Chloe Martin", 55, "not_hired", 2.3, "early"),
        ("Adebayo Okoye", 29, "ready", 3.1, "under-rated"),
        ("Ewa Zielinska", 27, "ready", 3.1, "veto"),
        ("Samuel Ortiz", 22, "debrief", 3.0, "room"),
        ("Naomi Levi", 17, "overdue", 2.9, "ines-overdue blank"),
        ("Henrik Dahl", 14, "running", 3.2, "manager"),
        ("Amina Diallo", 11, "holes", 3.0, "leaver"),
        ("Oskar Lund", 2, "new", 3.0, ""),
    ),
    *told(
        "imaging",
        ("Carla Fontana", 52, "not_hired", 2.2, ""),
        ("Mateo Garcia", 48, "hired", 3.4, "panel"),
        ("Irina Volkova", 39, "withdrawn_early", 3.0, ""),
        ("Leon Schuster", 27, "ready", 3.35, "wrongly"),
        ("Nkechi Eze", 20, "overdue", 3.1, ""),
        ("Maja Jovanovic", 15, "running", 3.0, "shadow ines-soon"),
        ("Tuan Nguyen", 10, "holes", 3.0, "declined"),
        ("Rosalind Clarke", 8, "planned", 3.0, "adjustments swap ines-soon"),
        ("Bruno Ferreira", 4, "new", 3.0, ""),
    ),
)
PROJECTS = tuple(
    f"the {each}"
    for each in (
        "delivery-note reader", "weld inspection", "crop counter", "passport reader", "shelf audit",
        "bottle inspection",
        "parking counter", "lesion segmentation", "roof map", "road damage survey", "fruit sorter", "crane camera",
        "receipt reader", "traffic sign survey", "pill counter", "fabric inspection", "rail track camera",
        "handwriting reader", "solar panel survey", "dental chart tool", "barcode finder", "waste sorter",
        "building map", "greenhouse monitor", "cell counter", "ball tracker", "lens inspection", "bird counter",
        "damage photo triage", "dock camera", "tyre check", "cheque reader", "pothole map", "seed grader",
    )
)  # fmt: skip
