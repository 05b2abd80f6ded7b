"""What is chosen from the rooms on offer: by what everybody may read of them, and by nothing else."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.districts.access import sub_locations_of
from kiezkontor.districts.models import District
from kiezkontor.vacancies.forms.seekers import MOST_EUR, MOST_SQM
from kiezkontor.vacancies.models import OfferSubscription
from kiezkontor.vacancies.offers import Shown, fits

ANY = pgettext_lazy("a filter", "any")


class OfferFilter(forms.Form):
    """What is not released of a room never decides whether it is found by that; it is left out there."""

    quiet = True

    part = forms.ChoiceField(label=_("Sub-location"), required=False)
    street = forms.CharField(label=_("Street"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("How can it be had?"),
        required=False,
        choices=[("", ANY), *OfferSubscription.Way.choices],
    )
    area_min = forms.IntegerField(label=_("From m²"), required=False, min_value=0, max_value=MOST_SQM)
    area_max = forms.IntegerField(label=_("Up to m²"), required=False, min_value=0, max_value=MOST_SQM)
    rent_max = forms.IntegerField(
        label=_("Up to euros a month"), required=False, min_value=0, max_value=MOST_EUR, help_text=_("With utilities.")
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        named = [(str(pk), name) for pk, name in sub_locations_of(district).values_list("pk", "name")]
        part.choices = [("", ANY), *named]
        if not named:
            del self.fields["part"]

    def among(self, found: Iterable[Shown]) -> list[Shown]:
        """Those that fit; what was entered wrongly is left out of account."""
        asked = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        return [each for each in found if fits(each, asked)]
