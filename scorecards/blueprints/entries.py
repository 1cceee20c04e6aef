"""What rows, list items and sub-headings of a scorecard have in common, and how groups among them are told apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scorecards.blueprints import names
from scorecards.blueprints.blocks import BULLET, clean, undecorated
from scorecards.blueprints.weights import Weight, read_weight, split_weight

LONGEST_NAME = 120
PLACEHOLDER = re.compile(
    r"^(?:\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|[_.…\-–—\s]+|x{1,3}%?|n/?a|tbd|tbc|todo|to be (?:defined|decided|determined)|\?+|fill in.*|your .* here|_*\s*/\s*_*\d*)$",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"^(?:dimension|criterion|competency|area|attribute|factor|category)\s*(?:#|no\.?\s*)?(?:\d{1,2}|[A-Z])\s*[:.)–—-]\s*(?=\S)",
    re.IGNORECASE,
)
MUST_HAVE = re.compile(
    r"\s*[(\[](?:must[- ]have|required|mandatory|gating|non[- ]negotiable)[)\]]|\s+[-–—]\s+must[- ]have$",
    re.IGNORECASE,
)
SEPARATED = re.compile(r"\s*:\s+|:\s*$|\s+[-–—―−|]\s+|\s*[—]\s*")
MOST_NAME_WORDS = 10
PENALTY = "takes points off; a rubric has no negative weights. Consider a red flag"
BONUS = "a bonus on top of the total; a rubric has no weights beyond it. Consider a strong signal"


@dataclass(frozen=True)
class Entry:
    """One line of a scorecard before it is known whether it is a dimension, a group or a sum."""

    name: str
    place: int
    weight: Weight | None = None
    bar: str | None = None
    levels: tuple[tuple[str, str], ...] = ()
    signals: tuple[tuple[str, str], ...] = ()  # kind and text
    questions: tuple[str, ...] = ()
    must_have: bool = False
    depth: int = 0
    group: str = ""
    group_weight: Weight | None = None
    heading_row: bool = False


@dataclass
class Settled:
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: list[tuple[str, int, str]] = field(default_factory=list)


def placeholder(text: str) -> bool:
    """Something to fill in, not something said: “[Dimension 1]”, “___”, “TBD”. A weight in brackets is said."""
    core = text.strip()
    if not any(c.isalnum() for c in core):
        return read_weight(core, bare=True) is None
    return bool(PLACEHOLDER.match(core)) and read_weight(core) is None


def said(text: str) -> str:
    return "" if placeholder(text) else text


def named(text: str) -> str:
    """A name without its number, bullet, picture and colon."""
    text = BULLET.sub("", undecorated(clean(text)))
    text = ORDINAL.sub("", undecorated(names.unnumbered(text)))
    return text.strip().rstrip(":").rstrip(" –—-").strip()


def parted(text: str, lead: str = "", *, words: bool = True) -> tuple[str, str, Weight | None]:
    """Name, description and weight of a line, in whatever order it gives them."""
    if lead and any(c.isalpha() for c in lead) and text.startswith(lead) and len(lead) < len(text):
        name, weight = split_weight(lead.rstrip(" .:"), words=words)
        rest = text[len(lead) :]
        if weight is None:
            bare, weight = weight_of_rest(rest, words=words)
            rest = bare
        return named(name), described(rest), weight
    bare, weight = split_weight(text, words=words)
    name, rest = name_and_rest(bare)
    if weight is None and rest:
        rest, weight = weight_of_rest(rest, words=words)
    return named(name), described(rest), weight


def weight_of_rest(rest: str, *, words: bool) -> tuple[str, Weight | None]:
    """The weight in what follows a name, without it: " (20%): text", ": 20% – text", " – text (20%)"."""
    pieces = re.split(r"(\s*[:|]\s+|\s+[-–—−]\s+)", rest)
    for place in range(0, len(pieces), 2):
        if pieces[place].strip() and (weight := read_weight(pieces[place], bare=False)):
            del pieces[max(0, place - 1) : place + 1]
            return "".join(pieces), weight
    marked, weight = split_weight(f"x {rest.strip()}" if rest.strip()[:1] in "([{" else rest, words=words)
    if weight is None:
        whole = read_weight(rest.strip(" :–—-"), bare=False)
        return ("", whole) if whole else (rest, None)
    return marked.removeprefix("x "), weight


def name_and_rest(text: str) -> tuple[str, str]:
    found = SEPARATED.search(text)
    if (
        found
        and len(text[: found.start()].split()) <= MOST_NAME_WORDS
        and any(c.isalpha() for c in text[: found.start()])
    ):
        return text[: found.start()], text[found.end() :]
    return text, ""


def described(text: str) -> str:
    return clean(re.sub(r"^[\s:;,.|–—―−-]+", "", text)).strip()


# --- Groups, sums, bonuses ---------------------------------------------------------------------------


def settle(entries: Sequence[Entry]) -> Settled:
    """The dimensions among the entries. Groups whose weights are those of their members, sums, thresholds, bonus and
    negative points and places to fill in are left out, and it says so."""
    result = Settled()
    kept: list[Entry] = []
    for entry in entries:
        if placeholder(entry.name):
            result.left_out.append((entry.name, entry.place, "a place to fill in, not a dimension"))
        elif names.is_total(entry.name) and not entry.heading_row:
            result.left_out.append((entry.name, entry.place, "a sum or threshold, not a dimension"))
        elif entry.weight and entry.weight.special == "penalty":
            result.left_out.append((f"{entry.name} ({entry.weight.written})", entry.place, PENALTY))
        elif entry.weight and entry.weight.special == "bonus":
            result.left_out.append((f"{entry.name} ({entry.weight.written})", entry.place, BONUS))
        else:
            kept.append(entry)
    for entry in ungrouped(kept, result):
        if len(entry.name) > LONGEST_NAME:
            result.left_out.append(
                (entry.name[:80] + "…", entry.place, "too long for the name of a dimension")
            )
        elif any(each.name.lower() == entry.name.lower() for each in result.entries):
            result.left_out.append((entry.name, entry.place, "there twice; the first one is kept"))
        else:
            result.entries.append(entry)
    return result


def ungrouped(entries: list[Entry], result: Settled) -> list[Entry]:
    depths = {entry.depth for entry in entries} | {0 if entry.heading_row else 1 for entry in entries}
    if (len(depths) > 1 and any(entry.heading_row for entry in entries)) or len(
        {e.depth for e in entries}
    ) > 1:
        return by_depth(entries, result)
    groups = by_sums(entries)
    if groups is not None:
        for head, _ in groups:
            if head is not None:
                result.left_out.append(
                    (head.name, head.place, "a group: its weight is the sum of those under it")
                )
        return [
            replace(each, group=head.name if head else "") for head, members in groups for each in members
        ]
    return by_group_column(entries, result)


def by_depth(entries: list[Entry], result: Settled) -> list[Entry]:
    """Rows under a row, items under an item: the upper one is a group."""
    found: list[Entry] = []
    for place, entry in enumerate(entries):
        rank = -1 if entry.heading_row else entry.depth
        members: list[Entry] = []
        for other in entries[place + 1 :]:
            if (-1 if other.heading_row else other.depth) <= rank:
                break
            members.append(other)
        if entry.heading_row or members:
            result.left_out.append((entry.name, entry.place, "a group: what stands under it is rated"))
        if not entry.heading_row and not members:
            head = next(
                (e for e in reversed(entries[:place]) if (-1 if e.heading_row else e.depth) < rank), None
            )
            found.append(
                replace(
                    entry,
                    group=head.name if head else entry.group,
                    group_weight=head.weight if head else None,
                )
            )
    return relative(found, result)


def by_group_column(entries: list[Entry], result: Settled) -> list[Entry]:
    return relative(entries, result) if any(each.group_weight for each in entries) else entries


def relative(entries: list[Entry], result: Settled) -> list[Entry]:
    """Weights within each group that add up to 100 are shares of their group's weight."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    inner = [members for name, members in groups.items() if name and members[0].group_weight is not None]
    if len(groups) < 2 or len(inner) != len(groups):
        return entries
    if not any(each.weight for each in entries):
        return shared_out(entries, groups, result)
    within = [sum((each.weight.value for each in members if each.weight), Fraction(0)) for members in inner]
    whole = [members[0].group_weight.value for members in inner if members[0].group_weight]
    if any(total != 100 for total in within) or sum(whole) != 100 or within == whole:
        return entries
    result.notes.append(
        "The weights under each group are shares of the group's weight: they were multiplied."
    )
    return [
        replace(e, weight=replace(e.weight, low=e.weight.low * e.group_weight.value / 100,
                                  high=e.weight.high * e.group_weight.value / 100))
        if e.weight and e.group_weight else e
        for e in entries
    ]  # fmt: skip


