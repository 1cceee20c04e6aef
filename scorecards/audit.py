"""Writing to the audit trail. Entries carry ids, field names and keyed digests, never a candidate's text.

Where a request came from is in `scorecards.origin`; sealing and verifying in `scorecards.chain`.
"""

import functools
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from scorecards.models import AuditEntry
from scorecards.origin import origin

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    entry = AuditEntry(
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
    entry.mark = mark_of(entry)
    entry.save(force_insert=True)
    return entry


def mark_of(entry: AuditEntry) -> bytes:
    """The entry's mark, from the values that will be in its row. For whoever adds many at once."""
    return keyring().current.sign(
        content(
            microseconds(entry.at),
            entry.actor_id,
            entry.action,
            entry.subject,
            entry.subject_id,
            entry.scope,
            json.dumps(entry.fields),
            json.dumps(entry.details),
            entry.address,
            entry.request_id,
        )
    )


def digest(text: str) -> str:
    """A keyed fingerprint: says that two texts are the same without saying what they are."""
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


# --- Keys -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """A key and its name, which says which one it is without saying what it is."""

    name: str
    secret: bytes

    @classmethod
    def of(cls, text: str) -> "Key":
        secret = text.encode()
        return cls(hmac.digest(secret, b"name of this key", "sha256").hex()[:16], secret)

    def sign(self, message: bytes) -> bytes:
        return hmac.digest(self.secret, message, "sha256")


@dataclass(frozen=True)
class Keyring:
    """The key in use, and those before it, oldest first. What an old one sealed is checked with that one;
    once a newer one has sealed, an older one seals no more."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[-1]

    def age(self, name: str) -> int | None:
        """The place of a key in the order of use; None for one that nobody knows."""
        return next((place for place, key in enumerate(self.keys) if key.name == name), None)

    def bears_mark(self, message: bytes, mark: bytes) -> bool:
        return any(hmac.compare_digest(key.sign(message), mark) for key in reversed(self.keys))


def keyring() -> Keyring:
    return ring_of(settings.AUDIT_KEY, tuple(settings.AUDIT_KEYS_BEFORE))


@functools.lru_cache(maxsize=8)
def ring_of(current: str, before: tuple[str, ...]) -> Keyring:
    return Keyring(tuple(Key.of(text) for text in (*before, current)))


# --- What is signed ---------------------------------------------------------------------------------


def content(
    at: int,
    actor: int | None,
    action: str,
    subject: str,
    subject_id: str,
    scope: str,
    fields: str,
    details: str,
    address: str | None,
    request_id: str,
) -> bytes:
    """An entry as bytes: the same for the same values, whoever wrote the JSON of fields and details."""
    parts = [
        at,
        actor,
        action,
        subject,
        subject_id,
        scope,
        [] if fields == "[]" else json.loads(fields),
        {} if details == "{}" else json.loads(details),
        packed(address),
        request_id,
    ]
    return json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()


@functools.lru_cache(maxsize=4096)
def packed(address: str | None) -> str:
    """Addresses can be written in several ways; their bytes cannot."""
    return ipaddress.ip_address(address).packed.hex() if address else ""


def microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)
