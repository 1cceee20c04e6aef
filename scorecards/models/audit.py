"""The audit trail: entries that are only ever added, and the seals that chain them.

Entries hold pseudonymous ids, field names and keyed digests, never a candidate's text. The worker
seals entries in order: each seal's HMAC covers the one before, with a key that the database does not
know, so a changed, removed, inserted or re-ordered entry shows; the head, exported nightly, shows a
cut tail.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
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

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["scope", "-id"], name="audit_by_scope"),
            models.Index(fields=["subject", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject} {self.subject_id}"


class AuditSeal(models.Model):
    """The place of an entry in the chain. Positions have no gaps."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="seal")
    mac = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"Seal {self.position}"
