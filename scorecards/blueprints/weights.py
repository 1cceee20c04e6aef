"""Every way in which pages write how much a dimension counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

Unit = Literal["percent", "points", "number", "share", "word", "stars"]

NUMBER = r"\d{1,6}(?:[.,]\d{1,6})?|[.,]\d{1,6}"
TO = r"\s*(?:[-‐‑‒–—―−~]|to|and|bis)\s*"
PERCENT = r"(?:%|％|﹪|٪|per\s?cent\b|pct\b)"
POINTS = r"(?:points?|pts?|marks?|p)\b\.?"
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
          "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅐": "1/7", "⅑": "1/9", "⅒": "1/10"}  # fmt: skip
SPOKEN = {
    "half": "1/2", "a half": "1/2", "one half": "1/2", "a third": "1/3", "one third": "1/3", "two thirds": "2/3",
    "a quarter": "1/4", "one quarter": "1/4", "three quarters": "3/4", "a fifth": "1/5", "one fifth": "1/5",
    "two fifths": "2/5", "three fifths": "3/5", "a sixth": "1/6", "one sixth": "1/6", "an eighth": "1/8",
    "one eighth": "1/8", "a tenth": "1/10", "one tenth": "1/10", "two tenths": "1/5", "three tenths": "3/10",
}  # fmt: skip
# Words say an order, not numbers: four steps, one apart.
WORDS = {
    "critical": 4, "very high": 4, "essential": 4, "crucial": 4, "vital": 4, "highest": 4, "top": 4, "must have": 4,
    "high": 3, "important": 3, "major": 3, "medium high": 3, "should have": 3,
    "medium": 2, "moderate": 2, "mid": 2, "normal": 2, "standard": 2, "average": 2, "med": 2, "medium low": 2,
    "low": 1, "minor": 1, "very low": 1, "nice to have": 1, "optional": 1, "lowest": 1, "could have": 1,
}  # fmt: skip
BONUS = re.compile(
    r"\bbonus\b|\bextra credit\b|^\s*\(?\+\s*\d|[(\s]\+\s?\d{1,4}(?:[.,]\d+)?\s*(?:%|points?|pts?)?\s*\)?$",
    re.IGNORECASE,
)
PENALTY = re.compile(
    rf"\b(?:penalty|deduct(?:ion|ed|s)?|minus|negative points)\b|(?:^|[(\s:|])[-‐‑‒–−]\s?\d{{1,4}}\s*(?:{PERCENT}|{POINTS})?\s*\)?$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^(?:about|around|approx(?:imately|\.)?|roughly|circa|ca\.|up to|max(?:imum|\.)?|weight(?:ing|age|ed)?|importance|priority"
    r"|worth|share|out of|of|[~≈≤:=])\s*[:=]?\s*",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\s*(?:of (?:the )?(?:total|score|overall(?: score)?|weight)|weight(?:ing|age)?|priority|importance|max(?:imum|\.)?|each)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weight:
    """`written` is the page's own words; `low` and `high` differ for a range."""

    written: str
    unit: Unit
    low: Fraction
    high: Fraction
    special: Literal["", "bonus", "penalty"] = ""

    @property
    def value(self) -> Fraction:
        return (self.low + self.high) / 2


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ".").removesuffix("."))


