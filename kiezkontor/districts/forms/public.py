from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.models import PublicReport
from kiezkontor.shared.guard import GuardedForm


class BarrierForm(GuardedForm):
    message = forms.CharField(
        label=gettext_lazy("What gets in your way?"),
        help_text=gettext_lazy("Tell us what you wanted to do, and what happened instead."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page_url = forms.CharField(label=gettext_lazy("Address of the page"), required=False, max_length=500)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Without an address we cannot answer you, but we still read your report."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ContentForm(GuardedForm):
    page_url = forms.CharField(
        label=gettext_lazy("Where is the content?"),
        help_text=gettext_lazy("The address of the page, as exactly as you can."),
        max_length=500,
    )
    message = forms.CharField(
        label=gettext_lazy("Why do you consider it unlawful or wrong?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("It is about depictions of the abuse of children; I want to stay anonymous."),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy("I am convinced in good faith that what I say here is accurate and complete."),
        error_messages={
            "required": gettext_lazy("Please confirm this: the law asks it of everyone who reports content.")
        },
    )

    needed_otherwise = ("name", "email")

    @property
    def what_is_needed(self) -> str:
        return _("Please fill in everything. Leave out your name and e-mail address only if you stay anonymous.")

    def clean_name(self) -> str:
        return self.needed_unless_anonymous("name")

    def clean_email(self) -> str:
        return self.needed_unless_anonymous("email")

    def needed_unless_anonymous(self, field: str) -> str:
        given: str = self.cleaned_data[field]
        if not given and not self.cleaned_data.get("anonymous"):
            raise forms.ValidationError(_("We need this for the answer the law asks of us."))
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("anonymous", None)
        return cleaned


class JoinForm(GuardedForm):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("What was done, what was not, and why. It is sent where an address was given."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class OwnDataAnswerForm(AnswerForm):
    """The answer to what somebody asks about data that are stored about them."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it?"), choices=PublicReport.Outcome.choices, widget=forms.RadioSelect
    )
    field_order = ("outcome", "answer")
