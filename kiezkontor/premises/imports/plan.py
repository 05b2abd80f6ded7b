"""What a file means for one district, worked out before anything is stored."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry import MultiPolygon, Polygon

from kiezkontor.methods.areas import in_degrees, in_metres
from kiezkontor.methods.geo import METRES_PER_DEGREE
from kiezkontor.methods.street_names import street_key, street_name
from kiezkontor.organisations.rules.addresses import house_number, number_key
from kiezkontor.premises.osm.extract import AddressPoint, OsmExtract, Place
from kiezkontor.premises.rules.counting import kind_of
from kiezkontor.premises.rules.differences import Known
from kiezkontor.premises.rules.postcodes import state_of_most
from kiezkontor.premises.rules.reading import OrganisationFacts, facts_from_tags

type Area = Polygon | MultiPolygon

# A door drawn just outside the outline of its house.
DOORSTEP_M = 8.0
# The edge of a district derived from its addresses: the width of a street and the houses across.
HULL_MARGIN_M = 60.0
HULL_RATIO = 0.25
MAX_HULL_POINTS = 40_000


@dataclass(frozen=True, slots=True)
class PlannedBuilding:
    """A building or site to have: ref is unique in the installation; lat, lon lie inside it."""

    ref: str
    lat: float
    lon: float
    is_site: bool = False


@dataclass(frozen=True, slots=True)
class PlannedAddress:
    building_ref: str
    street: str
    number: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A business or vacancy and where it goes.

    address: (street key, number key) of the address to link, printed or the only one of the house; None without.
    facts: what the source says; for a vacancy only street, number, postcode, city and the former category.
    tags: as the source gives them. since: earliest and latest beginning as far as the source knows.
    """

    known: Known
    building_ref: str
    address: tuple[str, str] | None
    facts: OrganisationFacts
    tags: Mapping[str, str]
    since: tuple[date | None, date] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """streets: name → lines, each a list of [lon, lat]. outside: how many places lie outside the boundary."""

    boundary: Area
    streets: Mapping[str, list[list[list[float]]]]
    buildings: Sequence[PlannedBuilding]
    addresses: Sequence[PlannedAddress]
    units: Sequence[PlannedUnit]
    outside: int


def derived_boundary(extract: OsmExtract) -> Area | None:
    """The area of the mapped core: all places and the addresses within the core's box, with a margin.

    None without any place or address. The hull follows dents but stays in one piece.
    """
    points = [(place.lon, place.lat) for place in extract.places]
    if extract.core is not None:
        west, south, east, north = extract.core
        inside = ((a.lon, a.lat) for a in extract.addresses if west <= a.lon <= east and south <= a.lat <= north)
        points.extend(list(inside)[:MAX_HULL_POINTS])
    if not points:
        return None
    lat = points[0][1]
    flat = in_metres(shapely.multipoints(points), lat=lat)
    hull = shapely.concave_hull(flat, ratio=HULL_RATIO) if len(set(points)) > 3 else flat.convex_hull
    around = hull.buffer(HULL_MARGIN_M, quad_segs=3).simplify(5.0)
    area = in_degrees(around, lat=lat)
    return area if isinstance(area, Polygon | MultiPolygon) else None


def plan(extract: OsmExtract, boundary: Area) -> Plan:
    """Sort streets, houses, addresses and places of an extract into a district."""
    shapely.prepare(boundary)
    houses = _Houses(extract, boundary)
    addresses: dict[tuple[str, str, str], PlannedAddress] = {}
    for point in _inside(extract.addresses, boundary):
        street, number = street_name(point.street)[:160], house_number(point.number)[:20]
        if not street_key(street) or not number:
            continue
        ref = houses.of_address(point)
        address = PlannedAddress(ref, street, number, point.postcode.strip()[:10], point.city.strip()[:120])
        addresses.setdefault((ref, street_key(street), number_key(number)), address)
    of_house: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for ref, street, number in addresses:
        of_house[ref].append((street, number))
    places = _inside(extract.places, boundary)
    units = [_unit(place, houses, of_house) for place in places]
    return Plan(
        boundary=boundary,
        streets=_streets(extract, boundary, addresses.values()),
        buildings=houses.planned(),
        addresses=list(addresses.values()),
        units=units,
        outside=len(extract.places) - len(units),
    )


def _inside[Located: (AddressPoint, Place)](items: Sequence[Located], boundary: Area) -> list[Located]:
    inside = shapely.intersects_xy(boundary, [item.lon for item in items], [item.lat for item in items])
    return [item for item, here in zip(items, inside, strict=True) if here]


def _streets(
    extract: OsmExtract, boundary: Area, addresses: Iterable[PlannedAddress]
) -> dict[str, list[list[list[float]]]]:
    """Streets with a line that touches the area (whole lines, so that they do not end at the border), and those
    that only addresses name."""
    found: dict[str, list[list[list[float]]]] = {}
    by_key: dict[str, str] = {}
    for street in extract.streets:
        near = [line for line in street.lines if len(line) > 1 and boundary.intersects(shapely.LineString(line))]
        name = street_name(street.name)[:160]
        if near and street_key(name):
            kept = by_key.setdefault(street_key(name), name)
            found.setdefault(kept, []).extend([[lon, lat] for lon, lat in line] for line in near)
    for address in addresses:
        if (key := street_key(address.street)) not in by_key:
            by_key[key] = address.street
            found[address.street] = []
    return found


