"""The decision form. Going against the recommendation asks for a reason of its own."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms

from hiring.actions.decide import ReasonNeeded, goes_against
from hiring.models import Decision

LONGEST = 20_000


class DecisionForm(forms.Form):
    """`recommended` is what the rule says now; `seen` what it said when the page was made, and `last` the
    decision that stood then (0 for none)."""

    outcome = forms.ChoiceField(
        label="What did you decide?",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you decided."},
    )
    rationale = forms.CharField(
        label="Why?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text="Job-related reasons, in words that you could say to the candidate.",
        error_messages={"required": "Write why you decide so."},
    )
    override_reason = forms.CharField(
        label="If you decide against the recommendation: why?",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="It stands on the record beside the decision.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    last = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, recommended: str, last: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommended = recommended
        self.initial.update(seen=recommended, last=last)
        against = [each for each in Decision.Outcome.values if goes_against(each, recommended)]
        self.helper = FormHelper()
        self.helper.attrs = {"data-decision": "", "data-against": " ".join(against)}
        self.helper.layout = Layout(
            "outcome", "rationale", Div("override_reason", css_class="override"), "seen", "last",
            Submit("save", "Record the decision"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = found.get("outcome")
        if (
            outcome
            and goes_against(outcome, self.recommended)
            and not found.get("override_reason", "").strip()
        ):
            self.add_error("override_reason", str(ReasonNeeded(self.recommended)))
        return found
