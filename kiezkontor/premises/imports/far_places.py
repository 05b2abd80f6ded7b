"""Places of map data that cannot belong to the district, left out before its boundary is told from the others."""

from dataclasses import replace

from kiezkontor.districts.models import District
from kiezkontor.premises.osm.extract import OsmExtract, core_of, points_of
from kiezkontor.premises.problems_in_words import translated
from kiezkontor.premises.rules import strays
from kiezkontor.premises.rules.scope import Scope, area_around


def without_strays(extract: OsmExtract, district: District) -> OsmExtract:
    """The extract without places in another state or far from all others; each becomes a problem in words."""
    middle = strays.middle_of((place.lat, place.lon) for place in extract.places)
    astray = strays.astray(district.federal_state, district.get_federal_state_display(), middle)
    kept, problems = [], []
    for place in extract.places:
        why = astray(place.lat, place.lon)
        if why is None:
            kept.append(place)
        else:
            problems.append(f"{place.ref}: {translated(why)}")
    if not problems:
        return extract
    near = replace(extract, places=tuple(kept), problems=(*extract.problems, *problems))
    points = list(points_of(near.addresses, near.places))
    return replace(near, core=core_of(points), scope=Scope(extract.scope.categories, area_around(points)))
