"""The form of the upload page: a file or pasted text, and what becomes of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scorecards.blueprints.blocks import BadPage
from scorecards.blueprints.formats import decoded

# What is posted back with the preview must fit what the server takes in text.
LARGEST_UPLOAD = 1_800_000


class BlueprintForm(forms.Form):
    """A chosen file wins over the text below it; either way the text is in `page` afterwards."""

    file = forms.FileField(
        required=False,
        label="A file",
        help_text="A WordPress post as JSON, an HTML page, Markdown or plain text.",
    )
    page = forms.CharField(
        required=False,
        strip=False,
        label="Or its text",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="Paste the page. What is in this field is what is read.",
    )
    role = forms.CharField(
        required=False,
        max_length=120,
        label="Role",
        help_text="Empty: the page's own title. An existing role is compared with its newest version.",
    )
    propose = forms.BooleanField(
        required=False,
        label="Without a scorecard, propose one from the page's competencies",
        help_text="Every part is marked as proposed until a person accepts it.",
    )

    def clean(self) -> dict[str, Any]:
        """`content` is what is read; `source` says where it came from."""
        values = super().clean() or {}
        file = values.get("file")
        if file is not None:
            if file.size > LARGEST_UPLOAD:
                raise ValidationError("The file is larger than 1.8 MB: too large for a role page.")
            values["content"], values["source"] = file.read(), file.name
        else:
            values["content"] = (values.get("page") or "").encode("utf-8", "replace")
            values["source"] = self.data.get("source") or "pasted text"
        if not values["content"].strip():
            raise ValidationError("Choose a file or paste the page's text.")
        return values

    def with_text(self) -> dict[str, Any]:
        """The posted values with the file's text in the text field, so that nothing has to be chosen again."""
        data = {name: self.data.get(name, "") for name in ("page", "role", "propose", "level")}
        if hasattr(self, "cleaned_data") and self.cleaned_data.get("file") is not None:
            try:
                data["page"] = decoded(self.cleaned_data["content"])
            except BadPage:
                return data  # nothing that could be shown
        return data
