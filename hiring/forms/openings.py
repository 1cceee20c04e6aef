"""Forms of openings."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from hiring import access
from hiring.models import Opening, User


class OpeningForm(forms.ModelForm):
    """A new opening, or a change of one. Of the role's choices only those with a published rubric."""

    class Meta:
        model = Opening
        fields = ("role", "title", "place", "managers", "coordinators", "retention_days", "legal_hold")
        labels = {"managers": "Hiring managers", "retention_days": "Keep records for (days)"}
        widgets = {
            "managers": forms.CheckboxSelectMultiple,
            "coordinators": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("name", "pk")
        self.fields["managers"].queryset = people  # type: ignore[attr-defined]
        self.fields["coordinators"].queryset = people  # type: ignore[attr-defined]
        self.fields["managers"].help_text = "They decide."
        self.fields["coordinators"].help_text = "They plan the loops."
        if self.instance.pk:
            # The loops of an opening are of one role; another role is another opening.
            del self.fields["role"]
        else:
            self.fields["role"].queryset = access.roles_to_open(by).distinct()  # type: ignore[attr-defined]
            self.fields["role"].empty_label = "Choose a role"  # type: ignore[attr-defined]
            self.fields["coordinators"].initial = [by.pk]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save changes" if self.instance.pk else "Open it"))

    def _post_clean(self) -> None:
        """Checks the constraints on a copy: the action compares with the row as it was."""
        kept = {
            field: getattr(self.instance, field)
            for field in ("title", "place", "retention_days", "legal_hold")
        }
        super()._post_clean()  # type: ignore[misc]
        if self.instance.pk:
            for field, value in kept.items():
                setattr(self.instance, field, value)