def shared_out(entries: list[Entry], groups: dict[str, list[Entry]], result: Settled) -> list[Entry]:
    """Only the groups have weights: each is divided evenly among its members."""
    result.notes.append(
        "Only groups have weights on the page: each is divided evenly among what stands under it; check."
    )
    return [
        replace(e, weight=replace(e.group_weight, low=e.group_weight.low / len(groups[e.group]),
                                  high=e.group_weight.high / len(groups[e.group])))
        if e.group_weight else e
        for e in entries
    ]  # fmt: skip


def by_sums(entries: list[Entry]) -> list[tuple[Entry | None, list[Entry]]] | None:
    """Rows of one rank whose weights add up to twice the whole: a row that equals the sum of those after it is a group.

    None unless the whole list parts into two groups or more, and their members make 100 or are two or more in each.
    """
    weights = [entry.weight for entry in entries if entry.weight]
    if len(entries) < 4 or len(weights) < len(entries):
        return None
    whole = 1 if all(each.unit == "share" for each in weights) else 100
    values = [each.value for each in weights]
    if sum(values) == whole:
        return None
    found: list[tuple[Entry | None, list[Entry]]] = []
    at = 0
    while at < len(entries):
        running, end = Fraction(0), at + 1
        while end < len(entries) and running < values[at]:
            running += values[end]
            end += 1
        if running != values[at] or end - at < 2:
            return None
        found.append((entries[at], entries[at + 1 : end]))
        at = end
    many = all(len(members) > 1 for _, members in found)
    complete = sum(values) == 2 * whole and any(len(members) > 1 for _, members in found)
    return found if len(found) > 1 and (complete or many) else None
