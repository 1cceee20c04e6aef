"""The forms of the rubric screen: one for the version, one for each kind of part."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError

from scorecards.models import Dimension, Exercise, Kit, Question, Role, Rubric, Signal
from scorecards.models.rubric import four_labels


class Lines(SimpleArrayField):
    """A list of texts, one a line: an empty line in between is an empty text."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(forms.CharField(required=False), delimiter="\n", required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return (
            [line.strip() for line in (value or "").replace("\r", "").rstrip("\n").split("\n")]
            if value
            else []
        )


class OrderedChoices(forms.ModelMultipleChoiceField):
    """What is ticked, as a list in the order in which it was sent."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple(attrs={"class": "ordered"}))
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        found = {str(each.pk): each for each in super().clean(value)}
        return [found[key] for key in dict.fromkeys(map(str, value or ())) if key in found]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(each) for each in initial or ()] != [str(each) for each in data or ()]


class RubricForm(forms.ModelForm):
    level_labels = Lines(
        initial=four_labels,
        label="Labels of the levels",
        help_text="One a line, from the lowest level to the highest.",
    )
    level_texts = Lines(label="Texts of the levels", help_text="Optional: one a line, in the same order.")

    # Which state of the draft this screen was opened on: two people never overwrite each other unseen.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Rubric
        fields = (
            "role", "introduction", "change_note", "weight_reason", "scale_max", "level_labels", "level_texts",
            "cut_no", "cut_yes", "cut_strong_yes", "min_coverage", "min_interviewers", "must_have_raters", "floor",
            "red_flag_interviewers", "disagreement",
        )  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("introduction", "change_note", "weight_reason")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "seen" in self.fields:
            self.initial["seen"] = self.instance.edits

    def clean_role(self) -> Role:
        """A role has one draft. Locked, so that of two people who begin one at once the second is told."""
        role: Role = self.cleaned_data["role"]
        Role.objects.select_for_update().get(pk=role.pk)
        if role.rubrics.filter(status=Rubric.Status.DRAFT).exists():
            raise ValidationError(f"Somebody has begun a draft for {role} in the meantime. Edit that one.")
        return role

    def clean_seen(self) -> int:
        """Saving once more after the warning keeps one's own version, knowingly."""
        rows = Rubric.objects.select_for_update().filter(pk=self.instance.pk)
        status, now = rows.values_list("status", "edits").first() or (Rubric.Status.DRAFT, 0)
        if status != Rubric.Status.DRAFT:
            raise ValidationError(
                "Somebody has published this version in the meantime, so it can no longer change. What you typed "
                "is below: copy it, and take it over into the next draft."
            )
        if self.instance.pk and self.cleaned_data.get("seen") != now:
            data: Any = self.data
            self.data = data = data.copy()
            data[self.add_prefix("seen")] = str(now)
            raise ValidationError(
                "Someone else saved this draft while you had it open. Nothing of yours is lost: it is below. Open the "
                "draft in another tab to see theirs; save again to keep yours."
            )
        return now

    def clean(self) -> dict[str, Any]:
        """The scale is as long as its labels, and the texts fit it."""
        values = super().clean() or {}
        labels, levels = values.get("level_labels"), values.get("scale_max")
        if labels is not None and levels is not None and len(labels) != levels:
            self.add_error(
                "level_labels", f"There are {levels} levels and {len(labels)} labels: give one for each."
            )
        if labels and not all(labels):
            self.add_error("level_labels", "A label is empty.")
        return values


class DimensionForm(forms.ModelForm):
    rubric: Rubric  # given by the formset: a new dimension's own reference is not set yet
    level_texts = Lines(
        label="What each level looks like", help_text="Optional: one a line, from the lowest."
    )

    class Meta:
        model = Dimension
        fields = ("position", "name", "weight", "must_have", "meets_bar", "level_texts", "proposed")
        widgets = {"position": forms.HiddenInput, "meets_bar": forms.Textarea(attrs={"rows": 2})}

    def clean_level_texts(self) -> Any:
        texts, levels = self.cleaned_data["level_texts"], self.rubric.scale_max
        if texts and len(texts) > levels:
            raise ValidationError(f"There are {len(texts)} texts and {levels} levels.")
        return texts


