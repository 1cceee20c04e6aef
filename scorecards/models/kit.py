"""A kit: one interview of a loop, with what it focuses on and what is asked."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from scorecards.models.rubric import Dimension, Exercise, Part, Question, Rubric


class Kit(Part):
    """One interview of the role's standard loop. A take-home kit has a due date instead of a time."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="kits")
    name = models.CharField(max_length=120)
    purpose = models.TextField("what this interview is for", blank=True)
    minutes = models.PositiveIntegerField(default=60, validators=[MinValueValidator(1)])
    take_home = models.BooleanField(
        "take-home", default=False, help_text="Has a due date instead of a start."
    )
    exercise = models.ForeignKey(
        Exercise, on_delete=models.SET_NULL, null=True, blank=True, related_name="kits"
    )
    focus = models.ManyToManyField(Dimension, through="KitDimension", related_name="kits")
    questions = models.ManyToManyField(Question, through="KitQuestion", related_name="kits")

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="kit_key_unique_per_rubric"),
            models.UniqueConstraint(
                Lower("name"),
                "rubric",
                name="kit_name_unique_per_rubric",
                violation_error_message="Two kits of a rubric cannot share a name.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1),
                name="kit_minutes_positive",
                violation_error_message="An interview takes at least a minute.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="kit_named"),
        ]

    def __str__(self) -> str:
        return self.name


class KitDimensionManager(models.Manager["KitDimension"]):
    def get_by_natural_key(self, role: str, version: int, kit: str, dimension: str) -> "KitDimension":
        return self.get(
            kit=Kit.objects.get_by_natural_key(role, version, kit),
            dimension=Dimension.objects.get_by_natural_key(role, version, dimension),
        )


class KitDimension(models.Model):
    """A focus dimension of a kit, in the order in which it is rated."""

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="focus_links")
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="kit_links")
    position = models.PositiveIntegerField(default=0)

    objects = KitDimensionManager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["kit", "dimension"], name="kit_dimension_once")]

    def __str__(self) -> str:
        return f"{self.kit_id} · {self.dimension_id}"

    def natural_key(self) -> tuple[str | int, ...]:
        return (*self.kit.natural_key(), self.dimension.key)

    natural_key.dependencies = ["scorecards.kit", "scorecards.dimension"]  # type: ignore[attr-defined]


class KitQuestionManager(models.Manager["KitQuestion"]):
    def get_by_natural_key(self, role: str, version: int, kit: str, question: str) -> "KitQuestion":
        return self.get(
            kit=Kit.objects.get_by_natural_key(role, version, kit),
            question=Question.objects.get_by_natural_key(role, version, question),
        )


class KitQuestion(models.Model):
    """A question of a kit, in the order in which everyone is asked."""

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="question_links")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="kit_links")
    position = models.PositiveIntegerField(default=0)

    objects = KitQuestionManager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["kit", "question"], name="kit_question_once")]

    def __str__(self) -> str:
        return f"{self.kit_id} · {self.question_id}"

    def natural_key(self) -> tuple[str | int, ...]:
        return (*self.kit.natural_key(), self.question.key)

    natural_key.dependencies = ["scorecards.kit", "scorecards.question"]  # type: ignore[attr-defined]
