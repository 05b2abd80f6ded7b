"""Where something is that people wrote or pointed at."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kiezkontor.districts.access import area_of, boundary_of, streets_of
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.areas import distance_from_m
from kiezkontor.methods.nearest import nearest_lines
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.rules.addresses import split_address
from kiezkontor.premises.pick import map_to_pick_on
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices.rules.limits import NEAR_M, STREET_WITHIN_M


def beyond(district: District) -> str:
    """What is said of a place that `refuse_far_away` refuses."""
    return _("This place lies outside of %(district)s. Please point at one in the district, or write where it is.") % {
        "district": district
    }


def map_of(district: District) -> dict[str, Any] | None:
    """On which the place is pointed at."""
    return map_to_pick_on(district, within_m=NEAR_M, beyond=beyond(district))


def refuse_far_away(district: District, lat: float | None, lon: float | None) -> None:
    if lat is None or lon is None:
        return
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ActionRefused(beyond(district), field="place")
    district.boundary = boundary_of(district)
    area = area_of(district)
    if area is not None and distance_from_m(area, lat=lat, lon=lon) > NEAR_M:
        raise ActionRefused(beyond(district), field="place")


def street_at(district: District, place: str, lat: float | None, lon: float | None) -> Street | None:
    """The street that was written, else the one nearest to the point; None where neither tells it."""
    streets = streets_of(district).order_by("name", "pk")
    key = street_key(split_address(place)[0]) if place else ""
    written = streets.filter(key=key).first() if key else None
    if written is not None or lat is None or lon is None:
        return written
    return nearest(list(streets), lat, lon)


def nearest(streets: Sequence[Street], lat: float, lon: float) -> Street | None:
    found = nearest_lines([street.lines for street in streets], [(lat, lon)], within_m=STREET_WITHIN_M)
    return streets[found[0]] if found[0] is not None else None