def read_weight(text: str, *, bare: bool = False) -> Weight | None:
    """The weight that the whole text is, or None. `bare`: a number without a unit, or a word, counts too."""
    written = text.strip().translate(WIDE)
    core = written.strip("()[]{}*_ \t").strip()
    if not core or len(core) > 60:
        return None
    special: Literal["", "bonus", "penalty"] = ""
    if PENALTY.search(core) and not re.match(
        rf"^(?:between\s+)?(?:{NUMBER})\s*(?:{PERCENT}|{POINTS})?\s*[-‐‑‒–−]", core, re.IGNORECASE
    ):
        special = "penalty"
        core = re.sub(
            r"(?i)\b(?:penalty|deduct(?:ion|ed|s)?|minus|negative)\b:?|^[-‐‑‒–−]\s?", "", core
        ).strip()
    elif BONUS.search(core):
        special = "bonus"
        core = re.sub(r"(?i)\bbonus\b:?|\bextra credit\b:?|^\+\s?", "", core).strip("()+ ").strip()
    for _ in range(3):
        core = AFTER.sub("", ABOUT.sub("", core)).strip()
    if bare and (
        word := re.fullmatch(
            r"(?P<word>[a-z][a-z \-]{1,20}?)\s*[(=:]\s*(?P<number>\d{1,3})\)?", core, re.IGNORECASE
        )
    ):
        # "High (3)" says itself what high counts.
        core = word["number"] if word["word"].lower().replace("-", " ") in WORDS else core
    found = measured(core, bare=bare or bool(special))
    if found is None:
        return None
    unit, low, high = found
    if not special and high <= 0:
        return None
    return Weight(unwrapped(written), unit, low, high, special)


def unwrapped(text: str) -> str:
    return text[1:-1].strip() if text[:1] + text[-1:] in {"()", "[]", "{}"} else text


def measured(core: str, *, bare: bool) -> tuple[Unit, Fraction, Fraction] | None:
    for vulgar, plain in VULGAR.items():
        core = core.replace(vulgar, plain)
    units: tuple[tuple[str, Unit], ...] = ((PERCENT, "percent"), (POINTS, "points"))
    for pattern, unit in units:
        between = re.fullmatch(
            rf"(?:between\s+)?({NUMBER})\s*(?:{pattern})?{TO}({NUMBER})\s*{pattern}", core, re.IGNORECASE
        )
        if between:
            return unit, *sorted((number(between[1]), number(between[2])))  # type: ignore[return-value]
        if one := re.fullmatch(rf"({NUMBER})\s*{pattern}", core, re.IGNORECASE):
            return unit, number(one[1]), number(one[1])
    if times := re.fullmatch(rf"[x×✕*]\s*({NUMBER})|({NUMBER})\s*[x×✕]", core, re.IGNORECASE):
        value = number(times[1] or times[2])
        return "share" if value <= 1 else "number", value, value
    if out_of := re.fullmatch(rf"(?:_+|-+)?\s*/\s*({NUMBER})(?:\s*{POINTS})?", core, re.IGNORECASE):
        return "points", number(out_of[1]), number(out_of[1])
    if ratio := re.fullmatch(r"(\d{1,4})\s*/\s*(\d{1,4})", core):
        above, below = int(ratio[1]), int(ratio[2])
        if not 0 < above <= below:
            return None
        return "share", Fraction(above, below), Fraction(above, below)
    plain_word = re.sub(r"[\s\-_]+", " ", core.lower()).strip()
    if plain_word in SPOKEN:
        return "share", Fraction(SPOKEN[plain_word]), Fraction(SPOKEN[plain_word])
    return unitless(core, plain_word) if bare else None


def unitless(core: str, word: str) -> tuple[Unit, Fraction, Fraction] | None:
    """What only counts as a weight where one is expected: in a column of weights, or behind "Weight:"."""
    if word in WORDS:
        return "word", Fraction(WORDS[word]), Fraction(WORDS[word])
    if found := re.fullmatch(rf"({NUMBER}){TO}({NUMBER})", core, re.IGNORECASE):
        low, high = sorted((number(found[1]), number(found[2])))
        return "number", low, high
    if re.fullmatch(NUMBER, core):
        value = number(core)
        return ("share" if value < 1 else "number"), value, value
    if core and set(core) <= set("★⭐●*+") | set("☆○"):
        count = Fraction(sum(c in "★⭐●*+" for c in core))
        return ("stars", count, count) if count else None
    return None


# --- A weight beside a name ------------------------------------------------------------------------

