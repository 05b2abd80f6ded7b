from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.fields import CategoryField
from kiezkontor.organisations.models import UseClass
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.access import occupants_known
from kiezkontor.premises.actions.observations import USED, Sighting, class_of
from kiezkontor.premises.actions.units import Place
from kiezkontor.premises.finding import standing_at
from kiezkontor.premises.models import Ending, Observation, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.premises.rules.since import since_range, since_said
from kiezkontor.premises.rules.table_values import position as position_written
from kiezkontor.premises.uses import today_among
from kiezkontor.shared.fields import DayField
from kiezkontor.shared.paging import page_of_keys

PER_PAGE = 50
EARLIEST_YEAR = 1800
SINCE = (
    ("unknown", _("I do not know")),
    ("day", _("Since a known day")),
    ("year", _("Since some time in a year")),
    ("before", _("Since before a year")),
)
NOT_NOTED = ("none_noted", _("Not noted"))
VACANT_IN_PUBLIC = _(
    "What the office notes as vacant is public only as a number: once three units in the district are noted as vacant, "
    "and for one street once three are in it. A vacant unit is public with its address only if OpenStreetMap shows it."
)


def in_walking_order(units: QuerySet[Unit]) -> list[int]:
    """Their ids by street and house number as they stand along the street; units without address last."""
    columns = ("pk", "address__street__name", "address__number", "street_name", "house_number")
    keys = []
    for pk, street, house, written_street, written_house in units.values_list(*columns):
        name = street or written_street
        keys.append((not name, name.casefold(), number_order(house or written_house), pk))
    return [key[-1] for key in sorted(keys)]


class UnitFilter(forms.Form):
    quiet = True
    q = forms.CharField(label=_("Street or name"), required=False, max_length=100)
    occupancy = forms.ChoiceField(
        label=_("Use"), required=False, choices=(("", _("Every use")), *Occupancy.choices, ("unseen", _("Never seen")))
    )
    condition = forms.ChoiceField(
        label=_("Condition"), required=False, choices=(("", _("Every condition")), *Unit.Condition.choices, NOT_NOTED)
    )
    renovation = forms.ChoiceField(
        label=_("Renovation"),
        required=False,
        choices=(("", _("Renovated or not")), *Unit.Renovation.choices, NOT_NOTED),
    )

    def page(self, units: QuerySet[Unit], number: str | None) -> Page[Unit]:
        """The asked page of 50 units in walking order."""
        asked = self.cleaned_data if self.is_valid() else dict.fromkeys(self.fields, "")
        current = UseSpell.objects.current_on(timezone.localdate())
        if asked["q"]:
            named = current.filter(occupants__name__icontains=asked["q"]).values("unit")
            units = units.filter(standing_at(asked["q"]) | Q(pk__in=named))
        if asked["occupancy"] == "unseen":
            units = units.exclude(pk__in=current.values("unit"))
        elif asked["occupancy"]:
            units = units.filter(pk__in=current.filter(occupancy=asked["occupancy"]).values("unit"))
        if asked["condition"]:
            noted = asked["condition"] != NOT_NOTED[0]
            units = units.filter(condition=int(asked["condition"]) if noted else None)
        if asked["renovation"]:
            units = units.filter(renovation=asked["renovation"].removesuffix(NOT_NOTED[0]))
        rows = units.select_related("address__street")
        return page_of_keys(in_walking_order(units), rows, number, per_page=PER_PAGE)


class SinceForm(forms.Form):
    """Since when something is so, as exactly as people know it."""

    since = forms.ChoiceField(label=_("Since when?"), choices=SINCE, widget=forms.RadioSelect, initial="unknown")
    since_day = DayField(label=_("Day"), required=False)
    since_year = forms.IntegerField(label=_("Year"), required=False, min_value=EARLIEST_YEAR, max_value=2200)

    def read_since(self, asked: dict[str, Any], *, seen_on: date | None) -> None:
        """Puts the range of possible beginnings into `asked`; says at its field what is missing."""
        if seen_on is None or "since" not in asked:
            return
        try:
            asked["range"] = since_range(
                asked["since"], day=asked.get("since_day"), year=asked.get("since_year"), seen_on=seen_on
            )
        except ValueError as error:
            field = "since_day" if asked["since"] == "day" else "since_year"
            missing = str(error) == "missing"
            self.add_error(
                field,
                gettext("Please add the day or year.")
                if missing
                else gettext("This lies after the day on which it was seen."),
            )


