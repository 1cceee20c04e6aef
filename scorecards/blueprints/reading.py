"""Read a role page: everything it says about what to assess, and nothing that it does not say."""

import re
from collections.abc import Sequence

from scorecards.blueprints import names
from scorecards.blueprints.blocks import BadPage
from scorecards.blueprints.draft import (
    Assess,
    Dimension,
    Draft,
    Exercise,
    Found,
    Proposal,
    Reading,
    Scorecard,
    Signal,
    Sure,
)
from scorecards.blueprints.exercises import exercises_of
from scorecards.blueprints.formats import read_page
from scorecards.blueprints.linking import links
from scorecards.blueprints.outline import Section, outline
from scorecards.blueprints.proposing import proposal_of
from scorecards.blueprints.questions import assess_of
from scorecards.blueprints.report import Report
from scorecards.blueprints.scorecards import scorecards_of
from scorecards.blueprints.signals import signals_of
from scorecards.blueprints.titles import level_of, title_of

SKIPPED = {
    names.SUMMARY: "a summary of the role, not what is rated",
    names.MEASURES: "measures of the work, not what is rated in interviews",
    names.RELATED: "other pages or roles, not this one",
}
MOST_PARTS = 500
ONLY_ROLES = re.compile(r"\b(?:responsibilit|qualification|job|role)")


def read(content: bytes, *, propose: bool = False) -> Reading:
    """Raise BadPage, with one sentence, for what is no role page.

    `propose`: where there is no scorecard, a draft from the page's competencies.
    """
    page = read_page(content)
    root = outline(page)
    report = Report()
    title = title_of(page, root)
    scorecards = scorecards_of(root, report)
    rated = {dimension.place for each in scorecards for dimension in each.dimensions}
    # A list that turned out to be the scorecard is not asked about as well.
    assess = [each for each in assess_of(root) if each.place not in rated]
    exercises, signals = exercises_of(root), signals_of(root)
    proposal = proposal_of(root) if not scorecards else None
    for section in root.walk():
        if section.kind in SKIPPED and not any(above.kind in SKIPPED for above in section.above()):
            report.leave(
                f"the section “{section.title}”", section.title, section.place, SKIPPED[section.kind]
            )
    if not (scorecards or assess or exercises or signals or proposal) and not role_page(root):
        raise BadPage(
            "This does not look like a role page: there is no scorecard, no questions, exercises or signals, and no "
            "responsibilities, requirements or skills."
        )
    if max(len(assess), len(exercises), len(signals)) > MOST_PARTS:
        raise BadPage(
            f"The page has more than {MOST_PARTS} questions, exercises or signals: too many for one role."
        )
    drafts = [draft_of(title, each, scorecards, root, assess, exercises, signals) for each in scorecards]
    if not drafts:
        made = proposed(proposal) if proposal and propose else None
        drafts = [
            drafted(title, level_of(title), made, assess, exercises, signals, is_proposed=made is not None)
        ]
    return Reading(
        page=page,
        drafts=tuple(drafts),
        proposal=proposal,
        found=tuple(found_of(root, scorecards, proposal, assess, exercises, signals)),
        left_out=tuple(sorted(set(report.left_out), key=lambda each: each.place)),
        notes=(*page.notes, *told(scorecards, proposal, propose=propose)),
    )


def role_page(root: Section) -> bool:
    """A heading that only role pages have, or two that others may have too."""
    kinds = {names.ROLE, names.COMPETENCIES, names.MEASURES, names.SUMMARY, *names.HIRING}
    found = [section for section in root.walk() if section.kind in kinds]
    return len(found) > 1 or any(ONLY_ROLES.search(names.words_of(section.title)) for section in found)


def proposed(proposal: Proposal) -> Scorecard:
    return Scorecard(
        heading=proposal.heading,
        level="",
        place=proposal.place,
        dimensions=tuple(
            Dimension(name, place, "\n".join(points) or None, proposed=True)
            for name, points, place in proposal.dimensions
        ),
        notes=("Proposed from competencies, with equal weights: accept or delete each before publishing.",),
        sure="check",
        why="competencies, not a scorecard",
    )


# --- Which parts go with which scorecard ---------------------------------------------------------------


def draft_of(
    title: str | None,
    scorecard: Scorecard,
    scorecards: Sequence[Scorecard],
    root: Section,
    assess: Sequence[Assess],
    exercises: Sequence[Exercise],
    signals: Sequence[Signal],
) -> Draft:
    """With several scorecards a part under the heading of another level goes with that one alone."""
    scopes = scopes_of(root, scorecards) if len(scorecards) > 1 else {}
    own = scopes.get(scorecard.place, (scorecard.place, scorecard.place))

    def mine(place: int) -> bool:
        return all(start == own[0] or not start <= place <= end for start, end in scopes.values())

    level = scorecard.level or level_of(title)
    return drafted(
        title,
        level,
        scorecard,
        [*(each for each in assess if mine(each.place)), *scorecard.assess],
        [each for each in exercises if mine(each.place)],
        [*scorecard.signals, *(each for each in signals if mine(each.place))],
    )


