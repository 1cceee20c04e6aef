"""Signing in, and one's own settings."""

import zoneinfo
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from hiring.models import User
from hiring.sign_in import note


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["login"].label = "E-mail"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def as_code(form: Any, label: str) -> None:
    """One short field for digits; phones show their number keys."""
    field = form.fields["code"]
    field.label = label
    field.max_length = 40
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "40"}


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        as_code(self, "Code of the app, or a recovery code")

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        note(None, "sign_in.wrong_code", self.user)


class SecondFactorAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        as_code(self, "Code of the app, or a recovery code")

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        note(None, "sign_in.wrong_code", self.user)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        as_code(self, "Code that the app shows now")


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
