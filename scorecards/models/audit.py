"""The audit trail: entries that are only ever added, and the seals that chain them.

Entries hold pseudonymous ids, field names and keyed digests, never a candidate's text. Each bears the
mark of the process that wrote it, made with a key that the database does not know. The worker seals
entries one after another: each seal covers the one before. `scorecards.chain` seals and verifies.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    action = models.CharField(max_length=60)
    # What it was done to, such as "scorecard" and its id.
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40, blank=True)
    # What the subject belongs to, such as "opening:12": who answers for it may read the entry.
    scope = models.CharField(max_length=60, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # Keyed digests and plain numbers about the change.
    details = models.JSONField(default=dict, blank=True)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    # HMAC of all the above: an entry that the product did not write has none that fits.
    mark = models.BinaryField(max_length=32, default=b"", editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["scope", "-id"], name="audit_by_scope"),
            models.Index(fields=["subject", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            # Entries lie in the order of their time, so that a block range is enough.
            BrinIndex(fields=["at"], name="audit_by_time", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject} {self.subject_id}"


class AuditSeal(models.Model):
    """The place of an entry in the chain. Positions have no gaps (trigger). `key` names the key it was made with."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="seal")
    mac = models.BinaryField(max_length=32)
    key = models.CharField(max_length=16, default="")

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"Seal {self.position}"
