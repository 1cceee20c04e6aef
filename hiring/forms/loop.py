"""Forms of the loop page. Times are read in the signed-in person's time zone: an hour that the clocks
skip or run through twice is refused with a sentence, never guessed."""

from typing import Any

from django import forms

from hiring.models import Application, Interview, User
from scorecards.models import Kit

WHEN = "%Y-%m-%dT%H:%M"


class TimeField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone" or "time zone" in str(error):
                raise forms.ValidationError(
                    "On that night the clocks change: this time does not exist or comes twice. Choose another."
                ) from error
            raise


class SlotForm(forms.Form):
    """When and where an interview is; for a take-home, when it is due."""

    starts_at = TimeField(required=False)
    due_at = TimeField(required=False)
    minutes = forms.IntegerField(min_value=1, max_value=1440, required=False)
    place = forms.CharField(max_length=300, required=False)


class DayForm(forms.Form):
    """When the first interview begins, and the minutes between two."""

    starts_at = TimeField(error_messages={"required": "Say when the first one begins."})
    pause = forms.IntegerField(min_value=0, max_value=720)


class PersonForm(forms.Form):
    """Someone who takes part."""

    interviewer = forms.ModelChoiceField(
        queryset=User.objects.filter(is_active=True), error_messages={"required": "Choose a person."}
    )
    reason = forms.CharField(required=False, max_length=2000)


class AddForm(forms.Form):
    """One more interview, or a seat beside another."""

    kit = forms.ModelChoiceField(queryset=Kit.objects.none(), required=False)
    beside = forms.ModelChoiceField(queryset=Interview.objects.none(), required=False)
    shadow = forms.BooleanField(required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kits = application.assessment.rubric.kits.all()
        self.fields["kit"].queryset = kits  # type: ignore[attr-defined]
        self.fields["beside"].queryset = application.interviews.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("kit") and not given.get("beside"):
            raise forms.ValidationError("Choose which interview to add.")
        given["kit"] = given.get("kit") or given["beside"].kit
        return given
