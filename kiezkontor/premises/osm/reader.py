"""One door for every kind of file with OpenStreetMap data."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from kiezkontor.districts.osmfile import UnreadableFile, format_of, read_json
from kiezkontor.premises.osm import jsonfiles, osmfiles
from kiezkontor.premises.osm.extract import OsmExtract, Source, Street, core_of, points_of
from kiezkontor.premises.osm.osmfiles import Collected
from kiezkontor.premises.rules.counting import scope_keys
from kiezkontor.premises.rules.scope import Scope, area_around


def read(path: Path) -> OsmExtract:
    """Read .osm.pbf, .osm(.gz|.bz2), Overpass JSON or GeoJSON (also packed), told apart by content.

    The moment is the one the file names, else its newest edit. The files of OpenStreetMap hold everything in
    their area; the answer to a query only what was asked, which the categories in it tell.
    Raises UnreadableFile when nothing can be taken from the file; single bad objects become problems.
    """
    source: Source
    if format_of(path) == "json":
        data = read_json(path)
        if not isinstance(data, Mapping):
            raise UnreadableFile(_("The file is not OpenStreetMap data (.osm.pbf, .osm, Overpass JSON or GeoJSON)."))
        source = "overpass" if "elements" in data else "geojson"
        collected, stamp = jsonfiles.collect_overpass(data) if source == "overpass" else jsonfiles.collect_geojson(data)
    else:
        source = "osm"
        collected, stamp = osmfiles.collect(path)
    if not (collected.places or collected.addresses or collected.buildings or collected.streets):
        if collected.problems:
            raise UnreadableFile(
                _("None of the objects in the file can be used; the first: %(problem)s.")
                % {"problem": collected.problems[0].rstrip(".")}
            )
        raise UnreadableFile(_("The file holds no businesses, addresses, buildings or streets."))
    return _extract(source, collected, stamp)


def _extract(source: Source, collected: Collected, stamp: datetime | None) -> OsmExtract:
    places = tuple(collected.places.values())
    points = list(points_of(collected.addresses.values(), places))
    categories = None if source == "osm" else scope_keys(place.tags for place in places)
    return OsmExtract(
        source=source,
        streets=tuple(Street(name, tuple(lines)) for name, lines in sorted(collected.streets.items())),
        buildings=tuple(collected.buildings.values()),
        addresses=tuple(collected.addresses.values()),
        places=places,
        dated_at=stamp or collected.newest,
        core=core_of(points),
        scope=Scope(categories, area_around(points)),
        problems=tuple(collected.problems),
    )
