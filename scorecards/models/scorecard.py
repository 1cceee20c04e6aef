"""What was judged: assessments, scorecards, and the revisions that hold ratings and sightings.

A draft lives in DraftField rows alone, so a Rating row is always a submitted one: drafts cannot count
by accident. Submitting writes revision 1; each amendment is a further revision that holds only what it
changes. Revisions, ratings and sightings are written once and never change (triggers, migration
`judged_rows_never_change`). Erasing a candidate may null their free text, through one database
function; a null text means erased, an empty one that nothing was written.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from scorecards.models.kit import Kit
from scorecards.models.rubric import MOST_SCALE, Dimension, Rubric, Signal


class Assessment(models.Model):
    """Everything judged about one application. Pins the rubric version it started with."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assessments")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Ratings changed after this moment are kept apart from the independent ones.
    debrief_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # For composite foreign keys: a card's rubric is its assessment's.
            models.UniqueConstraint(fields=["id", "rubric"], name="assessment_with_its_rubric"),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class Scorecard(models.Model):
    """One person's card about one assessment: blank, in draft, submitted, or cancelled unsubmitted.

    `counts` is fixed when the card is laid out: a shadow's never counts. `saw_others` marks an author
    who had seen others' cards before being scheduled: "not independent" on every screen.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scorecards")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="scorecards")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorecards")
    counts = models.BooleanField(default=True)
    saw_others = models.BooleanField("had seen others' cards", default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # What was handed in, once more in one place: lists read it. Written by the database at submission, by no one else.
    first_ratings = ArrayField(
        models.BigIntegerField(), null=True, editable=False
    )  # as `scoring.lists` takes them
    first_red_flags = ArrayField(models.BigIntegerField(), null=True, editable=False)  # ids of signals

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "author"],
                condition=Q(cancelled_at__isnull=True),
                name="scorecard_one_live_per_author",
                violation_error_message="This person has a scorecard for this candidate already.",
            ),
            models.UniqueConstraint(fields=["id", "rubric"], name="scorecard_with_its_rubric"),
            models.UniqueConstraint(fields=["id", "author"], name="scorecard_with_its_author"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="scorecard_submitted_or_cancelled",
                violation_error_message="A submitted scorecard cannot be cancelled.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None)
                | Q(first_ratings__isnull=False, first_red_flags__isnull=False),
                name="scorecard_submitted_holds_ratings",
            ),
        ]
        indexes = [
            models.Index(
                fields=["author"],
                condition=Q(submitted_at__isnull=True, cancelled_at__isnull=True),
                name="scorecard_open_by_author",
            ),
        ]

    def __str__(self) -> str:
        return f"Scorecard {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None and self.cancelled_at is None


class DraftField(models.Model):
    """One field of an unsubmitted card, with the version that a save must name to overwrite it.

    Names: rating-KEY ("1".."7", "na" for not assessed, "" for untouched), evidence-KEY, seen-KEY
    ("1" or ""), sighting-KEY (its evidence), asked-KEY, verdict, summary; KEY is the part's key.
    Seen by its author alone, always.
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="draft")
    name = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard", "name"], name="draft_field_once")]

    def __str__(self) -> str:
        return f"{self.scorecard_id} {self.name}"


class Revision(models.Model):
    """What an author handed in at one moment: the first submission, or an amendment with its reason.

    `independent` says which set its ratings belong to and is fixed at writing: the first submission,
    and what was "entered wrongly" and put right before the debrief opened. Everything counts in the
    after-debrief set. Within a set the newest rating of a dimension stands.
    """

    class Kind(models.TextChoices):
        FIRST = "first", "First submission"
        ENTERED_WRONGLY = "entered_wrongly", "Entered wrongly"
        CHANGED_MIND = "changed_mind", "Changed my mind"
        DEBRIEF = "debrief", "Changed in the debrief"

    class Verdict(models.IntegerChoices):
        STRONG_NO = 1, "Strong no"
        NO = 2, "No"
        YES = 3, "Yes"
        STRONG_YES = 4, "Strong yes"

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    independent = models.BooleanField()
    reason = models.TextField(null=True, blank=True, default="")
    verdict = models.PositiveSmallIntegerField(choices=Verdict, null=True, blank=True)
    summary = models.TextField(null=True, blank=True, default="")
    asked = ArrayField(models.BigIntegerField(), default=list, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    # Set by the database: ratings may join a revision only in the transaction that wrote it.
    written_in = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ("scorecard", "number")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["id", "scorecard"], name="revision_with_its_scorecard"),
            models.CheckConstraint(
                condition=Q(kind="first", number=1, independent=True, verdict__isnull=False)
                | Q(kind="entered_wrongly", number__gt=1)
                | Q(kind__in=["changed_mind", "debrief"], number__gt=1, independent=False),
                name="revision_kind_fits_its_number_and_set",
            ),
            models.CheckConstraint(
                condition=Q(verdict__isnull=True) | Q(verdict__range=(1, 4)),
                name="revision_verdict_known",
                violation_error_message="The verdict is strong no, no, yes or strong yes.",
            ),
            models.CheckConstraint(
                # Null is an erased reason, so only an empty one is refused.
                condition=Q(kind="first") | Q(reason__isnull=True) | ~Q(reason=""),
                name="amendment_has_a_reason",
                violation_error_message="Say why the scorecard is amended.",
            ),
        ]

    def __str__(self) -> str:
        return f"Scorecard {self.scorecard_id}, revision {self.number}"


class Rating(models.Model):
    """One dimension's rating in a revision. A null value says "not assessed", never zero.

    `scorecard` and `number` repeat the revision's, held equal by composite foreign keys, so that
    gathering a million ratings needs no join with the revisions.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="ratings")
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="ratings")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="ratings", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.TextField(null=True, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "dimension", "number"], name="rating_once_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(1, MOST_SCALE)),
                name="rating_value_on_a_scale",
                violation_error_message="The rating is not on the scale.",
            ),
        ]
        indexes = [
            # Amendments are few: this lets gathering find them without reading every rating.
            models.Index(
                fields=["scorecard", "dimension", "number"], condition=Q(number__gt=1), name="rating_amended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_id}: {self.value or 'not assessed'}"


class Sighting(models.Model):
    """A signal seen, with its evidence; an amendment may take it back (`seen` false)."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sightings")
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="sightings")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="sightings")
    number = models.PositiveSmallIntegerField(default=1)
    seen = models.BooleanField(default=True)
    evidence = models.TextField(null=True, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "signal", "number"], name="sighting_once_per_revision"
            ),
        ]
        indexes = [
            models.Index(
                fields=["scorecard", "signal", "number"], condition=Q(number__gt=1), name="sighting_amended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {'seen' if self.seen else 'taken back'}"
