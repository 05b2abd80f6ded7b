"""The units of a survey round as a table for spreadsheets."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.models import Category, Organisation, UseClass
from kiezkontor.premises.models import Occupancy, SurveyRound, Unit
from kiezkontor.surveys.models import FrozenUnit
from kiezkontor.surveys.snapshots import keys_in, merged_into, units_of

COLUMNS = (
    _("Unit"),
    _("Street"),
    _("Number"),
    _("Position in the house"),
    _("Floor"),
    _("Sub-location"),
    _("State"),
    _("Use"),
    _("Category"),
    _("Used by"),
    _("Chains"),
    _("Begun at the earliest"),
    _("Begun at the latest"),
    _("Floor area in m²"),
    _("Condition"),
    _("Renovation"),
    _("Latitude"),
    _("Longitude"),
)
OCCUPANCIES = dict(Occupancy.choices)
USES = dict(UseClass.choices)
POSITIONS = dict(Unit.Position.choices)
CONDITIONS = dict(Unit.Condition.choices)
RENOVATIONS = dict(Unit.Renovation.choices)


def rows_of(survey_round: SurveyRound) -> Iterator[list[object]]:
    """By id of the unit; organisations are named as they are called today, and not at all once they are forgotten."""
    units = units_of(survey_round)
    merged = merged_into()
    who = {unit.unit_id: [merged.get(pk, pk) for pk in keys_in(unit.occupants)] for unit in units}
    wanted = {pk for keys in who.values() for pk in keys}
    names = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))
    categories = Category.objects.in_bulk({unit.category for unit in units if unit.category})
    for unit in units:
        used_by = sorted({names[pk] for pk in who[unit.unit_id] if names.get(pk)})
        yield cells_of(unit, str(categories.get(unit.category, unit.category)), used_by)


def cells_of(unit: FrozenUnit, category: str, used_by: list[str]) -> list[object]:
    return [
        unit.unit_id,
        unit.street,
        unit.number,
        str(POSITIONS.get(unit.position, unit.position)),
        unit.floor,
        unit.sub_location,
        str(OCCUPANCIES[unit.occupancy]),
        str(USES.get(unit.use_class, "")),
        category,
        ", ".join(used_by),
        unit.chains,
        unit.begins_earliest,
        unit.begins_latest,
        unit.area_sqm,
        str(CONDITIONS.get(unit.condition, "")) if unit.condition else "",
        str(RENOVATIONS.get(unit.renovation, "")) if unit.renovation else "",
        unit.lat,
        unit.lon,
    ]
