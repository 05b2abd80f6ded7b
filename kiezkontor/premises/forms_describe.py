"""How a unit is described: where in the house it is, how large, in what state, with what equipment."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.premises.forms import UnitForm, square_metres
from kiezkontor.premises.models import Unit
from kiezkontor.premises.unit_facts import position_said
from kiezkontor.shared.fields import DayField

SECTIONS = (
    (_("Where in the house"), ("position", "floor")),
    (_("Size"), ("area_sqm", "sales_sqm", "side_sqm", "window_front_m", "area_is_estimated")),
    (_("Access and state"), ("steps", "condition", "renovation")),
    (_("Equipment"), ("equipment", "equipment_seen_on")),
)
NOT_KNOWN = ("", _("not known"))


class DescribeForm(UnitForm):
    quiet = True

    sales_sqm = square_metres(_("Sales area in m²"))
    side_sqm = square_metres(_("Side rooms in m²"))
    window_front_m = forms.DecimalField(
        label=_("Window front in m"), required=False, min_value=0, max_value=999, max_digits=5, decimal_places=1
    )
    area_is_estimated = forms.BooleanField(label=_("The areas are estimated"), required=False)
    steps = forms.IntegerField(
        label=_("Steps at the door"),
        required=False,
        min_value=0,
        max_value=50,
        help_text=_("0 for a level entrance. Leave it empty if you do not know."),
    )
    condition = forms.TypedChoiceField(
        label=_("Condition"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=(NOT_KNOWN, *((value, f"{value} · {label}") for value, label in Unit.Condition.choices)),
    )
    renovation = forms.ChoiceField(label=_("Renovation"), required=False, choices=(NOT_KNOWN, *Unit.Renovation.choices))
    equipment = forms.MultipleChoiceField(
        label=_("What is there"),
        required=False,
        choices=Unit.Equipment.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    equipment_seen_on = DayField(
        label=_("When did somebody look at all of it?"),
        required=False,
        help_text=_("Then what is not ticked is not there. Leave it empty as long as nobody has looked."),
    )

    def clean_equipment_seen_on(self) -> date | None:
        day: date | None = self.cleaned_data["equipment_seen_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(gettext("This day has not come yet. Please give today or an earlier day."))
        return day

    def clean_equipment(self) -> list[str]:
        ticked = self.cleaned_data["equipment"]
        return [value for value in Unit.Equipment.values if value in ticked]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        whole, parts = asked.get("area_sqm"), [asked.get(name) for name in ("sales_sqm", "side_sqm")]
        if whole is not None and sum(part for part in parts if part is not None) > whole:
            self.add_error("area_sqm", gettext("Sales area and side rooms together are larger than the whole unit."))
        return asked

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for title, names in SECTIONS:
            yield str(title), [self[name] for name in names]


def stored_in(unit: Unit, names: Mapping[str, Any]) -> dict[str, Any]:
    """What a form starts with."""
    return {name: getattr(unit, name) for name in names} | {"position": position_said(unit)}
