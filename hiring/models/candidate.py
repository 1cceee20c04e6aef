"""Candidates, their résumés and their applications."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from hiring.models.opening import Opening
from scorecards.models import Assessment


class Candidate(models.Model):
    """A person who applies. Erasing empties what names them and keeps the row for the numbers."""

    name = models.CharField(max_length=160)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    links = models.TextField(blank=True, help_text="One address a line.")
    source = models.CharField(max_length=120, blank=True)
    notes = models.TextField(blank=True, help_text="Seen by the hiring team.")
    adjustments = models.TextField(
        "reasonable adjustments",
        blank=True,
        help_text="What the panel should do differently. Seen by the panel.",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    # While a legal matter about this person is open nothing of theirs is erased.
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_reason = models.TextField(blank=True, default="", db_default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        indexes = [
            models.Index(Lower("email"), name="candidate_by_email"),
            models.Index(Lower("name"), name="candidate_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(erased_at__isnull=False),
                name="candidate_named",
                violation_error_message="Give the candidate's name.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    name="", email="", phone="", links="", source="", notes="", adjustments="", held_reason=""
                ),
                name="candidate_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_reason="")
                | (Q(held_at__isnull=False, erased_at__isnull=True) & ~Q(held_reason="")),
                name="candidate_hold_has_a_reason",
                violation_error_message="Say why nothing may be erased.",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.name or f"Erased candidate {self.pk}"


class Resume(models.Model):
    """A file of a candidate's, checked by content before it is stored, served only as an attachment."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word document"
        TXT = "txt", "Plain text"

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="resumes")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__range=(1, 10 * 1024 * 1024)),
                name="resume_up_to_10_megabytes",
                violation_error_message="A résumé can have up to 10 MB.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Application(models.Model):
    """A candidate for an opening. "Ready to decide" is derived from its interviews, never stored."""

    class Status(models.TextChoices):
        IN_LOOP = "in_loop", "In the loop"
        HIRED = "hired", "Hired"
        NOT_HIRED = "not_hired", "Not hired"
        WITHDRAWN = "withdrawn", "Withdrawn"

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="applications")
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.IN_LOOP)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "opening"],
                condition=Q(status="in_loop"),
                name="application_one_running_per_opening",
                violation_error_message="This candidate is in the loop of this opening already.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_loop", "hired", "not_hired", "withdrawn"]),
                name="application_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="in_loop", ended_at__isnull=True)
                | (~Q(status="in_loop") & Q(ended_at__isnull=False)),
                name="application_ended_when_it_ended",
            ),
        ]
        indexes = [models.Index(fields=["opening", "status"], name="application_by_opening")]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.opening}"

    def get_absolute_url(self) -> str:
        return reverse("summary", args=[self.pk])
