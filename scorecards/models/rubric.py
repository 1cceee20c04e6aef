"""What is judged: a role and its rubric versions.

A rubric is a version. A draft may change; a published or retired one never does, nor anything under
it: the database refuses (migration `freeze_published_rubrics`), whoever asks and by whatever door.
Keys are stable: a copy keeps them, so that versions, qualifications and simulations match by key.
"""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

LEAST_SCALE, MOST_SCALE = 2, 7
MOST_WEIGHT = 10_000
PUBLISHED_LABELS = {
    4: ["Clearly below the bar", "Below the bar", "Meets the bar", "Above the bar"],
    5: ["Clearly below the bar", "Below the bar", "Nearly meets the bar", "Meets the bar", "Above the bar"],
}


def new_key() -> str:
    return uuid.uuid4().hex


def four_labels() -> list[str]:
    return list(PUBLISHED_LABELS[4])


class RoleManager(models.Manager["Role"]):
    def get_by_natural_key(self, name: str) -> "Role":
        return self.get(name__iexact=name)


class RubricManager(models.Manager["Rubric"]):
    def get_by_natural_key(self, role: str, version: int) -> "Rubric":
        return self.get(role__name__iexact=role, version=version)


class PartManager(models.Manager):
    def get_by_natural_key(self, role: str, version: int, key: str) -> Any:
        return self.get(rubric__role__name__iexact=role, rubric__version=version, key=key)


class Role(models.Model):
    """What people are hired for. Its rubric has versions; at most one is published, one a draft."""

    name = models.CharField(max_length=120)
    level = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoleManager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="role_name_unique_in_any_case",
                violation_error_message="There is a role with this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


def policy_share(default: str, help_text: str) -> "models.DecimalField[Decimal | str, Decimal]":
    """A share of the scale or of the weight, exact to four places."""
    return models.DecimalField(
        max_digits=5,
        decimal_places=4,
        default=Decimal(default),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=help_text,
    )