MEASURE = rf"(?:{PERCENT}|{POINTS})"
RANGE = rf"(?:between\s+)?(?:{NUMBER})(?:\s*{MEASURE})?(?:{TO}(?:{NUMBER}))?\s*{MEASURE}"
ANY = rf"(?:[+\-–−]\s?\d{{1,4}}(?![\d.,]|\s*{MEASURE})|(?:[+\-–−]\s?)?(?:{RANGE}|[x×]\s?(?:{NUMBER})|(?:{NUMBER})\s?[x×](?![\w])|\d{{1,3}}\s?/\s?\d{{1,3}}|[{''.join(VULGAR)}]))"
QUALIFIED = rf"(?:(?:weight(?:ing|age)?|worth|about|approx\.?|ca\.|up to|max\.?|bonus|penalty|~|≈)\s*[:=]?\s*)*(?:{ANY})(?:\s*(?:bonus|weight(?:ing|age)?|of (?:the )?(?:total|score)|max\.?|each))?"
WORD = r"(?:critical|essential|very high|high|medium|moderate|low|very low|important|must[- ]have|nice[- ]to[- ]have)(?:\s+(?:weight|priority|importance))?"
BRACKETED = re.compile(
    rf"\s*[(\[{{]\s*(?P<weight>(?:weight(?:ing|age)?\s*[:=]?\s*(?:{NUMBER}))|{QUALIFIED}|(?:(?:weight|priority|importance)\s*[:=]?\s*)?{WORD}|{'|'.join(SPOKEN)})\s*[)\]}}]",
    re.IGNORECASE,
)
TRAILING = re.compile(rf"\s*(?:[-‐‑‒–—―:|,·•=→]|\.{{2,}}|…)+\s*(?P<weight>{QUALIFIED})\s*$", re.IGNORECASE)
TRAILING_WORD = re.compile(rf"\s*[-‐‑‒–—―:|]\s*(?P<weight>(?:weight\s*[:=]?\s*)?{WORD})\s*$", re.IGNORECASE)
BEHIND = re.compile(
    rf"(?<!\bunder)(?<!\bover)(?<!\bthan)(?<!\bby)(?<!\bof)(?<!\bto)(?<!\bleast)(?<!\bmost)(?<!\bwithin)(?<!\babove)(?<!\bbelow)\s+(?P<weight>{RANGE}|[x×]\s?(?:{NUMBER}))\s*$",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"^\s*[(\[]?(?P<weight>(?:(?:about|approx\.?|ca\.|around|~|≈)\s*)?(?:{RANGE})|[x×]\s?(?:{NUMBER}))[)\]]?\s*(?:[-‐‑‒–—―:|·]\s*|\s)(?=\S)",
    re.IGNORECASE,
)


# "(40%, must-have)": the weight leaves the brackets, the rest stays in them.
SHARED = re.compile(
    rf"[(\[]\s*(?P<weight>{RANGE})\s*[,;]\s*(?P<rest>[^()\[\]]{{2,60}})[)\]]|[(\[](?P<first>[^()\[\]]{{2,60}}?)\s*[,;]\s*(?P<second>{RANGE})\s*[)\]]",
    re.IGNORECASE,
)
WIDE = str.maketrans("（）［］％：，．", "()[]%:,.")


def split_weight(text: str, *, words: bool = True) -> tuple[str, Weight | None]:
    """The name without its weight, and the weight: "Name (20%)", "Name - 20 pts", "20%: Name"."""
    if len(text) > 400:
        return text, None
    written, text = text, text.translate(WIDE)
    if (shared := SHARED.search(text)) and (
        weight := read_weight(shared["weight"] or shared["second"], bare=True)
    ):
        return text[: shared.start()] + f"({shared['rest'] or shared['first']})" + text[
            shared.end() :
        ], weight
    patterns = [BRACKETED, TRAILING, *([TRAILING_WORD] if words else []), BEHIND, BEFORE]
    for pattern in patterns:
        for found in pattern.finditer(text):
            weight = read_weight(sign_of(text, found) + found["weight"], bare=True)
            if weight is None or (pattern is BRACKETED and weight.unit == "word" and not words):
                continue
            rest = (text[: found.start()] + " " + text[found.end() :]).strip(" \t")
            rest = re.sub(r"\s+([:,;.])", r"\1", re.sub(r"\s+", " ", rest))
            if any(c.isalpha() for c in rest):
                return rest, weight
    return written, None


