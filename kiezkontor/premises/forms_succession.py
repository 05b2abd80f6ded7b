"""Splitting and merging units: the day, what begins, and who stays where."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.premises.actions.observations import USED
from kiezkontor.premises.actions.succession import EVERYBODY, Part
from kiezkontor.premises.forms import UnitForm, square_metres
from kiezkontor.premises.models import Occupancy, Unit, UseSpell
from kiezkontor.premises.rules.table_values import position as position_written
from kiezkontor.premises.timeline import use_in_words
from kiezkontor.premises.unit_names import UnitName
from kiezkontor.shared.fields import DayField

FEWEST, MOST = 2, 8
BEGINS_AS = (Occupancy.VACANT, Occupancy.UNDER_WORKS, Occupancy.USED_AS_HOUSING, Occupancy.UNKNOWN)
DESCRIBED = ("position", "floor", "area_sqm")
AS_IN = "unit-"


def new_states() -> list[tuple[str, str]]:
    return [(state.value, gettext("now: %(state)s") % {"state": state.label}) for state in BEGINS_AS]


class SuccessionForm(forms.Form):
    """`latest` carries the observations the form was opened with, as "unit:observation …"."""

    quiet = True

    on = DayField(label=_("From which day?"), help_text=_("The first day on which it is so."))
    latest = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, latest: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(
            {"on": timezone.localdate(), "latest": " ".join(f"{unit}:{seen}" for unit, seen in latest.items())}
        )

    def latest_known(self) -> dict[int, int]:
        pairs = [pair.partition(":") for pair in self.cleaned_data["latest"].split()]
        return {int(unit): int(seen) for unit, _colon, seen in pairs if unit.isdecimal() and seen.isdecimal()}

    def described(self, prefix: str = "") -> dict[str, Any]:
        asked = {name: self.cleaned_data[f"{prefix}{name}"] for name in DESCRIBED}
        return asked | {"position": position_written(asked["position"])}


class SplitForm(SuccessionForm):
    def __init__(self, *args: Any, unit: Unit, use: UseSpell | None, parts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        states = [*states_going_on(use), *new_states()]
        for number in range(1, parts + 1):
            prefix = f"part{number}_"
            self.fields[f"{prefix}position"] = forms.CharField(
                label=_("Position in the house"), required=False, max_length=60
            )
            self.fields[f"{prefix}floor"] = forms.IntegerField(label=_("Floor"), min_value=-5, max_value=60)
            self.fields[f"{prefix}area_sqm"] = square_metres(_("Floor area in m²"))
            self.fields[f"{prefix}goes_on"] = forms.ChoiceField(label=_("What is in this part?"), choices=states)
            self.initial[f"{prefix}floor"] = unit.floor
            self.initial[f"{prefix}goes_on"] = states[0][0] if number == 1 else Occupancy.UNKNOWN.value

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        yield gettext("When"), [self["on"]]
        for number in range(1, self.parts + 1):
            title = gettext("Part %(number)s") % {"number": number}
            yield title, [self[f"part{number}_{name}"] for name in (*DESCRIBED, "goes_on")]

    def told_parts(self) -> list[Part]:
        numbers = range(1, self.parts + 1)
        return [Part(self.described(f"part{n}_"), self.cleaned_data[f"part{n}_goes_on"]) for n in numbers]


def states_going_on(use: UseSpell | None) -> list[tuple[str, str]]:
    """Who of those who are there may stay in a part; the use as it is where nobody is named."""
    if use is None:
        return []
    there = list(use.occupants.all())
    one_by_one = [(str(each.pk), gettext("%(name)s stays here") % {"name": each}) for each in there]
    if len(there) == 1:
        return one_by_one
    return [(EVERYBODY, gettext("as before: %(use)s") % {"use": use_in_words(use)}), *one_by_one]


class MergeForm(SuccessionForm, UnitForm):
    others = forms.MultipleChoiceField(label=_("Merge with"), widget=forms.CheckboxSelectMultiple)
    goes_on = forms.ChoiceField(label=_("What is in the merged unit?"))
    field_order = ("others", "on", "goes_on", *DESCRIBED)

    def __init__(
        self, *args: Any, unit: Unit, names: Mapping[int, UnitName], uses: Mapping[int, UseSpell], **kwargs: Any
    ) -> None:
        """names: all units of the house that exist, this one among them."""
        super().__init__(*args, **kwargs)
        self.unit = unit
        others = [(str(pk), name.described) for pk, name in names.items() if pk != unit.pk]
        cast("forms.MultipleChoiceField", self.fields["others"]).choices = others
        states = list(states_of_each(unit, names, uses))
        cast("forms.ChoiceField", self.fields["goes_on"]).choices = [*states, *new_states()]
        self.fields["area_sqm"].help_text = _("Leave it empty to add up the areas that are known.")
        self.initial.update({"floor": unit.floor, "others": [pk for pk, _name in others] if len(others) == 1 else []})

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("others", ())]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        kept = self.kept()
        if kept is not None and kept not in (self.unit.pk, *self.chosen()):
            self.add_error("goes_on", gettext("This is the use of a unit that is not merged. Please choose another."))
        return asked

    def kept(self) -> int | None:
        """The unit whose use goes on."""
        said: str = self.cleaned_data.get("goes_on", "")
        return int(said.removeprefix(AS_IN)) if said.startswith(AS_IN) else None


def states_of_each(
    unit: Unit, names: Mapping[int, UnitName], uses: Mapping[int, UseSpell]
) -> Iterator[tuple[str, str]]:
    """The use of each unit, that of the unit one came from first; all together where several are used."""
    for pk in sorted(names, key=lambda pk: (pk != unit.pk, pk)):
        if use := uses.get(pk):
            said = {"use": use_in_words(use), "where": names[pk].where or gettext("unit without a position")}
            yield f"{AS_IN}{pk}", gettext("as before: %(use)s (%(where)s)") % said
    if several(uses.values()):
        yield EVERYBODY, gettext("all who are there, together")


def several(uses: Iterable[UseSpell]) -> bool:
    return len([use for use in uses if use.occupancy in USED]) > 1


def parts_asked(said: str) -> int:
    """How many parts a page shows, as its address says."""
    return min(max(int(said), FEWEST), MOST) if said.isascii() and said.isdecimal() and len(said) < 3 else FEWEST
