"""Interviews of a loop: one row is one person in one slot."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from hiring.models.candidate import Application
from scorecards.models import Kit, Scorecard


class Interview(models.Model):
    """One person in one slot. Panel members and shadows are rows that share a slot.

    A row without an interviewer is a place still to be filled. Scheduling someone lays out their
    blank scorecard. A swap cancels the row, which keeps its card, and adds another.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"
        CANCELLED = "cancelled", "Cancelled"
        NO_SHOW = "no_show", "Candidate did not come"

    LIVE = ("planned", "done")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="interviews")
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="+")
    slot = models.UUIDField(default=uuid.uuid4, editable=False)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    scorecard = models.OneToOneField(
        Scorecard, on_delete=models.PROTECT, null=True, blank=True, related_name="interview"
    )
    shadow = models.BooleanField(
        "shadowing", default=False, help_text="Learns by watching; the card never counts."
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=60)
    due_at = models.DateTimeField(null=True, blank=True, help_text="For a take-home, instead of a start.")
    place = models.CharField("place or link", max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    reason = models.TextField(blank=True, help_text="Why it was declined or cancelled.")
    # Calendars update an entry they know by its UID when the sequence is higher.
    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = (F("starts_at").asc(nulls_last=True), "kit__position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "interviewer"],
                condition=Q(status__in=["planned", "done"], interviewer__isnull=False),
                name="interview_one_live_per_person",
                violation_error_message="This person has an interview in this loop already.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "done", "declined", "cancelled", "no_show"]),
                name="interview_status_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(due_at__isnull=True),
                name="interview_start_or_due",
                violation_error_message="A take-home has a due date, any other interview a start.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 1440)),
                name="interview_minutes_within_a_day",
                violation_error_message="An interview takes between a minute and a day.",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""),
                name="interview_declined_with_reason",
                violation_error_message="Say why you did not hold this interview.",
            ),
            models.CheckConstraint(
                condition=Q(scorecard__isnull=True) | Q(interviewer__isnull=False),
                name="interview_card_has_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["interviewer", "starts_at"], name="interview_by_person_and_time"),
            models.Index(fields=["status", "starts_at"], name="interview_by_status_and_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kit} of {self.application}"

    def get_absolute_url(self) -> str:
        return reverse("interview", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE


class Qualification(models.Model):
    """Who can hold which kind of interview. Tied to the kit's key, so that it outlives rubric versions."""

    class Level(models.TextChoices):
        TRAINED = "trained", "Trained"
        IN_TRAINING = "in_training", "In training"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="qualifications"
    )
    kit_key = models.CharField(max_length=32)
    level = models.CharField(max_length=12, choices=Level, default=Level.TRAINED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kit_key"], name="qualification_once"),
            models.CheckConstraint(
                condition=Q(level__in=["trained", "in_training"]), name="qualification_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kit_key} {self.level}"
