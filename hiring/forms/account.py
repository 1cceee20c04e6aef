"""Signing in, and one's own settings."""

import zoneinfo

from allauth.account.forms import LoginForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from hiring.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["login"].label = "E-mail"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class SettingsForm(forms.ModelForm):
    """What a person says about themselves."""

    time_zone = forms.ChoiceField(choices=sorted((zone, zone) for zone in zoneinfo.available_timezones()))

    class Meta:
        model = User
        fields = ("name", "time_zone", "digest")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))
