"""Reasons, flags and figures in plain words. Data in, sentences out; nothing is decided here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scorecards.scoring.recommendation import Recommendation
from scorecards.scoring.result import Result
from scorecards.scoring.rounding import shown, shown_percent, shown_score
from scorecards.scoring.values import NOT_ENOUGH_EVIDENCE, Band, Code, Rubric

OUTCOMES = {
    Band.STRONG_NO: "strong no",
    Band.NO: "no",
    Band.YES: "yes",
    Band.STRONG_YES: "strong yes",
    NOT_ENOUGH_EVIDENCE: "not enough evidence",
}


@dataclass(frozen=True)
class Names:
    """How keys read on the page. A key without a name is shown as it is."""

    dimensions: Mapping[str, str] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def dimension(self, key: str) -> str:
        return self.dimensions.get(key, key)

    def signal(self, key: str) -> str:
        return self.signals.get(key, key)

    def person(self, key: str) -> str:
        return self.people.get(key, key)


def listed(parts: list[str]) -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def people(count: int) -> str:
    words = ("no one", "one person", "two people", "three people", "four people", "five people")
    return words[count] if count < len(words) else f"{count} people"


def reason(code: Code, result: Result, names: Names) -> str:
    """Why there is not enough evidence, or what holds the recommendation at "no"."""
    policy = result.rubric.policy
    match code.name:
        case "no_ratings":
            return "Nobody has rated this candidate yet."
        case "too_few_interviewers":
            verb = "has" if result.interviewers == 1 else "have"
            return (
                f"Only {people(result.interviewers)} {verb} rated this candidate; "
                f"the rubric asks for at least {policy.min_interviewers}."
            )
        case "coverage_below_minimum":
            missing = listed([names.dimension(key) for key in result.missing])
            return (
                f"The ratings cover {shown_percent(result.coverage)} of the weight; the rubric asks for at "
                f"least {shown_percent(policy.min_coverage)}. Not rated: {missing}."
            )
        case "must_have_under_rated":
            count = result.tally.counts[result.rubric.places[code.about]]
            return (
                f"{names.dimension(code.about)} is a must-have and was rated by {people(count)}; "
                f"the rubric asks for at least {policy.must_have_raters}."
            )
        case "floor":
            lowest = 1 + policy.floor * (result.rubric.scale_max - 1)
            return (
                f"{names.dimension(code.about)} is a must-have, and its mean of "
                f"{shown(result.means[code.about])} is below {shown(lowest)}. That holds the recommendation at no."
            )
        case "veto":
            signals = [f"“{names.signal(key)}”" for key in code.about.split(",")]
            seen = "A disqualifying red flag was" if len(signals) == 1 else "Disqualifying red flags were"
            return f"{seen} seen: {listed(signals)}. That holds the recommendation at no."
        case "red_flags":
            return f"Red flags were seen by {people(int(code.about))}. That holds the recommendation at no."
    raise ValueError(f"no sentence for the reason {code}")


def flag(code: Code, result: Result, names: Names) -> str:
    """What people should talk about. It changes nothing in the recommendation."""
    match code.name:
        case "red_flag_review":
            return "One interviewer saw a red flag. Talk it through before you decide."
        case "disagreement":
            place = result.rubric.places[code.about]
            low, high = result.tally.lows[place], result.tally.highs[place]
            return f"Interviewers disagree on {names.dimension(code.about)}: ratings go from {low} to {high}."
        case "fragile_to_one_interviewer":
            return "One interviewer makes the difference: without their ratings the score is in another band."
    raise ValueError(f"no sentence for the flag {code}")


def short_flags(found: Recommendation) -> list[str]:
    """A word or two each, for the row of a list: where too little evidence points, what caps the recommendation,
    then what to talk about."""
    words = {
        "floor": "must-have too low",
        "veto": "disqualifying signal",
        "red_flag_review": "red flag",
        "fragile_to_one_interviewer": "hangs on one person",
    }
    codes = (*found.reasons, *found.flags)
    said = [] if found.provisional is None else [f"provisionally {OUTCOMES[found.provisional]}"]
    said += [words[code.name] for code in codes if code.name in words]
    said += [f"{code.about} saw red flags" for code in codes if code.name == "red_flags"]
    apart = sum(code.name == "disagreement" for code in codes)
    if apart:
        said.append("disagreement" if apart == 1 else f"{apart} disagreements")
    return list(dict.fromkeys(said))


def headline(result: Result) -> str:
    """The first line: what the rule recommends, and how sure the score is."""
    if result.outcome == NOT_ENOUGH_EVIDENCE:
        if result.provisional is None:
            return "Not enough evidence yet."
        return f"Not enough evidence yet. Provisionally a {OUTCOMES[result.provisional]}."
    return f"The rule recommends: {OUTCOMES[result.outcome]}."


def sureness(result: Result) -> str:
    """About another panel, never about success in the job. Nothing where evidence is missing."""
    if result.stability is None or result.outcome == NOT_ENOUGH_EVIDENCE:
        return ""
    start = "The score alone is " if result.reasons else "The score is "
    return (
        f"{start}{result.stability.sureness}: another panel of this kind would score at or above the bar "
        f"with a probability of {chance(result.stability.probability_at_bar)}."
    )


def chance(probability: float) -> str:
    """In whole percent; never nothing and never all, which no estimate can say."""
    percent = int(shown(Fraction(probability) * 100, 0))
    if percent == 100:
        return "more than 99%"
    return f"{percent}%" if percent else "less than 1%"


def pulls(result: Result) -> tuple[list[str], list[str]]:
    """The keys of dimensions that pull the score up and down against the bar, those that move it most first."""
    amounts = result.against_bar
    up = sorted((key for key in amounts if amounts[key] > 0), key=lambda key: -amounts[key])
    down = sorted((key for key in amounts if amounts[key] < 0), key=lambda key: amounts[key])
    return up, down


def pull(key: str, result: Result, names: Names) -> str:
    amount = result.against_bar[key]
    direction = "adds" if amount > 0 else "takes"
    share = shown_percent(result.shares[key])
    return f"{names.dimension(key)} ({shown(result.means[key])}, weight {share}) {direction} {shown(abs(amount))}"


def without_each(result: Result, names: Names) -> list[str]:
    """What would change it: whose ratings decide the band."""
    found = []
    for who, score in result.leave_one_out.items():
        band = result.rubric.band_of(score)
        if band is not result.band:
            found.append(
                f"Without the ratings of {names.person(who)} the score would be "
                f"{shown_score(result.rubric, score)}, a {OUTCOMES[band]}."
            )
    return found


def would_it_change(result: Result, names: Names) -> list[str]:
    """Three lines: without any one interviewer, with weights moved by a quarter, with equal weights."""
    if result.stability is None or result.band is None:
        return []
    rubric, here = result.rubric, OUTCOMES[result.band]
    changes = without_each(result, names)
    if not result.leave_one_out:
        first = "Only one person rated, so nobody's ratings can be left out."
    else:
        first = " ".join(changes) or f"Without any one interviewer the score stays a {here}."
    low, high = result.stability.weight_bounds
    bands = {rubric.band_of(low), rubric.band_of(high)}
    numbers = f"{shown_score(rubric, low)} to {shown_score(rubric, high)}"
    if bands == {result.band}:
        second = f"Even if every weight moved by a quarter, the score stays a {here} ({numbers})."
    else:
        reached = " or ".join(f"a {OUTCOMES[band]}" for band in Band if band in bands | {result.band})
        second = f"If weights moved by a quarter, the score could be {reached} ({numbers})."
    equal = result.stability.equal_weights
    same = rubric.band_of(equal) is result.band
    third = (
        f"With equal weights it would be {shown_score(rubric, equal)}, "
        f"{'still' if same else 'which is'} a {OUTCOMES[rubric.band_of(equal)]}."
    )
    return [first, second, third]


def scale_in_words(rubric: Rubric) -> str:
    """The cuts as scores on this rubric's scale."""
    cuts = [shown(1 + cut * (rubric.scale_max - 1)) for cut in rubric.policy.cuts]
    return f"Below {cuts[0]} a strong no, from {cuts[0]} a no, from {cuts[1]} a yes, from {cuts[2]} a strong yes."
