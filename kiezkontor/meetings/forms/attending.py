from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.expecting import Guest
from kiezkontor.meetings.models import Attendance
from kiezkontor.meetings.rules.attending import with_where_from
from kiezkontor.organisations.models import Organisation


def label_of(guest: Guest) -> str:
    return with_where_from(guest.name, guest.says_where_from)


def label_for_office(guest: Guest) -> str:
    return f"{label_of(guest)} ({guest.told_apart_by})" if guest.told_apart_by else label_of(guest)


class PersonForm(forms.Form):
    """Somebody who came without having said so, or in the place of somebody else."""

    quiet = True

    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Member"), required=False, empty_label=_("no member")
    )
    of_what = forms.CharField(label=Attendance._meta.get_field("of_what").verbose_name, max_length=120, required=False)
    stands_for = forms.ChoiceField(label=_("In whose place?"), required=False)
    is_another = forms.BooleanField(
        label=_("Somebody of this name is on the list: this is another person"), required=False
    )

    def __init__(self, *args: Any, guests: list[Guest], members: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member, place = self.fields["organisation"], self.fields["stands_for"]
        assert isinstance(member, forms.ModelChoiceField)
        assert isinstance(place, forms.ChoiceField)
        member.queryset = members
        place.choices = [
            ("", _("in nobody's")),
            *((guest.key, label_for_office(guest)) for guest in guests if not guest.is_there),
        ]


class CheckInForm(forms.Form):
    """Somebody at the door: their name on the list, or written."""

    quiet = True

    guest = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect, required=False)
    name = forms.CharField(
        label=_("My name is not on the list"),
        help_text=_("Please write your first name and your last name."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    of_what = forms.CharField(label=_("Shop or institution"), max_length=120, required=False)

    def __init__(self, *args: Any, guests: list[Guest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["guest"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(guest.key, label_of(guest)) for guest in guests]
        if not guests:
            del self.fields["guest"]
            self.fields["name"].label = _("Your name")
