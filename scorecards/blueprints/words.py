"""A reading in words, for the terminal and the preview; and the choice among several scorecards."""

from collections.abc import Sequence

from scorecards.blueprints.blocks import BadPage
from scorecards.blueprints.draft import Draft, Reading
from scorecards.blueprints.weights import spelled

SURE = {"sure": "sure", "likely": "likely, have a look", "check": "not sure, check it"}


def called(draft: Draft) -> str:
    """What tells a draft from the others of its page."""
    if draft.scorecard is None:
        return "no scorecard"
    return draft.scorecard.level or draft.scorecard.heading


def choice(drafts: Sequence[Draft], wanted: str | None) -> Draft | None:
    """The draft that is meant; None where there are several and nobody said which."""
    if not wanted:
        return drafts[0] if len(drafts) == 1 else None
    found = [each for each in drafts if called(each).lower() == wanted.strip().lower()]
    found = found or [each for each in drafts if wanted.strip().lower() in called(each).lower()]
    if not found:
        raise BadPage(f"There is no scorecard “{wanted}” on the page; there is {listed(drafts)}.")
    return found[0]


def listed(drafts: Sequence[Draft]) -> str:
    return ", ".join(f"“{called(each)}”" for each in drafts)


def summary(reading: Reading, chosen: Draft | None) -> list[str]:
    draft = chosen or reading.drafts[0]
    lines = [f"{draft.title or 'A role without a title'} ({reading.page.format})", ""]
    if draft.scorecard:
        for each in draft.scorecard.dimensions:
            share = f"{spelled(each.percent)}%" if each.percent is not None else "no weight"
            lines.append(f"  {share:>9}  {each.name}")
        lines.append("")
    lines += [
        f"  {found.what}: under “{found.heading}”, block {found.place}; {SURE[found.sure]}."
        for found in reading.found
    ]
    if reading.left_out:
        lines += ["", "Left out:"] + [f"  {each.what}: {each.why}." for each in reading.left_out]
    if reading.notes:
        lines += ["", *reading.notes]
    return lines
