from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import Role
from kiezkontor.districts.roles_in_words import may
from kiezkontor.shared.fields import DayField, LastDayField


class RoleRadios(forms.RadioSelect):
    """Each role with what it may do below it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = may(value)
        if "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.Name.choices, widget=RoleRadios)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)


class GiveRoleForm(forms.Form):
    name = forms.ChoiceField(label=_("Role"), choices=Role.Name.choices, widget=RoleRadios)
    from_on = DayField(label=_("From"))
    until_on = LastDayField(label=_("Last day"), required=False, help_text=_("Empty where no end is known."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate


class EndRoleForm(forms.Form):
    until_on = LastDayField(
        label=_("Last day"), help_text=_("The role is still held on this day. Yesterday ends the access at once.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].initial = timezone.localdate


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("The office sees it beside what you enter.")
    )


class NoQuestions(forms.Form):
    """For a page with nothing but a button."""
