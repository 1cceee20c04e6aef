"""An opening: a role to be filled, and who answers for it."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from scorecards.models import Role

# The reason is in docs/security.md: employers in the United States keep hiring records for a year at least.
RETENTION_DAYS = 730


class Opening(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="openings")
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    managers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="managed_openings", verbose_name="hiring managers"
    )
    coordinators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="coordinated_openings")
    retention_days = models.PositiveIntegerField(
        default=RETENTION_DAYS,
        validators=[MinValueValidator(1)],
        help_text="Counted from a candidate's last decision; after that what names them is erased.",
    )
    legal_hold = models.BooleanField(
        default=False, help_text="While a legal matter is open nothing of this opening is erased."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("title", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["open", "closed"]), name="opening_status_known"),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1),
                name="opening_retention_positive",
                violation_error_message="Keep records for at least a day.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="opening_titled",
                violation_error_message="Give the opening a title.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pipeline", args=[self.pk])
