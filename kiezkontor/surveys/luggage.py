"""What goes along on a walk: the houses in walking order with their units, as JSON for a device."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from kiezkontor.organisations.models import Category
from kiezkontor.premises.access import units_in, uses_on
from kiezkontor.premises.models import Ending, Observation, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.surveys.houses import House, houses_in, houses_of, in_walking_order, key_of, segments_of
from kiezkontor.surveys.models import EmptyHouse, Segment


def luggage(survey_round: SurveyRound, *, person: int | None, on: date) -> dict[str, Any]:
    """Houses with units and all other houses of their streets; a fixed number of statements."""
    district = survey_round.district
    units = list(units_in(district, on=on).select_related("address__street").order_by("pk"))
    segments = segments_of(survey_round)
    houses = in_walking_order(houses_of(district, units, segments))
    uses, seen = uses_on(units, on=on), latest_of(units)
    done = seen_in(survey_round)
    return {
        "round": survey_round.number,
        "reference_on": survey_round.reference_on.isoformat(),
        "today": on.isoformat(),
        "houses": [as_house(house) for house in houses],
        "units": [as_unit(unit, uses.get(unit.pk), seen.get(unit.pk), done) for unit in units],
        "empty": [
            f"a{pk}" for pk in EmptyHouse.objects.filter(survey_round=survey_round).values_list("address", flat=True)
        ],
        "segments": [as_segment(segment, houses, person) for segment in segments],
        "categories": sorted(([row.key, str(row)] for row in Category.objects.all()), key=lambda row: row[1].lower()),
        "occupancies": [[value, str(label)] for value, label in Occupancy.choices],
        "endings": [[value, str(label)] for value, label in Ending.choices],
    }


def latest_of(units: Collection[Unit]) -> dict[int, Observation]:
    """Unit → what was seen there last."""
    found = Observation.objects.filter(unit__in=[unit.pk for unit in units], superseded_by__isnull=True)
    return {row.unit_id: row for row in found.order_by("seen_on", "pk").only("unit_id", "seen_on")}


def seen_in(survey_round: SurveyRound) -> set[int]:
    seen = Observation.objects.filter(survey_round=survey_round, superseded_by__isnull=True).order_by()
    return set(seen.values_list("unit", flat=True))


def as_house(house: House) -> dict[str, Any]:
    return {
        "key": house.key,
        "address": house.address,
        "street": house.street,
        "number": house.number,
        "lat": house.lat,
        "lon": house.lon,
    }


def as_unit(unit: Unit, use: UseSpell | None, seen: Observation | None, done: Collection[int]) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "house": key_of(unit),
        "position": unit.position,
        "floor": unit.floor,
        "occupancy": use.occupancy if use else "",
        "occupants": [{"id": one.pk, "name": str(one)} for one in use.occupants.all()] if use else [],
        "category": (use.category_id or "") if use else "",
        "use_class": use.use_class if use else "",
        "seen_on": seen.seen_on.isoformat() if seen else None,
        "observation": seen.pk if seen else 0,
        "done": unit.pk in done,
    }


def as_segment(segment: Segment, houses: Sequence[House], person: int | None) -> dict[str, Any]:
    return {
        "id": segment.pk,
        "label": str(segment),
        "side": segment.get_side_display(),
        "who": str(segment.assigned_to or ""),
        "mine": person is not None and segment.assigned_to_id == person,
        "houses": [house.key for house in houses_in(segment, houses)],
    }
