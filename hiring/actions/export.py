"""All that is kept about a candidate, as one file to hand over."""

import io
import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from hiring import access
from hiring.actions.candidates import openings_of, record
from hiring.actions.erase import NotYours
from hiring.models import Candidate, User
from hiring.reads.everything import everything_about, file_name

README = """What is kept about one candidate, on {day}.

candidate.json  everything that is stored, as text
resumes/        the files as they were handed in

Not in here: drafts of scorecards that were never handed in and the words of messages to colleagues (their authors
and readers alone see them; a message repeats what is in here), and the audit log, which holds numbers instead of
names.

Before you pass this on: the file names colleagues and holds what they wrote. Ask whoever advises you on
personal data what of it the candidate receives.
"""


@transaction.atomic
def export(*, candidate: Candidate, by: User) -> bytes:
    """A ZIP with JSON and files. On the audit trail, because data leaves the house."""
    if not access.candidates_erasable_by(by).filter(pk=candidate.pk, erased_at=None).exists():
        raise NotYours
    record(candidate, by, "candidate.exported", openings_of(candidate), [])
    found = everything_about(candidate)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(day=f"{timezone.now():%Y-%m-%d}"))
        archive.writestr(
            "candidate.json", json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        )
        for resume in candidate.resumes.order_by("pk").iterator(chunk_size=1):
            archive.writestr(file_name(resume), bytes(resume.content))
    return out.getvalue()