def scopes_of(root: Section, scorecards: Sequence[Scorecard]) -> dict[int, tuple[int, int]]:
    """For each scorecard the stretch of the page that is its alone: the highest section without another."""
    stretches: list[tuple[int, int, Section]] = []
    for section in root.walk():
        places = [block.place for each in section.walk() for block in each.blocks]
        last = max([*places, *(each.place for each in section.walk())])
        stretches.append((section.place, last, section))
    found = {}
    for scorecard in scorecards:
        alone = [
            (start, end) for start, end, section in stretches
            if section.heading is not None and start <= scorecard.place <= end
            and not any(start <= other.place <= end for other in scorecards if other.place != scorecard.place)
            and not any(other.place == scorecard.place for other in scorecards if other is not scorecard)
        ]  # fmt: skip
        if alone:
            found[scorecard.place] = min(alone)
    return found


def drafted(
    title: str | None,
    level: str,
    scorecard: Scorecard | None,
    assess: Sequence[Assess],
    exercises: Sequence[Exercise],
    signals: Sequence[Signal],
    *,
    is_proposed: bool = False,
) -> Draft:
    ordered = tuple(sorted(signals, key=lambda each: each.place))
    dimensions = scorecard.dimensions if scorecard else ()
    return Draft(
        title=title,
        level=level,
        scorecard=scorecard,
        assess=tuple(assess),
        exercises=tuple(exercises),
        signals=ordered,
        links=links(dimensions, assess, exercises, ordered),
        proposed=is_proposed,
    )


# --- What it says about itself -------------------------------------------------------------------------


def found_of(
    root: Section,
    scorecards: Sequence[Scorecard],
    proposal: Proposal | None,
    assess: Sequence[Assess],
    exercises: Sequence[Exercise],
    signals: Sequence[Signal],
) -> list[Found]:
    """One line for each part and heading, in the order of the page."""
    headings = headings_of(root)
    found = [
        Found(
            f"{len(each.dimensions)} dimensions" + (f" for {each.level}" if each.level and len(scorecards) > 1 else ""),
            each.heading, each.place, each.sure, each.why,
        )
        for each in scorecards
    ]  # fmt: skip
    if proposal is not None:
        what = f"{len(proposal.dimensions)} competencies"
        found.append(Found(what, proposal.heading, proposal.place, "check", "not a scorecard"))
    kinds = {"strong": "strong signal", "weak": "weak signal", "red": "red flag"}
    parts = [("thing to assess", a.place) for a in assess] + [("exercise", e.place) for e in exercises]
    parts += [(kinds[s.kind], s.place) for s in signals]
    counts: dict[tuple[str, int], list[int]] = {}
    for what, place in parts:
        counts.setdefault((what, headings.get(place, (0, ""))[0]), []).append(place)
    for (what, at), places in counts.items():
        section = headings.get(places[0], (at, ""))
        named = "things to assess" if what == "thing to assess" else f"{what}s"
        sure: Sure = "sure" if names.kind_of(section[1], 8) in names.HIRING else "likely"
        found.append(
            Found(f"{len(places)} {named if len(places) > 1 else what}", section[1], places[0], sure)
        )
    return sorted(found, key=lambda each: each.place)


def headings_of(root: Section) -> dict[int, tuple[int, str]]:
    """For each block the place and the words of the nearest heading that names a section."""
    found: dict[int, tuple[int, str]] = {}
    for section in root.walk():
        named = next((s for s in (section, *section.above()) if s.kind in names.HIRING), section)
        for place in (section.place, *(block.place for block in section.blocks)):
            found[place] = (named.place, named.title)
    return found


def told(scorecards: Sequence[Scorecard], proposal: Proposal | None, *, propose: bool) -> list[str]:
    if not scorecards:
        if proposal is None:
            return ["The page has no scorecard."]
        count = len(proposal.dimensions)
        if propose:
            return [
                f"The page has no scorecard: the {count} dimensions are proposed from “{proposal.heading}”."
            ]
        return [
            f"The page has no scorecard. A draft can be proposed from the {count} competencies under “{proposal.heading}”."
        ]
    if len(scorecards) == 1:
        return list(scorecards[0].notes)
    found = [
        f"There are {len(scorecards)} scorecards on the page; choose one: "
        + ", ".join(called(each) for each in scorecards)
        + "."
    ]
    return found + [f"{called(each)}: {note}" for each in scorecards for note in each.notes]


def called(scorecard: Scorecard) -> str:
    return f"“{scorecard.level or scorecard.heading}”"
