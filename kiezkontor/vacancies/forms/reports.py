"""What is entered by whoever reports a vacancy, and by the office about it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.fields import PhotoField
from kiezkontor.shared.fields import DayField
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.vacancies.actions.reporting import Told

LONGEST = 2000
VACANT, COMING = "vacant", "coming"


class ReportForm(GuardedForm):
    """For everybody, without an account: where it is, and nothing else is needed."""

    needed_otherwise = ("place",)

    when = forms.ChoiceField(
        label=_("How is it?"),
        choices=((VACANT, _("It is vacant")), (COMING, _("It will be vacant soon"))),
        initial=VACANT,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Where is it?"),
        required=False,
        max_length=160,
        help_text=_("Street and number. Or point at it on the map below."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    image = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "Please without people and number plates. JPEG, PNG or WebP, up to 20 megabytes. "
            "The place it was taken is removed from the file."
        ),
    )
    is_own = forms.BooleanField(
        label=_("It is mine, or I manage it"),
        required=False,
        help_text=_("Then the office asks you first. Please leave your name and your address."),
    )
    expected_from = DayField(
        label=_("From about when?"), required=False, help_text=_("Only if it will be vacant soon, and if you know it.")
    )
    words = forms.CharField(
        label=_("What else you know"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Only the office reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=200,
        help_text=_("If you want to hear what becomes of it. You get two mails at most."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    @property
    def says_more(self) -> bool:
        """Whether the part of the form that most leave out has something in it."""
        names = ("is_own", "expected_from", "words", "name", "email")
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("lat") is None) != (cleaned.get("lon") is None):
            raise ValidationError(_("A place on the map has two numbers. Please give both or none."))
        if not cleaned.get("place") and cleaned.get("lat") is None and "place" not in self.errors:
            self.add_error("place", _("Please write where it is, or point at it on the map."))
        return cleaned

    def told(self) -> Told:
        names = ("is_own", "expected_from", "place", "lat", "lon", "words", "name", "email")
        entered = {name: self.cleaned_data[name] for name in names}
        return Told(is_coming=self.cleaned_data["when"] == COMING, sizes=self.cleaned_data["image"], **entered)


class AcceptForm(forms.Form):
    quiet = True

    expected_from = DayField(
        label=_("Vacant from"), required=False, help_text=_("Leave it empty if the unit is vacant already.")
    )


class DeclineForm(forms.Form):
    quiet = True

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        help_text=_("Whoever reported it reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
