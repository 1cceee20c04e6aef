"""How long an exercise takes, and its title without that."""

import re
from fractions import Fraction

from scorecards.blueprints.entries import named

NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
DASH = r"\s*(?:[-‐‑‒–—―−~]|to|bis)\s*"
MINUTES = r"(?:minutes?|mins?\b\.?|min\b\.?|m(?=\W|$)|['’′](?!\w))"
HOURS = r"(?:hours?|hrs?\b\.?|h(?=\W|\d|$)|std\b\.?)"
TIMES = re.compile(
    rf"(?P<low>{NUMBER})\s*(?P<first>{MINUTES}|{HOURS})?{DASH}(?P<high>{NUMBER})[\s-]*(?P<last>{MINUTES}|{HOURS})"
    rf"|(?P<hours>{NUMBER})[\s-]*{HOURS}\s*(?:and\s*)?(?P<minutes>\d{{1,2}})?\s*(?:{MINUTES})?"
    rf"|(?P<one>{NUMBER})[\s-]*{MINUTES}"
    r"|(?P<half>half an hour|half-hour)|(?P<and_half>an hour and a half|one and a half hours)|(?P<hour>an hour|one hour)|(?P<two>two hours)|(?P<three>three hours)",
    re.IGNORECASE,
)
TIME_NOTE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
EXERCISE_NUMBER = re.compile(
    r"^(?:(?:exercise|task|case|case study|assignment|option|scenario|challenge|activity)\s*(?:#|no\.?)?\s*(?:\d{1,2}|[A-Z])\s*(?:[:.)–—-]\s*))(?=\S)",
    re.IGNORECASE,
)


def titled(text: str) -> tuple[str, tuple[int, int] | None]:
    """The title without its minutes, numbers and colon; and the minutes."""
    minutes = read_minutes(text)
    if minutes:
        for note in TIME_NOTE.finditer(text):
            if read_minutes(note[0]):
                left = re.sub(r"^[\s,;·–—-]+|[\s,;·–—-]+$", "", TIMES.sub("", note[0].strip(" ()[]")))
                left = re.sub(r"(?i)^(?:approx\.?|about|ca\.?|~|up to|max\.?|live|timed)$", "", left)
                text = text[: note.start()] + (f" ({left})" if left else "") + text[note.end() :]
                break
        else:
            text = re.sub(
                rf"\s*[,:|–—―−-]\s*(?:about |approx\.? |ca\. |~|up to )?(?:{TIMES.pattern})(?=\W*$)",
                "",
                text,
                flags=re.IGNORECASE,
            )
    text = named(text)
    return EXERCISE_NUMBER.sub("", text).strip() or text, minutes


def read_minutes(text: str) -> tuple[int, int] | None:
    """ "60–120 minutes", "1 hour", "2 h", "1-2 hours", "1h30": the least and the most."""
    found = TIMES.search(text)
    if found is None:
        return None
    if found["low"]:
        last = 60 if re.match(HOURS, found["last"], re.IGNORECASE) else 1
        first = last if not found["first"] else 60 if re.match(HOURS, found["first"], re.IGNORECASE) else 1
        low, high = counted(found["low"], first), counted(found["high"], last)
        return (low, high) if low <= high else (high, low)
    if found["hours"]:
        minutes = counted(found["hours"], 60) + int(found["minutes"] or 0)
    elif found["one"]:
        minutes = counted(found["one"], 1)
    else:
        minutes = next(
            n
            for name, n in (("half", 30), ("and_half", 90), ("hour", 60), ("two", 120), ("three", 180))
            if found[name]
        )
    return (minutes, minutes) if minutes else None


def counted(number: str, times: int) -> int:
    return int(Fraction(number.replace(",", ".")) * times)
