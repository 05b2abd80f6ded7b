"""What a visitor enters to hear of rooms on offer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import SubLocation
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.vacancies.access_subscriptions import CRITERIA
from kiezkontor.vacancies.forms.offers import ANY
from kiezkontor.vacancies.forms.seekers import MOST_EUR, MOST_SQM
from kiezkontor.vacancies.models import OfferSubscription


class SubscribeForm(GuardedForm):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You get one mail with a link. Only when you have opened it and said yes, further mail follows."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    part = forms.ModelChoiceField(
        SubLocation.objects.none(), label=_("Sub-location"), required=False, empty_label=_("in all of the district")
    )
    street = forms.CharField(label=_("Street"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("How can it be had?"), required=False, choices=[("", ANY), *OfferSubscription.Way.choices]
    )
    area_min = forms.IntegerField(label=_("From m²"), required=False, min_value=0, max_value=MOST_SQM)
    area_max = forms.IntegerField(label=_("Up to m²"), required=False, min_value=0, max_value=MOST_SQM)
    rent_max = forms.IntegerField(
        label=_("Up to euros a month"), required=False, min_value=0, max_value=MOST_EUR, help_text=_("With utilities.")
    )
    FIELDS = ("email", "part", *CRITERIA)

    def __init__(self, *args: Any, parts: QuerySet[SubLocation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = self.fields["part"]
        assert isinstance(part, forms.ModelChoiceField)
        part.queryset = parts
        if not parts:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        least, most = said.get("area_min"), said.get("area_max")
        if least is not None and most is not None and least > most:
            self.add_error("area_max", ValidationError(gettext("This is less than the size it begins with.")))
        return said

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS if name in self.cleaned_data}
