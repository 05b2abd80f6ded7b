"""The map of a district: what is shown on it, or a place pointed at."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.districts.access import area_of, boundary_of
from kiezkontor.districts.models import District
from kiezkontor.methods.areas import distance_from_m

# Farther from the boundary it belongs to another office.
NEAR_M = 300


def ground_of(district: District) -> dict[str, Any]:
    """What maps of a district stand on, for components/map.html; bounds: None where nobody knows where it lies."""
    box = district.box
    has_tiles = (settings.DATA / "tiles" / f"{district.slug}.pmtiles").exists()
    return {
        "tiles_url": reverse("directory:basemap") if has_tiles else "",
        "boundary_url": reverse("directory:boundary") if boundary_of(district) else "",
        "bounds": [box.west, box.south, box.east, box.north] if box else None,
    }


def map_to_pick_on(district: District, *, within_m: float, beyond: str) -> dict[str, Any] | None:
    """For components/map_pick.html; None where nobody knows where the district lies.

    within_m: how far outside of the boundary a place may lie. beyond: what is said of one that lies further away.
    """
    if district.box is None:
        return None
    return ground_of(district) | {"within_m": within_m, "beyond": beyond}


def map_for_pins(district: District) -> dict[str, Any] | None:
    """On which a place in the district or near to it is pointed at (premises/pin.html)."""
    return map_to_pick_on(district, within_m=NEAR_M, beyond=beyond(district))


def beyond(district: District) -> str:
    """What is said of a pin that `is_far_away`."""
    return _("This place lies outside of %(district)s. Please point at one in the district, or write where it is.") % {
        "district": district
    }


def is_far_away(district: District, lat: float, lon: float) -> bool:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return True
    district.boundary = boundary_of(district)
    area = area_of(district)
    return area is not None and distance_from_m(area, lat=lat, lon=lon) > NEAR_M
