"""Debriefs and decisions. Decisions are append-only (trigger); the latest one stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from hiring.models.candidate import Application


class Debrief(models.Model):
    """The meeting about one application. Its opening is also stamped on the assessment."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="debrief")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    early_reason = models.TextField(null=True, blank=True, default="")
    notes = models.TextField(null=True, blank=True, default="")
    notes_version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Debrief of {self.application}"

    def get_absolute_url(self) -> str:
        return reverse("debrief", args=[self.application_id])


class Decision(models.Model):
    """What was decided, by whom and why, with a snapshot of what the rule computed from.

    `recommended` repeats the snapshot's recommendation so that overrides can be listed. The snapshot
    holds no free text. Erasing a candidate nulls the rationale and the override reason.
    """

    class Outcome(models.TextChoices):
        HIRE = "hire", "Hire"
        NO_HIRE = "no_hire", "No hire"
        MORE_EVIDENCE = "more_evidence", "More evidence needed"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    rationale = models.TextField(null=True)
    recommended = models.CharField(max_length=20)
    override = models.BooleanField(default=False)
    override_reason = models.TextField(null=True, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    rule_version = models.CharField(max_length=20)
    snapshot = models.JSONField()

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["hire", "no_hire", "more_evidence"]), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(rationale__isnull=True) | ~Q(rationale=""),
                name="decision_has_a_rationale",
                violation_error_message="Write why you decide so.",
            ),
            models.CheckConstraint(
                condition=Q(override=False) | Q(override_reason__isnull=True) | ~Q(override_reason=""),
                name="decision_override_has_a_reason",
                violation_error_message="Say why you decide against the recommendation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.application}"

    @property
    def recommended_words(self) -> str:
        return self.recommended.replace("_", " ")
