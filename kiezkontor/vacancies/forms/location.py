"""What a visitor enters who asks the office about its location."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.shared.guard import GuardedForm
from kiezkontor.vacancies.forms.seekers import capitalised
from kiezkontor.vacancies.models import LocationEnquiry

Role = LocationEnquiry.Role
ROLES = (Role.FOUNDER, Role.INVESTOR, Role.BROKER, Role.PRESS, Role.OTHER)


class AskForm(GuardedForm):
    """For everybody, without an account."""

    role = forms.ChoiceField(
        label=_("Who are you?"),
        choices=capitalised([(role.value, role.label) for role in ROLES]),
        widget=forms.RadioSelect,
    )
    topic = forms.CharField(
        label=_("What do you want to know?"),
        max_length=200,
        help_text=_("In one or two sentences, for example: which rents are usual in a street?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        help_text=_("The answer goes there, and nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Only the office reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def values(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in ("role", "topic", "email", "name")}
