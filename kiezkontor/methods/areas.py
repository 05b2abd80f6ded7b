"""Areas on the globe: reading their boundaries safely, and how two of them lie to each other."""

import math
from collections.abc import Mapping
from typing import Any, Literal

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from kiezkontor.methods.geo import Box

Relation = Literal["same", "within", "contains", "overlaps", "adjacent", "apart"]
AreaProblem = Literal["not_geojson", "no_area", "outside_globe", "too_large", "too_many_points"]

METRES_PER_DEGREE = 111_320.0
MAX_POINTS = 50_000
# Boundaries of the same border drawn by two offices differ by a few per cent of a small area.
TOLERATED_SHARE = 0.02
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
    try:
        parts = [shape(geometry) for geometry in _geometries(value)]
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise AreaError("not_geojson") from None
    if sum(int(shapely.get_num_coordinates(part)) for part in parts) > MAX_POINTS:
        raise AreaError("too_many_points")
    polygons = [polygon for part in parts for polygon in _polygons(shapely.make_valid(shapely.force_2d(part)))]
    if not polygons:
        raise AreaError("no_area")
    joined = shapely.make_valid(shapely.union_all(polygons))
    west, south, east, north = (float(edge) for edge in joined.bounds)
    if not all(math.isfinite(edge) for edge in (west, south, east, north)):
        raise AreaError("not_geojson")
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise AreaError("outside_globe")
    if area_sqm(joined) > MAX_SQUARE_KM * 1e6:
        raise AreaError("too_large")
    found = _polygons(joined)
    return found[0] if len(found) == 1 else MultiPolygon(found)


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


def area_sqm(area: BaseGeometry) -> float:
    _west, south, _east, north = area.bounds
    return float(in_metres(area, lat=(south + north) / 2).area)


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
