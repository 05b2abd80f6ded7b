from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kiezkontor.directory.filters import NOT_TEXT


class ContactForm(forms.Form):
    """A message to an organisation; `website` is a trap that people neither see nor fill in."""

    quiet = True

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
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
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if "://" in name or NOT_TEXT.search(name):
            raise ValidationError(_("Please give a name without addresses of websites."))
        return name