class SignalForm(forms.ModelForm):
    class Meta:
        model = Signal
        fields = ("position", "kind", "text", "dimension", "disqualifying", "proposed")
        widgets = {"position": forms.HiddenInput, "text": forms.Textarea(attrs={"rows": 2})}


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = ("position", "assess", "text", "dimension", "proposed")
        widgets = {"position": forms.HiddenInput, "text": forms.Textarea(attrs={"rows": 2})}


class ExerciseForm(forms.ModelForm):
    # Not named like the model's own: Django would ask the database for each form's choices.
    judged_on = forms.ModelMultipleChoiceField(
        Dimension.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Dimensions"
    )

    class Meta:
        model = Exercise
        fields = (
            "position", "name", "kind", "minutes_min", "minutes_max", "brief", "tasks", "look_for",
            "proposed",
        )  # fmt: skip
        widgets = {
            "position": forms.HiddenInput,
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("brief", "tasks", "look_for")},
        }


class KitForm(forms.ModelForm):
    focus_on = OrderedChoices(
        queryset=Dimension.objects.none(),
        label="Focus dimensions",
        help_text="Rated in this order. A new dimension can be ticked once it is saved.",
    )
    ask = OrderedChoices(
        queryset=Question.objects.none(), label="Questions", help_text="Asked of everyone, in this order."
    )

    class Meta:
        model = Kit
        fields = ("position", "name", "purpose", "minutes", "take_home", "exercise")
        widgets = {"position": forms.HiddenInput, "purpose": forms.Textarea(attrs={"rows": 2})}


MANY = ("judged_on", "focus_on", "ask")


class PartFormSet(forms.BaseInlineFormSet):
    """Knows the other parts of the rubric, read once for all its forms; keeps names apart."""

    rubric_parts: Mapping[str, Any]  # from the admin, which hands the same to every formset of the screen

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.rubric = self.instance
        parts = self.rubric_parts
        for name, kind in (("dimension", "dimensions"), ("exercise", "exercises"), ("judged_on", "dimensions"),
                           ("focus_on", "dimensions"), ("ask", "questions")):  # fmt: skip
            if name not in form.fields:
                continue
            field, known = form.fields[name], parts[kind]
            field.queryset = type(known[0]).objects.filter(pk__in=[each.pk for each in known]) if known else (
                field.queryset.none()
            )  # fmt: skip
            choices = {each.pk: str(each) for each in known}
            if name not in MANY:
                field.choices = [("", "none"), *choices.items()]
                continue
            if form.instance.pk:
                form.initial[name] = parts[name].get(form.instance.pk, [])
            # What is chosen comes first, in its order; the rest follow in the rubric's.
            chosen = [pk for pk in self.chosen(form, name) if pk in choices]
            field.choices = [(pk, choices[pk]) for pk in dict.fromkeys([*chosen, *choices])]

    def chosen(self, form: Any, name: str) -> list[int]:
        if not form.is_bound:
            return list(form.initial.get(name) or ())
        sent = form.data.getlist(form.add_prefix(name))
        return [int(each) for each in sent if each.isdecimal() and len(each) < 18]

    def clean(self) -> None:
        super().clean()
        seen: dict[str, Any] = {}
        for form in self.forms:
            name = (
                (form.cleaned_data.get("name") or "").strip().lower() if hasattr(form, "cleaned_data") else ""
            )
            if not name or form.cleaned_data.get("DELETE"):
                continue
            if name in seen:
                form.add_error("name", "This name is there twice. Give each its own.")
                raise ValidationError(
                    "Two parts share a name: see below. Nothing was saved, nothing is lost."
                )
            seen[name] = form