def _unit(place: Place, houses: "_Houses", of_house: Mapping[str, list[tuple[str, str]]]) -> PlannedUnit:
    facts = facts_from_tags(place.tags, place.category)
    ref = houses.of_place(place, facts)
    street = facts.street or place.tags.get("addr:place", "")
    own = (street_key(street), number_key(facts.number)) if street and facts.number else None
    there = of_house.get(ref, [])
    address = own if own in there else (there[0] if own is None and len(there) == 1 else None)
    return PlannedUnit(known_from(place, facts), ref, address, facts, place.tags)


def known_from(place: Place, facts: OrganisationFacts) -> Known:
    """The place as the comparison sees it; of a vacancy only where it is and what it was."""
    fields = facts.as_fields()
    if place.kind == "vacant":
        fields = {name: fields[name] for name in ("category", "street", "number", "postcode", "city")}
    return Known(place.ref, place.kind, facts.name, place.categories, place.lat, place.lon, fields)


def known_from_tags(ref: str, tags: Mapping[str, str], lat: float, lon: float) -> Known | None:
    """The same for an object stored earlier; None when its tags count for nothing (rules may have changed)."""
    kind = kind_of(tags)
    if kind is None:
        return None
    place = Place(ref, kind, tags, lat, lon)
    return known_from(place, facts_from_tags(tags, place.category))


class _Houses:
    """Finds the house of a point: by containment, by address, on the doorstep, else a site of its own."""

    def __init__(self, extract: OsmExtract, boundary: Area) -> None:
        shapes = [MultiPolygon([(rings[0], rings[1:]) for rings in item.footprint]) for item in extract.buildings]
        self.refs = [item.ref for item in extract.buildings]
        self.tree = shapely.STRtree(shapes)
        self.shapes = shapes
        points = [shape.representative_point() for shape in shapes]
        inside = shapely.intersects_xy(boundary, [point.x for point in points], [point.y for point in points])
        self.points = {ref: (point.y, point.x) for ref, point in zip(self.refs, points, strict=True)}
        self.wanted = {ref for ref, here in zip(self.refs, inside, strict=True) if here}
        self.sites: dict[str, PlannedBuilding] = {}
        self.by_address: dict[tuple[str, str], str] = {}
        located: list[AddressPoint | Place] = [*extract.addresses, *extract.places]
        self.containing = self._contain(located)

    def _contain(self, items: Sequence[AddressPoint | Place]) -> dict[tuple[float, float], str]:
        """The smallest building around each point, for all points at once."""
        spots = sorted({(item.lat, item.lon) for item in items})
        if not spots or not self.shapes:
            return {}
        points = shapely.points([(lon, lat) for lat, lon in spots])
        of_spot, of_house = self.tree.query(points, predicate="intersects")
        found: dict[tuple[float, float], str] = {}
        area: dict[tuple[float, float], float] = {}
        for spot_index, house in zip(of_spot, of_house, strict=True):
            spot, size = spots[spot_index], self.shapes[house].area
            if size < area.get(spot, float("inf")):
                found[spot], area[spot] = self.refs[house], size
        return found

    def of_address(self, point: AddressPoint) -> str:
        key = (street_key(point.street), number_key(house_number(point.number)))
        ref = self._near(point.ref, point.lat, point.lon) or self.by_address.get(key)
        if ref is None:
            ref = address_ref(point.city, *key)
            self.sites.setdefault(ref, PlannedBuilding(ref, point.lat, point.lon))
        self.by_address.setdefault(key, ref)
        self._want(ref)
        return ref

    def of_place(self, place: Place, facts: OrganisationFacts) -> str:
        ref = self._near(place.ref, place.lat, place.lon)
        if ref is None and facts.street and facts.number:
            ref = self.by_address.get((street_key(facts.street), number_key(facts.number)))
        if ref is None:
            ref = f"site/{place.ref}"
            self.sites.setdefault(ref, PlannedBuilding(ref, place.lat, place.lon, is_site=True))
        self._want(ref)
        return ref

    def _near(self, ref: str, lat: float, lon: float) -> str | None:
        if ref in self.points:
            return ref
        if (found := self.containing.get((lat, lon))) is not None:
            return found
        if not self.shapes:
            return None
        nearest = self.tree.query_nearest(
            shapely.Point(lon, lat), max_distance=DOORSTEP_M / METRES_PER_DEGREE, all_matches=False
        )
        return self.refs[nearest[0]] if len(nearest) else None

    def _want(self, ref: str) -> None:
        if ref in self.points:
            self.wanted.add(ref)

    def planned(self) -> list[PlannedBuilding]:
        kept = [PlannedBuilding(ref, *self.points[ref]) for ref in self.refs if ref in self.wanted]
        return [*kept, *self.sites.values()]


def address_ref(city: str, street: str, number: str) -> str:
    """The name of a house of which only the address is known."""
    text = f"{city.casefold()}|{street}|{number}"
    return f"address/{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def guessed_municipality(extract: OsmExtract) -> str:
    """The town most addresses name; empty where none does."""
    counted = Counter(address.city for address in extract.addresses if address.city)
    return min(counted, key=lambda city: (-counted[city], city)) if counted else ""


def guessed_state(extract: OsmExtract) -> str | None:
    """The federal state most postcodes lie in; None where there are none."""
    of_places = (place.tags.get("addr:postcode", "") for place in extract.places)
    return state_of_most([*(address.postcode for address in extract.addresses), *of_places])
