"""Reading Overpass JSON ("out center", "out geom", plain) and GeoJSON with OSM tags."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from kiezkontor.districts.osmfile import UnreadableFile
from kiezkontor.premises.osm.osmfiles import Collected, shape_of_line
from kiezkontor.premises.rules.scope import Coordinate
from kiezkontor.shared.readable import readable

_REF = re.compile(r"^(?:.*/)?(node|way|relation)[/ ]?([0-9]{1,20})$", re.IGNORECASE)
_SHORT_REF = re.compile(r"^([nwr])([0-9]{1,20})$")
_NUMBER = re.compile(r"[0-9]{1,20}")
_SHORT = {"n": "node", "w": "way", "r": "relation"}
# What exporters put beside the tags; kept out so that a changed export is not a changed shop.
_NOT_TAGS = frozenset({"@id", "id", "@type", "type", "osm_id", "osm_type", "latitude", "longitude", "lat", "lon"})


class BadObject(Exception):
    """One object that cannot be used; the message says why."""


def collect_overpass(data: Mapping[str, Any]) -> tuple[Collected, datetime | None]:
    """Read what an Overpass server answered. Raises UnreadableFile for an answer that broke off.

    A query that ran out of time returns part of the objects; taken as whole it would close half a street.
    """
    elements = data.get("elements")
    if not isinstance(elements, list):
        raise UnreadableFile(_("The file is not OpenStreetMap data (.osm.pbf, .osm, Overpass JSON or GeoJSON)."))
    remark = data.get("remark")
    if isinstance(remark, str) and "error" in remark.lower():
        raise UnreadableFile(_("The Overpass server broke off before it was finished; please ask it again."))
    collected = Collected()
    nodes = {item.get("id"): item for item in elements if isinstance(item, dict) and item.get("type") == "node"}
    for position, item in enumerate(elements, start=1):
        try:
            _add_element(collected, item, nodes)
        except BadObject as problem:
            collected.problems.append(f"{_name_of(item, position)}: {problem}")
    osm3s = data.get("osm3s")
    stamp = osm3s.get("timestamp_osm_base") if isinstance(osm3s, dict) else None
    return collected, _moment(stamp)


def _name_of(item: object, position: int) -> str:
    if isinstance(item, dict):
        for ref in (item.get("id"), (item.get("properties") or {}).get("@id")):
            if item.get("type") in _SHORT.values() and ref is not None:
                return f"{item['type']}/{ref}"
            if isinstance(ref, str):
                return ref
    return _("Object %(number)s") % {"number": position}


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tags(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadObject(_("its tags are not a list of keys and values"))
    given = {key: text for key, text in value.items() if text is not None}
    clean = {readable(str(key)): readable(str(text)).strip() for key, text in given.items()}
    return {key: text for key, text in clean.items() if key and text}


def _point(lon: object, lat: object) -> Coordinate:
    if isinstance(lon, str) or isinstance(lat, str):
        try:
            lon, lat = float(str(lon)), float(str(lat))
        except ValueError:
            raise BadObject(_("its position is not a number")) from None
    if not isinstance(lon, int | float) or not isinstance(lat, int | float) or isinstance(lon, bool):
        raise BadObject(_("it has no position"))
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadObject(_("its position is not on the globe"))
    return float(lon), float(lat)


def _points(values: Iterable[object]) -> tuple[Coordinate, ...]:
    return tuple(_point(value.get("lon"), value.get("lat")) for value in values if isinstance(value, Mapping))


def _add_element(collected: Collected, item: object, nodes: Mapping[object, Mapping[str, Any]]) -> None:
    if not isinstance(item, Mapping):
        raise BadObject(_("it is not an object"))
    kind, number = item.get("type"), item.get("id")
    if kind not in _SHORT.values():
        if kind in {"count", "area", "timeline"}:
            return
        raise BadObject(_("it is neither node, way nor relation"))
    if not isinstance(number, int) or isinstance(number, bool):
        raise BadObject(_("it has no number"))
    tags = _tags(item.get("tags"))
    if not tags:
        return
    geometry = _element_geometry(item, nodes, is_area=tags.get("area") != "no")
    ref = f"{kind}/{number}"
    if kind == "way" and geometry.geom_type in {"LineString", "Polygon"} and "highway" in tags and "name" in tags:
        line = geometry.exterior if isinstance(geometry, shapely.Polygon) else geometry
        collected.streets.setdefault(tags["name"], []).append(tuple((x, y) for x, y, *_z in line.coords))
    collected.add(ref, tags, geometry, _moment(item.get("timestamp")))


def _element_geometry(
    item: Mapping[str, Any], nodes: Mapping[object, Mapping[str, Any]], *, is_area: bool
) -> BaseGeometry:
    if item["type"] == "node":
        return shapely.Point(_point(item.get("lon"), item.get("lat")))
    if item["type"] == "way":
        line = _points(item.get("geometry") or ())
        if not line and not item.get("center"):
            line = _points(nodes[number] for number in item.get("nodes") or () if number in nodes)
        shape = shape_of_line(line, area=is_area)
        if shape is not None:
            return shape
    elif rings := [_points(member.get("geometry") or ()) for member in _outer_members(item)]:
        shape = _area_of([ring for ring in rings if len(ring) > 1])
        if shape is not None:
            return shape
    center = item.get("center")
    if isinstance(center, Mapping):
        return shapely.Point(_point(center.get("lon"), center.get("lat")))
    bounds = item.get("bounds")
    if isinstance(bounds, Mapping):
        west, south = _point(bounds.get("minlon"), bounds.get("minlat"))
        east, north = _point(bounds.get("maxlon"), bounds.get("maxlat"))
        return shapely.Point((west + east) / 2, (south + north) / 2)
    raise BadObject(_("it has no position"))


def _outer_members(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for member in item.get("members") or ():
        if isinstance(member, Mapping) and member.get("type") == "way" and member.get("role") != "inner":
            yield member


def _area_of(lines: list[tuple[Coordinate, ...]]) -> BaseGeometry | None:
    if not lines:
        return None
    joined = shapely.polygonize([shapely.LineString(line) for line in lines])
    polygons = [part for part in joined.geoms if isinstance(part, shapely.Polygon)]
    if len(polygons) == 1:
        return polygons[0]
    if polygons:
        return shapely.MultiPolygon(polygons)
    return shapely.MultiPoint([point for line in lines for point in line]).convex_hull


def collect_geojson(data: Mapping[str, Any]) -> tuple[Collected, datetime | None]:
    """Read a GeoJSON feature collection (or one feature) whose properties are OSM tags."""
    features = [data] if data.get("type") == "Feature" else data.get("features")
    if not isinstance(features, list):
        raise UnreadableFile(_("The file is not OpenStreetMap data (.osm.pbf, .osm, Overpass JSON or GeoJSON)."))
    if data.get("crs") and "CRS84" not in str(data["crs"]) and "4326" not in str(data["crs"]):
        raise UnreadableFile(_("The coordinates are not longitude and latitude (WGS 84); please convert the file."))
    collected = Collected()
    for position, feature in enumerate(features, start=1):
        try:
            _add_feature(collected, feature)
        except BadObject as problem:
            collected.problems.append(f"{_name_of(feature, position)}: {problem}")
    return collected, _moment(data.get("timestamp"))


def _add_feature(collected: Collected, feature: object) -> None:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise BadObject(_("it is not a feature"))
    properties = feature.get("properties")
    if isinstance(properties, Mapping) and isinstance(properties.get("tags"), Mapping):
        properties = {**properties["tags"], "@id": properties.get("@id", properties.get("id"))}
    tags = _tags(properties)
    ref = _feature_ref(feature, tags)
    kept = {key: value for key, value in tags.items() if key not in _NOT_TAGS and not key.startswith("@")}
    geometry = _feature_geometry(feature.get("geometry"))
    name = kept.get("name")
    if name and "highway" in kept and isinstance(geometry, shapely.LineString):
        collected.streets.setdefault(name, []).append(tuple((x, y) for x, y, *_z in geometry.coords))
    collected.add(ref, kept, geometry, _moment(tags.get("@timestamp")))


def _feature_ref(feature: Mapping[str, Any], tags: Mapping[str, str]) -> str:
    kind = tags.get("@type") or tags.get("osm_type") or ""
    for value in (feature.get("id"), tags.get("@id"), tags.get("id"), tags.get("osm_id")):
        text = str(value or "").strip()
        if match := _REF.match(text):
            return f"{match[1].lower()}/{match[2]}"
        if match := _SHORT_REF.match(text):
            return f"{_SHORT[match[1]]}/{match[2]}"
        if _NUMBER.fullmatch(text) and kind.lower() in _SHORT.values():
            return f"{kind.lower()}/{text}"
    raise BadObject(_("it does not say which OpenStreetMap object it is (@id)"))


def _feature_geometry(value: object) -> BaseGeometry:
    if not isinstance(value, Mapping):
        raise BadObject(_("it has no position"))
    try:
        geometry = shapely.geometry.shape(dict(value))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        raise BadObject(_("its shape cannot be read")) from None
    if geometry.is_empty:
        raise BadObject(_("it has no position"))
    west, south, east, north = geometry.bounds
    _point(west, south)
    _point(east, north)
    if geometry.geom_type in {"Polygon", "MultiPolygon"} and not geometry.is_valid:
        mended = geometry.buffer(0)
        return mended if not mended.is_empty else geometry.convex_hull
    return geometry
