"""Areas and lines on the globe: reading them safely, and how two areas lie to each other."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from kiezkontor.methods.geo import METRES_PER_DEGREE, Box

Relation = Literal["same", "within", "contains", "overlaps", "adjacent", "apart"]
AreaProblem = Literal["not_geojson", "no_area", "no_line", "outside_globe", "too_large", "too_many_points", "tangled"]

MAX_POINTS = 50_000
# A slip of the hand crosses a border a few times; what crosses itself everywhere takes minutes to sort out.
MAX_CROSSINGS = 2_000
# Pairs of edges close to each other; a real border has a handful for each of its edges.
MAX_NEAR = 2_000_000
# Boundaries of the same border drawn by two offices differ by a few per cent of a small area.
TOLERATED_SHARE = 0.02
MAX_NUMBER = 1e9
# Two areas with a street or a canal between them are neighbours.
ADJACENT_WITHIN_M = 40.0
# The largest German town covers 891 km² (Berlin); more than this is a mistake in the coordinates.
MAX_SQUARE_KM = 5_000.0


class AreaError(ValueError):
    """The boundary cannot be used; `problem` says why."""

    def __init__(self, problem: AreaProblem) -> None:
        super().__init__(problem)
        self.problem: AreaProblem = problem


def area_from_geojson(value: Any) -> Polygon | MultiPolygon:
    """The area of a GeoJSON geometry, feature or feature collection (all its polygons as one), WGS 84.

    Self-crossing rings are mended; points and lines beside the polygons are left out.
    Raises AreaError.
    """
    parts = _shapes(value)
    if is_tangled(parts):
        raise AreaError("tangled")
    try:
        polygons = [polygon for part in parts for polygon in _polygons(mended(shapely.force_2d(part)))]
        joined = mended(shapely.union_all(polygons))
    except shapely.errors.ShapelyError:
        raise AreaError("not_geojson") from None
    if not polygons:
        raise AreaError("no_area")
    _refuse_outside_globe(joined)
    if area_sqm(joined) > MAX_SQUARE_KM * 1e6:
        raise AreaError("too_large")
    found = _polygons(joined)
    return found[0] if len(found) == 1 else MultiPolygon(found)


def lines_from_geojson(value: Any) -> list[list[list[float]]]:
    """The lines of a GeoJSON geometry, feature or feature collection as lists of [lon, lat] with seven digits.

    Points, areas and lines without length beside them are left out. Raises AreaError.
    """
    lines = [line for part in _shapes(value) for line in _lines(shapely.force_2d(part)) if line.length > 0]
    if not lines:
        raise AreaError("no_line")
    _refuse_outside_globe(MultiLineString(lines))
    return [shapely.get_coordinates(line).round(7).tolist() for line in lines]


def _shapes(value: Any) -> list[BaseGeometry]:
    try:
        parts = [shape(geometry) for geometry in _geometries(value)]
    except (
        TypeError,
        ArithmeticError,
        ValueError,
        LookupError,
        AttributeError,
        RecursionError,
        shapely.errors.ShapelyError,
    ):
        raise AreaError("not_geojson") from None
    if sum(int(shapely.get_num_coordinates(part)) for part in parts) > MAX_POINTS:
        raise AreaError("too_many_points")
    # Written so that numbers that are none are refused as well; metres of a map may still be told what they are.
    if not (np.abs(shapely.get_coordinates(parts)) < MAX_NUMBER).all():
        raise AreaError("not_geojson")
    return parts


def _refuse_outside_globe(geometry: BaseGeometry) -> None:
    west, south, east, north = (float(edge) for edge in geometry.bounds)
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise AreaError("outside_globe")


def mended(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry without self-crossings; the other method of GEOS takes minutes for a few hundred of them."""
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def is_tangled(parts: Sequence[BaseGeometry]) -> bool:
    """Do these borders cross themselves or each other more than MAX_CROSSINGS times, or lie on top of each other?"""
    polygons = [polygon for part in parts for polygon in _polygons(part)]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    if not rings:
        return False
    ends = np.concatenate([_edges(ring) for ring in rings])
    edges = np.asarray(shapely.linestrings(ends))
    tree = shapely.STRtree(edges)
    near, crossings, start, wanted = 0, 0, 0, 4
    while start < len(edges) and near <= MAX_NEAR and crossings <= 2 * MAX_CROSSINGS:
        ones, others = tree.query(edges[start : start + wanted])
        near += len(ones)
        crossings += int(_cross(ends[start + ones], ends[others]).sum())
        start, wanted = start + wanted, min(2 * wanted, 100)  # few at first: one edge may cross all others
    return near > MAX_NEAR or crossings > 2 * MAX_CROSSINGS  # each crossing is found from both of its edges


