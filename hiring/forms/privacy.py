"""Forms of the page on a candidate's personal data."""

from django import forms

from hiring.actions.erase import BECAUSE


class EraseForm(forms.Form):
    because = forms.ChoiceField(
        label="Why is it erased?",
        choices=[("", "Choose a reason"), *BECAUSE.items()],
        help_text="The choice stands in the audit log.",
        error_messages={"required": "Choose why it is erased."},
    )
    sure = forms.BooleanField(
        label="I have read what goes. Nobody can bring it back.",
        error_messages={"required": "Tick the box: nobody can bring it back."},
    )


class HoldForm(forms.Form):
    reason = forms.CharField(
        label="Why may nothing be erased?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why nothing may be erased."},
    )
