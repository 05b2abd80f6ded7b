"""What goes along on a walk: the houses in walking order with their units, as JSON for a device."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiezkontor.districts.models import District, Street
from kiezkontor.methods.walking_order import Stop, walking_order
from kiezkontor.organisations.models import Category
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.access import units_in, uses_on
from kiezkontor.premises.models import Address, Ending, Observation, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.surveys.access_walk import addresses_of
from kiezkontor.surveys.models import EmptyHouse, Segment
from kiezkontor.surveys.rules.segments import Stretch, covers


@dataclass(frozen=True, slots=True)
class House:
    """A door: an address, or a site without one. key: "a" with the number of the address, "b" with that of the site."""

    key: str
    address: int | None
    street: str
    street_key: int | None
    number: str
    lat: float
    lon: float


def luggage(survey_round: SurveyRound, *, person: int | None, on: date) -> dict[str, Any]:
    """Houses with units and all other houses of their streets; a fixed number of statements."""
    district = survey_round.district
    units = list(units_in(district, on=on).select_related("address__street").order_by("pk"))
    houses = in_walking_order(houses_of(district, units))
    uses, seen = uses_on(units, on=on), latest_of(units)
    done = seen_in(survey_round)
    segments = Segment.objects.filter(survey_round=survey_round).select_related("street", "assigned_to")
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


def houses_of(district: District, units: Sequence[Unit]) -> list[House]:
    streets = {unit.address.street_id for unit in units if unit.address is not None}
    found = {
        f"a{address.pk}": house_at(address)
        for address in addresses_of(district).filter(street__in=streets).select_related("building")
    }
    for unit in units:
        if key_of(unit) not in found:
            found[key_of(unit)] = House(
                key_of(unit), None, unit.street_name, None, unit.house_number, unit.lat, unit.lon
            )
    return list(found.values())


def house_at(address: Address) -> House:
    building, street = address.building, address.street
    return House(f"a{address.pk}", address.pk, street.name, street.pk, address.number, building.lat, building.lon)


def key_of(unit: Unit) -> str:
    return f"a{unit.address_id}" if unit.address_id else f"b{unit.building_id}"


def in_walking_order(houses: Sequence[House]) -> list[House]:
    """Street by street, up one side and down the other; several numbers of one house by number."""
    ordered = sorted(houses, key=lambda house: (house.street, number_order(house.number), house.key))
    lines = Street.objects.filter(pk__in={house.street_key for house in houses if house.street_key}).values_list(
        "name", "lines"
    )
    stops = [Stop(house.lat, house.lon, house.street) for house in ordered]
    return [ordered[nth] for nth in walking_order(stops, dict(lines))]


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
        "seen_on": seen.seen_on.isoformat() if seen else None,
        "observation": seen.pk if seen else 0,
        "done": unit.pk in done,
    }


def as_segment(segment: Segment, houses: Sequence[House], person: int | None) -> dict[str, Any]:
    stretch = Stretch(segment.street_id, segment.side, segment.first, segment.last)
    return {
        "id": segment.pk,
        "label": str(segment),
        "side": segment.get_side_display(),
        "who": str(segment.assigned_to or ""),
        "mine": person is not None and segment.assigned_to_id == person,
        "houses": [
            house.key
            for house in houses
            if house.street_key is not None and covers(stretch, street=house.street_key, number=house.number)
        ],
    }
