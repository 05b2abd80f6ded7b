from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Event
from kiezkontor.shared.fields import EurosField

if TYPE_CHECKING:
    EventModelForm = forms.ModelForm[Event]
else:
    EventModelForm = forms.ModelForm


class CostForm(EventModelForm):
    """What a joint action cost."""

    quiet = True

    cost = EurosField(
        label=_("Cost in euros"), help_text=_("All of it, whoever pays. Empty where nobody knows it."), required=False
    )
    own_share = EurosField(
        label=_("Of it paid by the businesses"),
        help_text=_("In euros, 0 where others pay all of it. Empty where nobody knows it."),
        required=False,
    )

    class Meta:
        model = Event
        fields = ["cost", "own_share"]

    def clean(self) -> None:
        cost, share = self.cleaned_data.get("cost"), self.cleaned_data.get("own_share")
        if share is None or "cost" not in self.cleaned_data:
            return
        if cost is None:
            self.add_error("own_share", _("Please enter above what all of it cost as well."))
        elif share > cost:
            self.add_error("own_share", _("This is more than the cost. Please enter the whole cost above."))
