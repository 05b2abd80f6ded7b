from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.limits import may_ask_for_code, may_confirm_code


class RequestCodeForm(RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        )

    def clean_email(self) -> str:
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        email: str = super().clean_email()
        if not may_ask_for_code(context.request, email):
            raise forms.ValidationError(
                gettext(
                    "Many codes were asked for in a short time, so none was sent now. A code you have received stays "
                    "valid for 15 minutes. Otherwise wait five minutes and ask again."
                )
            )
        return email


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """email: the address the code was asked for."""

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["code"] = forms.CharField(
            label=_("Code from the mail"),
            max_length=20,
            help_text=_("Eight letters; upper or lower case and the hyphen do not matter."),
            widget=forms.TextInput(
                attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
                | {"autofocus": True}
            ),
        )

    def clean_code(self) -> str:
        if not may_confirm_code(context.request, self.email):
            raise forms.ValidationError(
                gettext("There were too many attempts. Please wait a minute and request a new code.")
            )
        code: str = super().clean_code()
        return code