class Rubric(models.Model):
    """One version of a role's rubric, with its scale and the policy numbers of the rule."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="rubrics")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, editable=False)
    introduction = models.TextField(blank=True, help_text="What the role is about, for interviewers.")
    change_note = models.TextField(blank=True, help_text="What this version changes, in a sentence or two.")
    weight_reason = models.TextField(
        "why the weights differ",
        blank=True,
        help_text="Equal weights are the honest default. Weights that differ need a reason.",
    )

    scale_max = models.PositiveSmallIntegerField("levels on the scale", default=4)
    level_labels = ArrayField(
        models.CharField(max_length=60),
        default=four_labels,
        help_text="From the lowest level to the highest.",
    )
    level_texts = ArrayField(models.TextField(blank=True), default=list, blank=True)

    cut_no = policy_share("0.30", "Below this share of the scale the score is a strong no.")
    cut_yes = policy_share("0.60", "The bar: from this share of the scale the score is a yes.")
    cut_strong_yes = policy_share("0.80", "From this share of the scale the score is a strong yes.")
    min_coverage = policy_share("0.80", "The share of the weight that must be rated.")
    min_interviewers = models.PositiveSmallIntegerField(
        default=3, help_text="How many people must have rated something."
    )
    must_have_raters = models.PositiveSmallIntegerField(
        default=2, help_text="How many people must have rated each must-have dimension."
    )
    floor = policy_share("0.30", "A must-have dimension below this share of the scale caps the result at no.")
    red_flag_interviewers = models.PositiveSmallIntegerField(
        default=2, help_text="Red flags seen by this many people cap the result at no."
    )
    disagreement = policy_share("0.50", "Ratings this share of the scale apart are marked as disagreement.")

    source = models.TextField(blank=True, editable=False, help_text="Where an imported draft came from.")
    # Counts the saves of a draft, so that a stale screen is noticed.
    edits = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = RubricManager()

    class Meta:
        ordering = ("role__name", "-version")
        constraints = [
            models.UniqueConstraint(fields=["role", "version"], name="rubric_version_unique_per_role"),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(status="published"),
                name="rubric_one_published_per_role",
                violation_error_message="This role has a published rubric already.",
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(status="draft"),
                name="rubric_one_draft_per_role",
                violation_error_message="This role has a draft already. Edit that one.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="rubric_version_positive",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "retired"]),
                name="rubric_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True, retired_at__isnull=True)
                | Q(status="published", published_at__isnull=False, retired_at__isnull=True)
                | Q(status="retired", published_at__isnull=False, retired_at__isnull=False),
                name="rubric_status_matches_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(scale_max__range=(LEAST_SCALE, MOST_SCALE)),
                name="rubric_scale_between_2_and_7",
                violation_error_message="A scale has 2 to 7 levels.",
            ),
            models.CheckConstraint(
                condition=Q(level_labels__len=F("scale_max")),
                name="rubric_label_for_each_level",
                violation_error_message="Give each level of the scale a label, from the lowest to the highest.",
            ),
            models.CheckConstraint(
                condition=Q(level_texts__len__lte=F("scale_max")) | Q(level_texts=[]),
                name="rubric_no_text_beyond_the_scale",
                violation_error_message="There are more level texts than levels.",
            ),
            models.CheckConstraint(
                condition=Q(cut_no__gt=0)
                & Q(cut_no__lt=F("cut_yes"))
                & Q(cut_yes__lt=F("cut_strong_yes"))
                & Q(cut_strong_yes__lte=1),
                name="rubric_cuts_rise",
                violation_error_message="The three cuts must rise: no, then yes, then strong yes.",
            ),
            models.CheckConstraint(
                condition=Q(min_coverage__range=(0, 1))
                & Q(floor__range=(0, 1))
                & Q(disagreement__range=(0, 1)),
                name="rubric_shares_between_0_and_1",
                violation_error_message="Shares go from 0 to 1.",
            ),
            models.CheckConstraint(
                condition=Q(min_interviewers__gte=1)
                & Q(must_have_raters__gte=1)
                & Q(red_flag_interviewers__gte=1)
                & Q(disagreement__gt=0),
                name="rubric_policy_counts_positive",
                violation_error_message="Numbers of people start at 1, and disagreement above 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role.name}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("rubric", args=[self.pk])

    def natural_key(self) -> tuple[str, int]:
        return (self.role.name, self.version)

    natural_key.dependencies = ["scorecards.role"]  # type: ignore[attr-defined]

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


class Part(models.Model):
    """What dimensions, signals, questions, exercises and kits share: an order and a stable key."""

    key = models.CharField(max_length=32, default=new_key, editable=False)
    position = models.PositiveIntegerField(default=0)

    objects = PartManager()

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def natural_key(self) -> tuple[str, int, str]:
        rubric: Rubric = self.rubric  # type: ignore[attr-defined]
        return (rubric.role.name, rubric.version, self.key)

    natural_key.dependencies = ["scorecards.rubric"]  # type: ignore[attr-defined]


class Importable(Part):
    """A part that an import may have proposed; a person accepts it before publishing."""

    proposed = models.BooleanField(
        default=False, help_text="Proposed by an import. Untick once a person has accepted it."
    )

    class Meta(Part.Meta):
        abstract = True


class Dimension(Importable):
    """What is rated. Only the ratios of the weights matter."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="dimensions")
    name = models.CharField(max_length=120)
    weight = models.PositiveIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEIGHT)]
    )
    meets_bar = models.TextField("what meets the bar looks like", blank=True)
    level_texts = ArrayField(
        models.TextField(blank=True),
        default=list,
        blank=True,
        help_text="What each level looks like, from the lowest to the highest.",
    )
    must_have = models.BooleanField("must-have", default=False)

    class Meta(Importable.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "rubric",
                name="dimension_name_unique_per_rubric",
                violation_error_message="Two dimensions of a rubric cannot share a name.",
            ),
            models.UniqueConstraint(fields=["rubric", "key"], name="dimension_key_unique_per_rubric"),
            models.CheckConstraint(
                condition=Q(weight__range=(1, MOST_WEIGHT)),
                name="dimension_weight_positive",
                violation_error_message="Give every dimension a weight from 1 to 10,000.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="dimension_named",
                violation_error_message="Give the dimension a name.",
            ),
            models.CheckConstraint(
                condition=Q(level_texts__len__lte=MOST_SCALE) | Q(level_texts=[]),
                name="dimension_no_text_beyond_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Signal(Importable):
    """Something to watch for: a strong or weak sign, or a red flag, which may be disqualifying."""

    class Kind(models.TextChoices):
        STRONG = "strong", "Strong signal"
        WEAK = "weak", "Weak signal"
        RED_FLAG = "red_flag", "Red flag"

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    dimension = models.ForeignKey(
        Dimension, on_delete=models.SET_NULL, null=True, blank=True, related_name="signals"
    )
    disqualifying = models.BooleanField(
        default=False, help_text="Red flags only: seen by anyone, it caps the result at no."
    )

    class Meta(Importable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="signal_key_unique_per_rubric"),
            models.CheckConstraint(
                condition=Q(kind__in=["strong", "weak", "red_flag"]), name="signal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="red_flag") | Q(disqualifying=False),
                name="signal_only_red_flags_disqualify",
                violation_error_message="Only a red flag can be disqualifying.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="signal_worded",
                violation_error_message="Write what the signal is.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Question(Importable):
    """What to assess and how to ask for it."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="questions")
    dimension = models.ForeignKey(
        Dimension, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    assess = models.CharField("what to assess", max_length=200, blank=True)
    text = models.TextField("how to ask")

    class Meta(Importable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="question_key_unique_per_rubric"),
            models.CheckConstraint(
                condition=~Q(text=""), name="question_worded", violation_error_message="Write the question."
            ),
        ]

    def __str__(self) -> str:
        return self.assess or self.text


class Exercise(Importable):
    """A task for the candidate, with its brief and what to look for."""

    class Kind(models.TextChoices):
        CASE_STUDY = "case_study", "Case study"
        EXERCISE = "exercise", "Exercise"
        DISCUSSION = "discussion", "Discussion"
        CODING = "coding", "Coding"
        TAKE_HOME = "take_home", "Take-home"
        PRESENTATION = "presentation", "Presentation"
        ROLE_PLAY = "role_play", "Role play"

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="exercises")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.EXERCISE)
    minutes_min = models.PositiveIntegerField("minutes, at least", null=True, blank=True)
    minutes_max = models.PositiveIntegerField("minutes, at most", null=True, blank=True)
    brief = models.TextField(blank=True, help_text="What the candidate is told and given.")
    tasks = models.TextField(
        blank=True, help_text="One task a line; indent a line to put it under the one above."
    )
    look_for = models.TextField("what to look for", blank=True, help_text="One point a line.")
    dimensions = models.ManyToManyField(Dimension, through="ExerciseDimension", related_name="exercises")

    class Meta(Importable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="exercise_key_unique_per_rubric"),
            models.UniqueConstraint(
                Lower("name"),
                "rubric",
                name="exercise_name_unique_per_rubric",
                violation_error_message="Two exercises of a rubric cannot share a name.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_min__isnull=True)
                | Q(minutes_max__isnull=True)
                | Q(minutes_min__lte=F("minutes_max")),
                name="exercise_minutes_rise",
                violation_error_message="The least minutes cannot be more than the most.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExerciseDimensionManager(models.Manager["ExerciseDimension"]):
    def get_by_natural_key(
        self, role: str, version: int, exercise: str, dimension: str
    ) -> "ExerciseDimension":
        return self.get(
            exercise=Exercise.objects.get_by_natural_key(role, version, exercise),
            dimension=Dimension.objects.get_by_natural_key(role, version, dimension),
        )


class ExerciseDimension(models.Model):
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="links")
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="+")

    objects = ExerciseDimensionManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "dimension"], name="exercise_dimension_once"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} · {self.dimension_id}"

    def natural_key(self) -> tuple[str | int, ...]:
        return (*self.exercise.natural_key(), self.dimension.key)

    natural_key.dependencies = ["scorecards.exercise", "scorecards.dimension"]  # type: ignore[attr-defined]
