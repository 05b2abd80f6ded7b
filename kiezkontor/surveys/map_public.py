"""Vacant units of a published round on the map: street by street, never one by one."""

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from kiezkontor.districts.access import area_of, streets_of
from kiezkontor.districts.models import District, SubLocation
from kiezkontor.methods.areas import AreaError, area_from_geojson
from kiezkontor.methods.geo import Point
from kiezkontor.methods.halfway import halfway
from kiezkontor.methods.street_names import street_key
from kiezkontor.surveys.public import PublicRound
from kiezkontor.surveys.rules.suppression import STREET, STREET_VACANT


def features(public: PublicRound, district: District) -> list[dict[str, Any]]:
    """One for each street of which the number of vacant units is public and not zero, at the middle of the street."""
    told = marked(public)
    return [feature(public, at, middle, told[at]) for at, middle in middles_of(list(told), district).items()]


def marked(public: PublicRound) -> dict[tuple[str, str], int]:
    """Sub-location and street → the number of vacant units, where it is public and not zero."""
    told = {at: public.shown.get((STREET_VACANT, *at)) for at in public.streets}
    return {at: vacant for at, vacant in told.items() if vacant}


def feature(public: PublicRound, at: tuple[str, str], middle: Point, vacant: int) -> dict[str, Any]:
    part, street = at
    units = public.shown.get((STREET, part, street))
    words = _("%(vacant)s vacant") if units is None else _("%(vacant)s of %(units)s units vacant")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(middle[1], 6), round(middle[0], 6)]},
        "properties": {
            "key": f"{part}|{street}",
            "name": f"{street} ({part})" if part else street,
            "category": words % {"vacant": vacant, "units": units},
            "use_class": "vacant",
            "count": vacant,
            "url": reverse("surveys:public_round", args=[public.survey_round.number]),
            "label": _("All figures"),
        },
    }


def middles_of(streets: list[tuple[str, str]], district: District) -> dict[tuple[str, str], Point]:
    """Sub-location and street → the middle of the street within it; what has no line there is missing."""
    keys = {street: street_key(street) for _part, street in streets if street}
    lines: dict[str, list[list[list[float]]]] = defaultdict(list)
    for key, drawn in streets_of(district).filter(key__in=keys.values()).order_by("pk").values_list("key", "lines"):
        lines[key] += drawn
    areas = areas_of(district)
    found = {}
    for part, street in streets:
        middle = halfway(lines[keys.get(street, "")], within=areas.get(part, areas[""]))
        if middle:
            found[part, street] = middle
    return found


def areas_of(district: District) -> dict[str, BaseGeometry | None]:
    """Name of a sub-location → its area; "" is the whole district."""
    found: dict[str, BaseGeometry | None] = {"": area_of(district)}
    for part in SubLocation.objects.filter(district=district):
        try:
            found[part.name] = area_from_geojson(part.boundary)
        except AreaError:
            continue
    return found