class RoundForm(forms.Form):
    """In which survey round something counts, where the district has one that takes it."""

    survey_round = forms.ChoiceField(
        label=_("Counts in a survey round?"),
        required=False,
        help_text=_("Choose the round if you saw this on its walk or as a second look for it."),
        error_messages={"invalid_choice": _("This round takes nothing more. Please choose another one or none.")},
    )

    def offer_rounds(self, rounds: Sequence[SurveyRound], *, asked: str = "") -> None:
        """asked: the number of the round that is chosen already."""
        self.rounds = {str(each.number): each for each in rounds}
        if not rounds and not self.data.get("survey_round"):
            del self.fields["survey_round"]
            return
        said = gettext("Round %(number)s")
        choices = [(number, said % {"number": number}) for number in self.rounds]
        cast("forms.ChoiceField", self.fields["survey_round"]).choices = [("", _("In none")), *choices]
        if asked in self.rounds:
            self.initial["survey_round"] = asked

    def round(self) -> SurveyRound | None:
        return self.rounds.get(self.cleaned_data.get("survey_round", ""))


def kind_said(category: str, use_class: str) -> dict[str, str]:
    """How the form begins: a use class is chosen only where it is another than that of the category."""
    return {"category": category, "use_class": "" if use_class == class_of(category) else use_class}


class SightingForm(SinceForm, RoundForm):
    """What was seen at a unit. `latest` carries the observation the form was opened with."""

    quiet = True

    seen_on = DayField(label=_("Seen on"))
    occupancy = forms.ChoiceField(
        label=_("The unit is"), choices=Occupancy.choices, widget=forms.RadioSelect, help_text=VACANT_IN_PUBLIC
    )
    occupants = forms.MultipleChoiceField(label=_("Who is there?"), required=False, widget=forms.CheckboxSelectMultiple)
    new_name = forms.CharField(label=_("Somebody new: name on the sign"), required=False, max_length=200)
    category = CategoryField(
        label=_("Category"), required=False, help_text=_("What is offered there. Type a few letters to choose.")
    )
    use_class = forms.ChoiceField(
        label=_("Use class"), required=False, choices=(("", _("As usual for the category")), *UseClass.choices)
    )
    former_ended = forms.ChoiceField(
        label=_("Was another use here before? Why did it end?"),
        required=False,
        choices=(("", _("Not known, or no other use")), *Ending.choices),
        help_text=_("Only for the office, as far as somebody said so."),
    )
    note = forms.CharField(
        label=_("Note for the office"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    latest = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = (
        "seen_on",
        "survey_round",
        "occupancy",
        "occupants",
        "new_name",
        "category",
        "use_class",
        *SinceForm.base_fields,
    )

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        use: UseSpell | None,
        latest: int,
        corrects: Observation | None = None,
        moving: str = "",
        rounds: Sequence[SurveyRound] = (),
        asked_round: str = "",
        **kwargs: Any,
    ) -> None:
        """moving: "out" or "in" where that is all somebody wants to note. A correction stays in its round."""
        super().__init__(*args, **kwargs)
        self.offer_rounds(() if corrects else rounds, asked=asked_round)
        self.corrects = corrects
        present = {each.pk for each in use.occupants.all()} if use else set()
        known = [(str(each.pk), str(each)) for each in occupants_known(unit)]
        cast("forms.MultipleChoiceField", self.fields["occupants"]).choices = known
        if not known:
            del self.fields["occupants"]
        self.initial.update({"seen_on": timezone.localdate(), "latest": latest, "since": "unknown"})
        if use is not None:
            self.initial.update({"occupancy": use.occupancy, "occupants": [str(pk) for pk in present]})
            self.initial.update(kind_said(use.category_id or "", use.use_class))
        if corrects is not None:
            del self.fields["seen_on"]
            self.start_from(corrects)
        elif moving:
            self.ask_for_move(moving)

    def ask_for_move(self, moving: str) -> None:
        """Only what belongs to moving out or in, beginning with the day."""
        states = {value: label for value, label in Occupancy.choices if (value in USED) == (moving == "in")}
        cast("forms.ChoiceField", self.fields["occupancy"]).choices = list(states.items())
        self.initial.update({"occupancy": next(iter(states)), "occupants": [], **kind_said("", ""), "since": "day"})
        if moving == "out":
            self.fields["former_ended"].label = _("Why did the use end?")
            for name in ("occupants", "new_name", "category", "use_class"):
                self.fields.pop(name, None)

    def start_from(self, corrects: Observation) -> None:
        values = corrects.values
        earliest, latest = values.get("since") or (None, None)
        today = today_among([corrects])
        self.initial.update(
            {
                "occupancy": values.get("occupancy", ""),
                "occupants": [str(today.get(pk, pk)) for pk in values.get("organisations", ())],
                **kind_said(values.get("category", ""), values.get("use_class", "")),
                "note": values.get("note", ""),
                "former_ended": values.get("former_ended", ""),
            }
        )
        if latest:
            first = date.fromisoformat(earliest) if earliest else None
            kind, day, year = since_said(first, date.fromisoformat(latest), seen_on=corrects.seen_on)
            self.initial.update({"since": kind, "since_day": day, "since_year": year})

    def remember_latest(self, latest: int) -> None:
        """After somebody else's note: the next sending knows of it."""
        data = cast(QueryDict, self.data).copy()
        data["latest"] = str(latest)
        self.data = data

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        seen_on = self.corrects.seen_on if self.corrects else asked.get("seen_on")
        self.read_since(asked, seen_on=seen_on)
        used = asked.get("occupancy") in USED
        if asked.get("occupancy") and not used and asked.get("new_name"):
            self.add_error("new_name", gettext("Only a unit in use has somebody in it."))
        return asked

    def sighting(self) -> Sighting:
        """What was seen, but for an occupant whose name is new."""
        asked = self.cleaned_data
        return Sighting(
            occupancy=asked["occupancy"],
            since=asked["range"],
            occupants=[int(pk) for pk in asked.get("occupants", ())],
            category=asked.get("category", ""),
            use_class=asked.get("use_class", ""),
            note=asked["note"].strip(),
            former_ended=asked["former_ended"],
        )


def square_metres(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=1, max_value=999_999, max_digits=8, decimal_places=1
    )


class UnitForm(forms.Form):
    position = forms.CharField(
        label=_("Position in the house"),
        required=False,
        max_length=60,
        help_text=_("For example: left, corner, courtyard."),
    )
    floor = forms.IntegerField(label=_("Floor"), min_value=-5, max_value=60, help_text=_("0 is the ground floor."))
    area_sqm = square_metres(_("Floor area in m²"))

    def clean_position(self) -> str:
        """Kept as tables keep it, so that "links" by hand and "left" of a table are one door."""
        return position_written(self.cleaned_data["position"])


class PlaceForm(forms.Form):
    """Where a new unit is, and on which day it was seen."""

    street = forms.CharField(label=_("Street"), max_length=160)
    number = forms.CharField(label=_("House number"), max_length=20)
    postcode = forms.RegexField(r"^\d{5}$", label=_("Postcode"), required=False, strip=True)
    seen_on = DayField(label=_("Seen on"))
    is_new_unit = forms.BooleanField(label=_("It is a further unit in this house"), required=False)
    lat = forms.FloatField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_(
            "Only for a house that is not known yet, for example 52.4731. At openstreetmap.org a right click on the "
            "house and “Show address” gives both numbers."
        ),
    )
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].initial = timezone.localdate

    def clean_street(self) -> str:
        street: str = self.cleaned_data["street"]
        if not street_key(street):
            raise forms.ValidationError(gettext("Please give the name of the street."))
        return street

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not any(map(str.isalnum, number)):
            raise forms.ValidationError(gettext("Please give the house number, for example 12 or 12a."))
        return number

    def clean_seen_on(self) -> Any:
        seen_on = self.cleaned_data["seen_on"]
        if seen_on.year < EARLIEST_YEAR:
            raise forms.ValidationError(gettext("Please check the year."))
        if seen_on > timezone.localdate():
            raise forms.ValidationError(gettext("Nobody can have seen this yet. Please give today or an earlier day."))
        return seen_on

    @property
    def names_a_place(self) -> bool:
        """Whether what says where it is could be read, whatever else is wrong."""
        return {"street", "number", "postcode", "lat", "lon"} <= self.cleaned_data.keys()

    def place(self) -> Place:
        asked = self.cleaned_data
        return Place(asked["street"], asked["number"], postcode=asked["postcode"], lat=asked["lat"], lon=asked["lon"])