def sign_of(text: str, found: re.Match[str]) -> str:
    """“Bonus: open source (5 points)” gives a bonus although its number has no sign."""
    head = text[: found.start()].lower()
    if re.match(r"\W*bonus\b", head) and "bonus" not in found["weight"].lower():
        return "bonus "
    if re.match(r"\W*(?:penalty|deduction)\b", head):
        return "penalty "
    return ""


# --- From weights to shares ------------------------------------------------------------------------


@dataclass(frozen=True)
class Shares:
    """Percent for each weight, their sum as the page has it, and what there is to say about them."""

    percents: tuple[Fraction | None, ...]
    total: Fraction | None
    notes: tuple[str, ...]


def shares(weights: Sequence[Weight | None]) -> Shares:
    """Percentages and shares are kept as written; points, words and other numbers become shares of their sum."""
    given = [each for each in weights if each is not None]
    if not given:
        return Shares(
            tuple(None for _ in weights), None, ("The page gives no weights: the draft has equal ones.",)
        )
    notes: list[str] = []
    if {"percent", "share"} <= {each.unit for each in given}:
        # "1/2" beside "25%" is 50%.
        weights = [in_percent(each) for each in weights]
        given = [each for each in weights if each is not None]
    total = sum((each.value for each in given), Fraction(0))
    units = {each.unit for each in given}
    if "percent" in units and units <= {"percent", "number"}:
        factor = Fraction(1)
    elif units <= {"share", "number"} and Fraction(1, 2) <= total <= Fraction(3, 2) and "share" in units:
        factor = Fraction(100)
    elif (units == {"number"} and 80 <= total <= 120) or (units == {"points"} and total == 100):
        factor = Fraction(1)
    else:
        factor = 100 / total
        if units <= {"word", "stars"}:
            steps = sorted({(each.value, each.written.lower()) for each in given}, reverse=True)
            notes.append(
                "The weights are words: "
                + ", ".join(f"“{name}” counts {value}" for value, name in steps)
                + "."
            )
        else:
            notes.append(
                f"The weights add up to {spelled(total)}: they are kept as ratios and shown as shares of 100."
            )
    percents = tuple(None if each is None else each.value * factor for each in weights)
    whole = sum((each for each in percents if each is not None), Fraction(0))
    if whole != 100:
        notes.append(f"The weights add up to {spelled(whole)}%, not 100%: they are kept as ratios.")
    ranges = [each for each in given if each.low != each.high]
    if ranges:
        notes.append("Ranges count with their middle: " + ", ".join(
            f"{each.written} as {spelled(each.value * factor)}%" for each in ranges) + ".")  # fmt: skip
    missing = sum(each is None for each in weights)
    if missing:
        notes.append(
            f"{missing} of {len(weights)} dimensions have no weight on the page: the draft gives them the average; check."
        )
    return Shares(percents, whole, tuple(notes))


def in_percent(weight: Weight | None) -> Weight | None:
    if weight is None or weight.unit != "share":
        return weight
    return replace(weight, unit="percent", low=weight.low * 100, high=weight.high * 100)


def plain(value: Fraction) -> int | float:
    """Whole where it is whole; else two places, halves up."""
    if value.denominator == 1:
        return int(value)
    return float(Fraction(int(value * 100 + Fraction(1, 2)), 100))


def spelled(value: Fraction) -> str:
    return str(plain(value))
