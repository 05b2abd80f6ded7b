"""How far a source run looked: what it did not look for, it cannot have missed."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely

from kiezkontor.methods.geo import METRES_PER_DEGREE

type Coordinate = tuple[float, float]

# A shop that opens just outside the outermost one known is an opening, not a wider query.
MARGIN_M = 250.0


@dataclass(frozen=True, slots=True)
class Scope:
    """What one source run covers.

    categories: "key=value" and "vacant" as asked for; None when everything in the area was read.
    area: WGS 84 ring as (lon, lat), closed or not; None when nothing is known of the area (then it is no limit).
    """

    categories: frozenset[str] | None = None
    area: tuple[Coordinate, ...] | None = None


def covers_category(scope: Scope, categories: Iterable[str]) -> bool:
    """True when one of the object's categories was looked for; an object without any only in a complete run."""
    return scope.categories is None or any(category in scope.categories for category in categories)


def covers_point(scope: Scope, points: Iterable[Coordinate]) -> list[bool]:
    """For each (lon, lat) whether it lies in the scope's area, edges included; same order."""
    listed = list(points)
    if scope.area is None or len(scope.area) < 3:
        return [True] * len(listed)
    area = shapely.Polygon(scope.area)
    shapely.prepare(area)
    return [bool(answer) for answer in shapely.intersects_xy(area, *_columns(listed))]


def _columns(points: list[Coordinate]) -> tuple[list[float], list[float]]:
    return [lon for lon, _ in points], [lat for _, lat in points]


def area_around(points: Iterable[Coordinate], *, margin_m: float = MARGIN_M) -> tuple[Coordinate, ...] | None:
    """The convex hull of the points with a margin, as a closed ring of (lon, lat); None without points."""
    listed = list(points)
    if not listed:
        return None
    # In degrees of latitude; that those of longitude are shorter is what the half on top is for.
    hull = shapely.multipoints(listed).convex_hull.buffer(1.5 * margin_m / METRES_PER_DEGREE, quad_segs=2)
    ring = shapely.simplify(hull, 10 / METRES_PER_DEGREE).exterior.coords
    return tuple((round(lon, 6), round(lat, 6)) for lon, lat in ring)


def widened(scopes: Iterable[Scope]) -> Scope | None:
    """What several runs cover together; None for no run. Areas join to the hull around them."""
    listed = list(scopes)
    if not listed:
        return None
    categories: frozenset[str] | None = frozenset()
    corners: list[Coordinate] | None = []
    for scope in listed:
        categories = None if categories is None or scope.categories is None else categories | scope.categories
        corners = None if corners is None or scope.area is None else [*corners, *scope.area]
    return Scope(categories, area_around(corners, margin_m=0) if corners else None)
