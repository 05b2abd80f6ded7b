"""What a file with map data holds for us, as plain values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiezkontor.premises.rules.counting import Kind, business_categories, former_category
from kiezkontor.premises.rules.scope import Coordinate, Scope

type Ring = tuple[Coordinate, ...]
# Polygons of rings, the outer ring first, as in a GeoJSON MultiPolygon.
type Footprint = tuple[tuple[Ring, ...], ...]
# West, south, east, north in degrees.
type Bounds = tuple[float, float, float, float]
Source = Literal["osm", "overpass", "geojson"]

# Enough points for the outermost hundredth to be strays rather than the edge of a small street.
ENOUGH_FOR_QUANTILES = 200
STRAY_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Street:
    """A named street with all its pieces, in the order of the file."""

    name: str
    lines: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Building:
    """A building; tags holds only what describes it (kind, levels, name, address, years)."""

    ref: str
    footprint: Footprint
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddressPoint:
    """A house number as mapped; street may be the name of a square or hamlet (addr:place)."""

    ref: str
    street: str
    number: str
    postcode: str
    city: str
    suburb: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Place:
    """A business or a vacancy; for an area the point lies inside it."""

    ref: str
    kind: Kind
    tags: Mapping[str, str]
    lat: float
    lon: float

    @property
    def categories(self) -> tuple[str, ...]:
        """The business tags, the one that counts first; ("vacant",) for a vacancy."""
        return business_categories(self.tags) or ("vacant",)

    @property
    def category(self) -> str:
        """The category that counts; of a vacancy the former one, empty when unknown."""
        return self.categories[0] if self.kind == "business" else former_category(self.tags)


@dataclass(frozen=True, slots=True)
class OsmExtract:
    """One file: what it holds, how old it is, how far it reaches.

    dated_at: the moment up to which the data are current; None when the file does not say.
    core: the mapped core without the far ends of long ways; None without any address or place.
    problems: one line for each object that was left out.
    """

    source: Source
    streets: tuple[Street, ...]
    buildings: tuple[Building, ...]
    addresses: tuple[AddressPoint, ...]
    places: tuple[Place, ...]
    dated_at: datetime | None
    core: Bounds | None
    scope: Scope
    problems: tuple[str, ...]


def points_of(addresses: Iterable[AddressPoint], places: Iterable[Place]) -> Iterator[Coordinate]:
    for address in addresses:
        yield address.lon, address.lat
    for place in places:
        yield place.lon, place.lat


def core_of(points: Iterable[Coordinate]) -> Bounds | None:
    """The box around the points; with many points the outermost half percent on each side is left out."""
    listed = list(points)
    if not listed:
        return None
    lons, lats = sorted(lon for lon, _ in listed), sorted(lat for _, lat in listed)
    skip = int(len(listed) * STRAY_SHARE) if len(listed) >= ENOUGH_FOR_QUANTILES else 0
    return lons[skip], lats[skip], lons[-1 - skip], lats[-1 - skip]
