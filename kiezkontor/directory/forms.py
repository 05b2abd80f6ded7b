from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kiezkontor.directory.filters import NOT_TEXT
from kiezkontor.organisations.models import EntryRequest
from kiezkontor.shared.guard import GuardedForm

FEWEST_DIGITS = 5


class RelayForm(GuardedForm):
    """What a visitor sends by mail."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if "://" in name or NOT_TEXT.search(name):
            raise ValidationError(_("Please give a name without addresses of websites."))
        return name


class ContactForm(RelayForm):
    """A message to an organisation."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        help_text=_("For the answer."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    message = forms.CharField(
        label=_("Your message"), min_length=10, max_length=4000, widget=forms.Textarea({"rows": 7})
    )
    consent = forms.BooleanField(
        label=_("I agree that my name and e-mail address are passed on together with the message."),
        error_messages={
            "required": _("Without your consent we cannot pass the message on, because nobody could answer it.")
        },
    )

    def __init__(self, *args: Any, is_hidden: bool = False, **kwargs: Any) -> None:
        """is_hidden: the organisation does not see the address, because answers go through us."""
        super().__init__(*args, **kwargs)
        if is_hidden:
            self.fields["email"].help_text = _("For the answer. The organisation does not see it.")
            self.fields["consent"].label = _(
                "I agree that my name is passed on together with the message, and that my e-mail address is kept for "
                "the answers."
            )


class MistakeForm(GuardedForm):
    """A small thing that is wrong in an entry."""

    message = forms.CharField(
        label=_("What is wrong, and what is right?"),
        help_text=_("For example: closed on Mondays since May."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you would like an answer."),
        required=False,
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class OwnEntryForm(RelayForm):
    """Somebody tells the office that an entry is theirs and how to reach them."""

    needed_otherwise = ("email", "phone")

    standing = forms.ChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        choices=EntryRequest.Standing.choices,
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=200,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    message = forms.CharField(
        label=_("What should we know?"),
        help_text=_("For example what is wrong or missing, and when you can be reached."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and (NOT_TEXT.search(phone) or sum(map(str.isdecimal, phone)) < FEWEST_DIGITS):
            raise ValidationError(_("Please give the telephone number with its area code."))
        return phone

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if not asked.get("email") and not asked.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("Please give an e-mail address or a telephone number, so that we can answer."))
        return asked
