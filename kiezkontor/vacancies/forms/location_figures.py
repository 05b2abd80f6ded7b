from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import Street
from kiezkontor.shared.fields import DayField, NumberField
from kiezkontor.shared.web_addresses import WebAddressField
from kiezkontor.vacancies.actions.location_figures import Figure
from kiezkontor.vacancies.models import LocationFigure
from kiezkontor.vacancies.rules.periods import FIRST_YEAR


class FigureForm(forms.Form):
    """A figure with its source. known: the one that is changed, if any."""

    quiet = True

    name = forms.CharField(
        label=_("What does it tell?"),
        max_length=100,
        help_text=_("For example “People passing by on a Saturday”. Nothing that tells of a single business."),
    )
    value = NumberField(label=_("Value"), max_digits=12)
    basis = forms.CharField(
        label=_("Counted in what?"),
        max_length=100,
        required=False,
        help_text=_("For example “an hour, Saturday 11 to 12, in front of no. 66”."),
    )
    street = forms.ModelChoiceField(
        Street.objects.none(), label=_("Where?"), required=False, empty_label=_("The whole district")
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who counted, or where it is published. Everybody reads it.")
    )
    url = WebAddressField(label=_("Address of the source"), max_length=500, required=False)
    on = DayField(label=_("Of which day is it?"))

    def __init__(
        self, *args: Any, streets: QuerySet[Street], known: LocationFigure | None = None, **kwargs: Any
    ) -> None:
        names = [name for name in self.base_fields if name != "street"]
        said = {name: getattr(known, name) for name in names} | {"street": known.street_id} if known else {}
        super().__init__(*args, **{"initial": said, **kwargs})
        field = self.fields["street"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = streets

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come. Please give the day it was counted."))
        if on.year < FIRST_YEAR:
            raise forms.ValidationError(gettext("Please give a day after the year 1999."))
        return on

    def figure(self) -> Figure:
        return Figure(**self.cleaned_data)
