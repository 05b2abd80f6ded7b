from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class NoQuestions(forms.Form):
    """For a page with nothing but a button."""


class AppCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code the app shows"), max_length=20, help_text=_("Six digits."), widget=forms.TextInput(attrs=CODE)
    )


class SecondStepForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the app"),
        max_length=20,
        help_text=_("The six digits your app shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs=CODE),
    )


class MailCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        help_text=_("Eight letters; upper or lower case and the hyphen do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("So that you know it again, for example “my telephone”."),
    )


class CredentialForm(forms.Form):
    """What the browser answered; filled in by its script."""

    credential = forms.JSONField(widget=forms.HiddenInput, max_length=20_000)

    def clean_credential(self) -> dict[str, Any]:
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise forms.ValidationError("")
        return credential


class NewPasskeyForm(PasskeyNameForm, CredentialForm):
    pass


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        help_text=_("At least twelve characters. Several words in a row are easy to remember and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PasswordSignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class ResetForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the person"), max_length=254)
