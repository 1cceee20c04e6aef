"""Forms of candidates."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile

from hiring import resumes, tables
from hiring.models import Candidate, Opening

FIELDS = ("name", "email", "phone", "links", "source", "notes", "adjustments")


def checked_resume(upload: UploadedFile | None) -> resumes.Checked | None:
    if upload is None:
        return None
    if (upload.size or 0) > resumes.MOST_BYTES:
        raise forms.ValidationError("A résumé can have up to 10 MB.")
    try:
        return resumes.check(upload.name or "", upload.read())
    except resumes.NotAResume as error:
        raise forms.ValidationError(str(error)) from error


class CandidateForm(forms.ModelForm):
    """What is known of a candidate; with a résumé when adding one."""

    resume = forms.FileField(
        label="Résumé",
        required=False,
        help_text="PDF, Word (.docx) or plain text, up to 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt"}),
        allow_empty_file=True,
    )

    class Meta:
        model = Candidate
        fields = FIELDS
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (("links", 2), ("notes", 3), ("adjustments", 2))
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save changes" if self.instance.pk else "Add the candidate"))

    def clean_resume(self) -> resumes.Checked | None:
        return checked_resume(self.cleaned_data["resume"])

    def known(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ResumeForm(forms.Form):
    resume = forms.FileField(
        label="Add a résumé",
        help_text="PDF, Word (.docx) or plain text, up to 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt"}),
        allow_empty_file=True,
    )

    def clean_resume(self) -> resumes.Checked | None:
        return checked_resume(self.cleaned_data["resume"])


class ApplyForm(forms.Form):
    opening = forms.ModelChoiceField(queryset=Opening.objects.none(), empty_label=None)

    def __init__(self, *args: Any, openings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opening"].queryset = openings  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False, max_length=2000)


class ImportForm(forms.Form):
    """A table. The first send checks it and shows what would happen; `confirm` makes it so."""

    table = forms.FileField(
        label="Table (CSV)",
        help_text="Commas or semicolons, any usual encoding. Up to 5,000 rows and 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        allow_empty_file=True,
    )

    def clean_table(self) -> bytes:
        upload = self.cleaned_data["table"]
        if upload.size > 1024 * 1024:
            raise forms.ValidationError("The table has more than 1 MB. Split it.")
        content = upload.read()
        try:
            tables.decode(content)
        except tables.NotATable as error:
            raise forms.ValidationError(str(error)) from error
        return bytes(content)