def _edges(ring: BaseGeometry) -> "np.ndarray[Any, Any]":
    """Edge, end, longitude and latitude."""
    points = shapely.get_coordinates(ring)
    return np.stack([points[:-1], points[1:]], axis=1)


def _cross(first: "np.ndarray[Any, Any]", second: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """For each pair of edges: does either have its ends on both sides of the other?"""

    def side(edge: Any, point: Any) -> Any:
        along, there = edge[:, 1] - edge[:, 0], point - edge[:, 0]
        return np.sign(along[:, 0] * there[:, 1] - along[:, 1] * there[:, 0])

    apart = side(first, second[:, 0]) * side(first, second[:, 1])
    also = side(second, first[:, 0]) * side(second, first[:, 1])
    return np.asarray((apart < 0) & (also < 0))


def _geometries(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, Mapping):
        raise AreaError("not_geojson")
    kind = value.get("type")
    if kind == "FeatureCollection":
        return [geometry for feature in value["features"] for geometry in _geometries(feature)]
    if kind == "Feature":
        return [] if value.get("geometry") is None else _geometries(value["geometry"])
    if kind == "GeometryCollection":
        return [geometry for part in value["geometries"] for geometry in _geometries(part)]
    if kind not in {"Polygon", "MultiPolygon", "Point", "MultiPoint", "LineString", "MultiLineString"}:
        raise AreaError("not_geojson")
    return [dict(value)]


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty or geometry.area == 0 else [geometry]
    return [polygon for part in getattr(geometry, "geoms", ()) for polygon in _polygons(part)]


def _lines(geometry: BaseGeometry) -> list[LineString]:
    if isinstance(geometry, LineString):
        return [geometry]
    return [line for part in getattr(geometry, "geoms", ()) for line in _lines(part)]


def geojson_of(area: Polygon | MultiPolygon) -> dict[str, Any]:
    """The GeoJSON geometry with seven digits, about a centimetre."""
    rounded = shapely.transform(area, lambda points: points.round(7))
    value = mapping(rounded)
    return {"type": value["type"], "coordinates": _lists(value["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value


def box_of(area: Polygon | MultiPolygon) -> Box:
    west, south, east, north = area.bounds
    return Box(south=south, west=west, north=north, east=east)


def in_metres(area: BaseGeometry, *, lat: float) -> BaseGeometry:
    """The geometry in metres on a plane that touches the globe at a latitude; good for areas of a town's size."""
    across = METRES_PER_DEGREE * math.cos(math.radians(lat))
    return shapely.transform(area, lambda points: points * (across, METRES_PER_DEGREE))


def in_degrees(area: BaseGeometry, *, lat: float) -> BaseGeometry:
    """The way back from `in_metres` at the same latitude."""
    across = METRES_PER_DEGREE * math.cos(math.radians(lat))
    return shapely.transform(area, lambda points: points / (across, METRES_PER_DEGREE))


def distance_from_m(area: BaseGeometry, *, lat: float, lon: float) -> float:
    """Metres from a point to the nearest point of the area; 0.0 inside of it and on its border."""
    return float(in_metres(area, lat=lat).distance(in_metres(shapely.Point(lon, lat), lat=lat)))


def area_sqm(area: BaseGeometry) -> float:
    """On a plane that fits at the middle of the area; good to a few per mille for anything a town holds."""
    _west, south, _east, north = area.bounds
    return float(in_metres(area, lat=(south + north) / 2).area)


def holds(area: BaseGeometry, box: Box) -> bool:
    """Whether all of a box lies in the area; its border belongs to it."""
    return bool(area.covers(shapely.box(box.west, box.south, box.east, box.north)))


def relation(first: BaseGeometry, second: BaseGeometry) -> Relation:
    """How the first area lies to the second: "within" means that the first lies in the second.

    A rim of two per cent of the smaller area is forgiven. Areas that only share that rim, or have at most 40 m
    between them, are adjacent.
    """
    lat = (first.bounds[1] + first.bounds[3]) / 2
    one, two = in_metres(first, lat=lat), in_metres(second, lat=lat)
    shared = float(one.intersection(two).area)
    in_second, in_first = shared / one.area, shared / two.area
    most = 1 - TOLERATED_SHARE
    if in_second >= most and in_first >= most:
        return "same"
    if in_second >= most:
        return "within"
    if in_first >= most:
        return "contains"
    if max(in_first, in_second) > TOLERATED_SHARE:
        return "overlaps"
    return "adjacent" if one.distance(two) <= ADJACENT_WITHIN_M else "apart"