class NewEntryForm(PlaceForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    category = CategoryField(label=_("Category"), help_text=_("What is offered there. Type a few letters to choose."))
    field_order = ("name", "category", *PlaceForm.base_fields)


class NewUnitForm(PlaceForm, SinceForm, UnitForm, RoundForm):
    """A unit nobody is in."""

    occupancy = forms.ChoiceField(
        label=_("The unit is"),
        choices=[(value, label) for value, label in Occupancy.choices if value not in USED],
        widget=forms.RadioSelect,
        initial=Occupancy.VACANT,
        help_text=VACANT_IN_PUBLIC,
    )
    note = forms.CharField(
        label=_("Note for the office"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = (
        *("street", "number", "postcode", "is_new_unit", *UnitForm.base_fields),
        *("occupancy", "seen_on", "survey_round", *SinceForm.base_fields, "note", "lat", "lon"),
    )

    def __init__(self, *args: Any, rounds: Sequence[SurveyRound] = (), asked_round: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rounds(rounds, asked=asked_round)
        self.initial.setdefault("floor", 0)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        self.read_since(asked, seen_on=asked.get("seen_on"))
        return asked

    def sighting(self) -> Sighting:
        asked = self.cleaned_data
        return Sighting(occupancy=asked["occupancy"], since=asked["range"], note=asked["note"].strip())

    def description(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in UnitForm.base_fields}
