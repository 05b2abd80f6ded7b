from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.rules.minutes import Readers


class ApproveForm(forms.Form):
    """What is shown to everybody was read before: free text may hold names that nothing else strips."""

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
        label=_("Show everybody a version without the list of names and without what is only for members"),
        required=False,
    )
    is_read = forms.BooleanField(
        label=_("I have read the public version below; its texts name no person who does not want that"), required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("has_public") and not said.get("is_read"):
            self.add_error(
                "is_read", gettext("Please read the public version below for names first. Nothing was sent.")
            )
        return said
