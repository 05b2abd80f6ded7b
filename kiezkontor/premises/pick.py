"""The map of a district: what is shown on it, or a place pointed at."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from kiezkontor.districts.access import boundary_of
from kiezkontor.districts.models import District


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
