"""Reading .osm.pbf and .osm(.gz|.bz2) with pyosmium."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import osmium
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from kiezkontor.districts.osmfile import damaged, open_osm
from kiezkontor.premises.osm.extract import AddressPoint, Building, Footprint, Place, Ring
from kiezkontor.premises.rules.counting import KEYS_READ, kind_of
from kiezkontor.shared.readable import readable

BUILDING_TAGS = (
    "building", "building:levels", "building:condition", "name", "start_date", "heritage",
    "addr:street", "addr:housenumber", "addr:postcode",
)  # fmt: skip
# Never streets people have an address in, even where they carry a name.
NOT_A_STREET = frozenset(
    [
        "proposed",
        "construction",
        "razed",
        "abandoned",
        "platform",
        "bus_stop",
        "rest_area",
        "services",
        "elevator",
    ]
)
# Files without edit metadata give 0 or the largest 32-bit moment.
FIRST_MAP_EDIT = datetime(2004, 1, 1, tzinfo=UTC)
LAST_CREDIBLE_EDIT = datetime(2100, 1, 1, tzinfo=UTC)
_KEYS = (*KEYS_READ, "building", "addr:housenumber", "highway", "place")


@dataclass(slots=True)
class Collected:
    """What was read so far; refs are unique, of a repeated object the last version stays."""

    streets: dict[str, list[Ring]] = field(default_factory=dict)
    buildings: dict[str, Building] = field(default_factory=dict)
    addresses: dict[str, AddressPoint] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    newest: datetime | None = None

    def saw(self, moment: datetime | None) -> None:
        if moment is not None and FIRST_MAP_EDIT <= moment < LAST_CREDIBLE_EDIT:
            self.newest = moment if self.newest is None else max(self.newest, moment)

    def add(self, ref: str, tags: Mapping[str, str], geometry: BaseGeometry, edited: datetime | None) -> None:
        """File one located object under all it is: building, address, place."""
        self.saw(edited)
        if "building" in tags and tags["building"] != "no" and geometry.geom_type in {"Polygon", "MultiPolygon"}:
            kept = {key: tags[key] for key in BUILDING_TAGS if key in tags}
            self.buildings[ref] = Building(ref, footprint_of(geometry), kept)
        if _matters(tags):
            tags = {readable(key): readable(text) for key, text in tags.items()}
        kind = kind_of(tags)
        street = tags.get("addr:street") or tags.get("addr:place")
        numbered = bool(street and tags.get("addr:housenumber"))
        if kind is None and not numbered:
            return
        point = geometry if isinstance(geometry, shapely.Point) else geometry.representative_point()
        lat, lon = round(point.y, 7), round(point.x, 7)
        if street and numbered:
            self.addresses[ref] = AddressPoint(
                ref, street, tags["addr:housenumber"], tags.get("addr:postcode", ""), tags.get("addr:city", ""),
                tags.get("addr:suburb", ""), lat, lon,
            )  # fmt: skip
        if kind is not None:
            self.places[ref] = Place(ref, kind, tags, lat, lon)


def footprint_of(geometry: BaseGeometry) -> Footprint:
    """The rings of a Polygon or MultiPolygon, rounded to about a centimetre."""
    polygons = geometry.geoms if isinstance(geometry, shapely.MultiPolygon) else [geometry]
    return tuple(
        tuple(
            tuple((round(x, 7), round(y, 7)) for x, y, *_rest in ring.coords)
            for ring in (polygon.exterior, *polygon.interiors)
        )
        for polygon in polygons
        if isinstance(polygon, shapely.Polygon)
    )


def shape_of_line(line: Ring, *, area: bool) -> BaseGeometry | None:
    """The geometry of a way: an area when closed and meant as one, else a line; None without points."""
    if not line:
        return None
    if len(line) == 1:
        return shapely.Point(line[0])
    if area and len(line) > 3 and line[0] == line[-1]:
        polygon = shapely.Polygon(line)
        return polygon if polygon.is_valid else _mended(polygon)
    return shapely.LineString(line)


def _mended(polygon: shapely.Polygon) -> BaseGeometry:
    mended = polygon.buffer(0)
    return mended if not mended.is_empty else shapely.LineString(polygon.exterior.coords)


def collect(path: Path) -> tuple[Collected, datetime | None]:
    """Read the whole file; with it the moment its header names, if any. Raises UnreadableFile."""
    file = open_osm(path)
    collected = Collected()
    try:
        stamp = _header_moment(file)
        lost = _read_objects(file, collected, needs_moment=stamp is None)
        _locate_by_members(file, collected, lost)
    except (RuntimeError, ValueError) as error:  # of the reading library; a text longer than it takes is the latter
        raise damaged(error) from None
    return collected, stamp


def _header_moment(file: osmium.io.File) -> datetime | None:
    header = osmium.io.Reader(file, osmium.osm.NOTHING).header()
    for option in ("osmosis_replication_timestamp", "timestamp"):
        try:
            return datetime.fromisoformat(header.get(option)).astimezone(UTC)
        except ValueError:
            continue
    return None


class _Newest:
    """Looks only at the edit time of objects nobody else wants."""

    def __init__(self, collected: Collected) -> None:
        self.collected = collected

    def node(self, item: osmium.osm.Node) -> None:
        self.collected.saw(item.timestamp or None)

    def way(self, item: osmium.osm.Way) -> None:
        self.collected.saw(item.timestamp or None)

    def relation(self, item: osmium.osm.Relation) -> None:
        self.collected.saw(item.timestamp or None)


def _read_objects(file: osmium.io.File, collected: Collected, *, needs_moment: bool) -> dict[int, dict[str, str]]:
    """Everything but relations that are no proper areas; those come back as id and tags."""
    relations: dict[int, dict[str, str]] = {}
    located: set[int] = set()
    wanted = osmium.filter.KeyFilter(*_KEYS)
    processor = osmium.FileProcessor(file).with_areas(wanted).with_filter(wanted)
    if needs_moment:
        processor.handler_for_filtered(_Newest(collected))
    for item in processor:
        if isinstance(item, osmium.osm.Area):
            if item.from_way():
                continue
            located.add(item.orig_id())
            geometry = shapely.from_wkb(osmium.geom.WKBFactory().create_multipolygon(item))
            collected.add(f"relation/{item.orig_id()}", dict(item.tags), geometry, item.timestamp or None)
            continue
        tags = dict(item.tags)
        if isinstance(item, osmium.osm.Changeset):
            continue
        edited = item.timestamp or None
        if isinstance(item, osmium.osm.Node):
            if item.location.valid():
                collected.add(f"node/{item.id}", tags, shapely.Point(item.lon, item.lat), edited)
            else:
                collected.problems.append(_nowhere(f"node/{item.id}"))
        elif isinstance(item, osmium.osm.Way):
            _add_way(collected, item, tags, edited)
        elif isinstance(item, osmium.osm.Relation):
            collected.saw(edited)
            relations[item.id] = tags
    return {number: tags for number, tags in relations.items() if number not in located and _matters(tags)}


def _matters(tags: Mapping[str, str]) -> bool:
    return kind_of(tags) is not None or "addr:housenumber" in tags


def _nowhere(ref: str) -> str:
    return _("%(ref)s: it has no position in the file and was left out.") % {"ref": ref}


def _add_way(collected: Collected, way: osmium.osm.Way, tags: dict[str, str], edited: datetime | None) -> None:
    line = tuple((node.lon, node.lat) for node in way.nodes if node.location.valid())
    name, highway = tags.get("name"), tags.get("highway")
    is_square = tags.get("place") == "square"
    if name and len(line) > 1 and (is_square or (highway and highway not in NOT_A_STREET)):
        collected.streets.setdefault(name, []).append(line)
    if "building" not in tags and not _matters(tags):
        collected.saw(edited)
        return
    geometry = shape_of_line(line, area=tags.get("area") != "no")
    if geometry is None:
        collected.problems.append(_nowhere(f"way/{way.id}"))
    else:
        collected.add(f"way/{way.id}", tags, geometry, edited)


def _locate_by_members(file: osmium.io.File, collected: Collected, lost: dict[int, dict[str, str]]) -> None:
    """Sites, broken and cut multipolygons: the point is inside the hull of the members the file holds."""
    if not lost:
        return
    members: dict[tuple[str, int], list[int]] = {}
    edited: dict[int, datetime | None] = {}
    for relation in osmium.FileProcessor(file, osmium.osm.RELATION).with_filter(osmium.filter.IdFilter(lost)):
        if isinstance(relation, osmium.osm.Relation):
            edited[relation.id] = relation.timestamp or None
            for member in relation.members:
                members.setdefault((member.type, member.ref), []).append(relation.id)
    points: dict[int, list[tuple[float, float]]] = {number: [] for number in lost}
    for key, found in _member_points(file, members):
        for number in members[key]:
            points[number].extend(found)
    for number, tags in lost.items():
        if points[number]:
            hull = shapely.MultiPoint(points[number]).convex_hull
            collected.add(f"relation/{number}", tags, hull, edited.get(number))
        else:
            collected.problems.append(_nowhere(f"relation/{number}"))


def _member_points(
    file: osmium.io.File, wanted: Mapping[tuple[str, int], object]
) -> Iterator[tuple[tuple[str, int], list[tuple[float, float]]]]:
    ids = osmium.filter.IdFilter({number for _type, number in wanted})
    for item in osmium.FileProcessor(file, osmium.osm.NODE | osmium.osm.WAY).with_locations().with_filter(ids):
        key = (item.type_str(), item.id)
        if key not in wanted:
            continue
        if isinstance(item, osmium.osm.Node) and item.location.valid():
            yield key, [(item.lon, item.lat)]
        elif isinstance(item, osmium.osm.Way):
            yield key, [(node.lon, node.lat) for node in item.nodes if node.location.valid()]
