"""Messages to people: shown in the product, and mailed once. The rows are the outbox: nothing else says what waits."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hiring.models.candidate import Application
from hiring.models.interview import Interview


class Message(models.Model):
    """One message to one person. `once` makes sending idempotent: the same message is never made twice.

    `mail_at` is when it is to be mailed, or tried again; empty once it was mailed or needs no mail any more.
    """

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", "New interview"
        MOVED = "moved", "Changed interview"
        CANCELLED = "cancelled", "Cancelled interview"
        REMINDER = "reminder", "Reminder"
        CARD_DUE = "card_due", "Scorecard due"
        CARD_OVERDUE = "card_overdue", "Scorecard late"
        DECLINED = "declined", "Interviewer needed"
        LEFT = "left", "Interviewer left"
        COMPLETE = "complete", "Loop complete"
        DEBRIEF = "debrief", "Debrief"
        DECIDED = "decided", "Decision"
        INVITED = "invited", "Invitation"

    # What one does with the link of a message, in the words of its button.
    ACTIONS = {
        "assigned": "Open the interview kit",
        "moved": "Open the interview kit",
        "cancelled": "See what was cancelled",
        "reminder": "Open the interview kit",
        "card_due": "Write the scorecard",
        "card_overdue": "Write the scorecard",
        "declined": "Find somebody else",
        "left": "Find somebody else",
        "complete": "Read the summary",
        "debrief": "Go to the debrief",
        "decided": "Read the decision",
        "invited": "Choose a password",
    }

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=40, choices=Kind)
    once = models.CharField(max_length=160, unique=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="Sentences; a blank line parts paragraphs.")
    facts = models.JSONField(default=list, blank=True, help_text="Pairs of a label and what it says.")
    link = models.CharField(max_length=300, blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    created_at = models.DateTimeField(default=timezone.now)
    in_digest = models.BooleanField(default=False, help_text="Waits for the mail of the day.")
    mail_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, help_text="Why the last try failed.")
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="message_by_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["mail_at"], condition=Q(mail_at__isnull=False), name="message_to_mail"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(mail_at__isnull=True),
                name="message_mailed_waits_no_more",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def action(self) -> str:
        return self.ACTIONS.get(self.kind, "Open it")
