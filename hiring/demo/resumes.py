"""A short résumé in plain text, so that the demonstration has files to open."""

from datetime import datetime

from hiring.demo.words import Voice
from hiring.models import Candidate, Opening, Resume

TEMPLATE = """{name}
{email} · {phone}

Applies for: {title}

Work
- Built {p}, from the first images to {k} in use; {pc} points better than what was there before.
- Took part in {q}: answers in {ms} ms, {x} times faster than the year before.

Ways of working
- Python, PyTorch, plain SQL. Reviews, tests, short notes about decisions.

References on request.
"""


def resume_of(candidate: Candidate, voice: Voice, opening: Opening, added_at: datetime) -> Resume:
    text = TEMPLATE.format(
        name=candidate.name,
        email=candidate.email,
        phone=candidate.phone,
        title=opening.title,
        **voice.values,
    )
    content = text.encode()
    return Resume(
        candidate=candidate,
        name=f"{candidate.name}.txt",
        kind=Resume.Kind.TXT,
        size=len(content),
        content=content,
        added_at=added_at,
    )
