from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.rules.minutes import Readers


class ApproveForm(forms.Form):
    quiet = True

    readers = forms.ChoiceField(
        label=_("Who reads the minutes?"),
        choices=[
            (Readers.ATTENDEES.value, _("Only who was there")),
            (Readers.MEMBERS.value, _("All members of the network")),
        ],
        widget=forms.RadioSelect,
        initial=Readers.ATTENDEES.value,
    )
    has_public = forms.BooleanField(
        label=_("Show everybody a version without names and without what is only for members"), required=False
    )
