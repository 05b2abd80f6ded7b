"""Where something is that people wrote or pointed at."""

from collections.abc import Sequence

from kiezkontor.districts.access import streets_of
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.nearest import nearest_lines
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.rules.addresses import split_address
from kiezkontor.premises.pick import beyond, is_far_away
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices.rules.limits import STREET_WITHIN_M


def refuse_far_away(district: District, lat: float | None, lon: float | None) -> None:
    if lat is not None and lon is not None and is_far_away(district, lat, lon):
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
