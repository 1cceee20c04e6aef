"""Writing to the audit trail. Entries carry ids, field names and keyed digests, never a candidate's text.

Where a request came from is in `scorecards.origin`.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from scorecards.models import AuditEntry
from scorecards.origin import origin


def record(
    *,
    actor: Any | None,
    action: str,
    subject: str,
    subject_id: object = "",
    scope: str = "",
    fields: Iterable[str] = (),
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry, in the caller's transaction: what is rolled back was not done and leaves none.

    `action` is a dotted verb such as "scorecard.submitted"; `scope` such as "opening:12" says who
    answers for it. `actor` is None for the system itself.
    """
    came = origin.get()
    return AuditEntry.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        scope=scope,
        fields=sorted(fields),
        details=dict(details or {}),
        address=came.address,
        request_id=came.request_id,
    )


def digest(text: str) -> str:
    """A keyed fingerprint: says that two texts are the same without saying what they are."""
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
