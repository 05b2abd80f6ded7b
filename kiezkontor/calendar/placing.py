"""Where on the map an event takes place."""

from collections.abc import Mapping
from typing import Any

from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Point
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.rules.addresses import number_key, split_address
from kiezkontor.premises.access import houses_at


def house_of(district: District, address: str) -> Point | None:
    """The house with this street and number in the district; None where there is none or no number is said."""
    street, number = split_address(address)
    if not number:
        return None
    for found in houses_at(district, street_key=street_key(street), number_key=number_key(number))[:1]:
        return found.building.lat, found.building.lon
    return None


def placed(district: District, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an event with its place on the map, where an address is said and no place."""
    if "address" not in values or values.get("lat") is not None:
        return dict(values)
    lat, lon = house_of(district, values["address"]) or (None, None)
    return {**values, "lat": lat, "lon": lon}
