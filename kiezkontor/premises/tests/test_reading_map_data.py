"""What the reader takes from real extracts, and how it declines what it cannot use."""

import bz2
import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
import shapely

from kiezkontor.districts.osmfile import UnreadableFile
from kiezkontor.premises.osm.extract import OsmExtract
from kiezkontor.premises.osm.reader import read
from kiezkontor.premises.rules.counting import kind_of

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"


@cache
def extract_of(name: str) -> OsmExtract:
    """A real extract, read once for all that looks at it."""
    return read(DATA / f"{name}.osm.pbf")


@pytest.mark.parametrize(
    ("name", "businesses", "named", "hours", "with_address", "vacant", "buildings", "day"),
    [
        ("karlsruhe-karlstrasse", 78, 77, 55, 60, 9, 265, "2026-02-16"),
        ("garmisch-partenkirchen", 509, 498, 141, 207, 18, 3002, "2026-06-02"),
        ("berlin-borsigwalde-wittenau", 192, 186, 98, 110, 3, 3720, "2026-07-27"),
    ],
)
def test_businesses_and_vacancies_are_counted_by_the_rules(
    name, businesses, named, hours, with_address, vacant, buildings, day
):
    extract = extract_of(name)
    found = [place for place in extract.places if place.kind == "business"]
    assert len(found) == businesses
    assert sum("name" in place.tags for place in found) == named
    assert sum("opening_hours" in place.tags for place in found) == hours
    assert sum({"addr:street", "addr:housenumber"} <= place.tags.keys() for place in found) == with_address
    assert sum(place.kind == "vacant" for place in extract.places) == vacant
    assert len(extract.buildings) == buildings
    assert extract.dated_at is not None
    assert extract.dated_at.date() == date.fromisoformat(day)
    assert extract.scope.categories is None
    assert extract.problems == ()


def test_long_ways_do_not_stretch_the_core_of_a_town():
    core = extract_of("garmisch-partenkirchen").core
    assert core is not None
    west, south, east, north = core
    assert 11.06 < west < east < 11.1
    assert 47.44 < south < north < 47.5


def test_the_point_of_an_area_lies_inside_it():
    extract = extract_of("garmisch-partenkirchen")
    houses = {building.ref: building for building in extract.buildings}
    inside = [place for place in extract.places if place.ref in houses]
    assert len(inside) > 20
    for place in inside:
        rings = houses[place.ref].footprint
        shape = shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in rings])
        assert shape.intersects(shapely.Point(place.lon, place.lat))


def test_an_answer_to_a_query_knows_what_was_asked():
    extract = read(DATA / "berlin-mitte-handel-2026-04-26.overpass.json.gz")
    assert len(extract.places) == 1102
    assert extract.dated_at == datetime.fromisoformat("2026-04-26T08:52:27Z")
    assert extract.scope.categories is not None
    assert "shop=bakery" in extract.scope.categories
    assert "amenity=cafe" not in extract.scope.categories


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"shop": "bakery"}, "business"),
        ({"shop": "vacant"}, "vacant"),
        ({"shop": "no"}, None),
        ({"disused:shop": "yes"}, "vacant"),
        ({"disused:shop": "shoes", "amenity": "cafe"}, "business"),
        ({"disused:amenity": "restaurant"}, "vacant"),
        ({"disused:amenity": "telephone"}, None),
        ({"amenity": "parking"}, None),
        ({"tourism": "information"}, None),
        ({"tourism": "hotel"}, "business"),
        ({"healthcare": "physiotherapist"}, "business"),
        ({}, None),
    ],
)
def test_tags_make_a_business_or_a_vacancy(tags, kind):
    assert kind_of(tags) == kind


XML = """<?xml version='1.0'?><osm version="0.6">
<node id="1" lat="49.0" lon="8.4" timestamp="2026-01-02T03:04:05Z"><tag k="shop" v="bakery"/></node>
<node id="2" lat="49.0" lon="8.401"/><node id="3" lat="49.001" lon="8.401"/><node id="4" lat="49.001" lon="8.4"/>
<way id="5"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/>
<tag k="addr:street" v="Karlstr."/><tag k="addr:housenumber" v="1"/></way>
<way id="6"><nd ref="98"/><nd ref="99"/><tag k="shop" v="shoes"/></way>
<relation id="7"><member type="way" ref="5" role=""/><tag k="type" v="site"/>
<tag k="amenity" v="marketplace"/></relation>
</osm>"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_plain_and_packed_xml_are_read_whatever_they_are_called(tmp_path, pack):
    file = tmp_path / "download"
    file.write_bytes(pack(XML.encode()))
    extract = read(file)
    assert sorted(place.ref for place in extract.places) == ["node/1", "relation/7"]
    assert [building.ref for building in extract.buildings] == ["way/5"]
    assert [address.number for address in extract.addresses] == ["1"]
    assert len(extract.problems) == 1
    assert "way/6" in extract.problems[0]
    assert extract.dated_at == datetime.fromisoformat("2026-01-02T03:04:05Z")


def test_shapes_of_overpass_are_read_in_each_form(tmp_path):
    ring = [
        {"lat": 49.0, "lon": 8.4},
        {"lat": 49.0, "lon": 8.41},
        {"lat": 49.01, "lon": 8.41},
        {"lat": 49.0, "lon": 8.4},
    ]
    shop = {"shop": "bakery"}
    elements = [
        {"type": "node", "id": 1, "lat": 49.0, "lon": 8.4, "tags": shop},
        {"type": "way", "id": 2, "center": {"lat": 49.0, "lon": 8.4}, "tags": shop},
        {"type": "way", "id": 3, "geometry": ring, "tags": {**shop, "building": "yes"}},
        {"type": "relation", "id": 4, "members": [{"type": "way", "role": "outer", "geometry": ring}], "tags": shop},
        {"type": "node", "id": 5, "tags": shop},
        {"type": "node", "id": 6, "lat": 95.0, "lon": 8.4, "tags": shop},
        "nonsense",
    ]
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"elements": elements}), encoding="utf-8")
    extract = read(file)
    assert [place.ref for place in extract.places] == ["node/1", "way/2", "way/3", "relation/4"]
    assert len(extract.buildings) == 1
    assert len(extract.problems) == 3


def test_geojson_is_read_with_points_and_areas(tmp_path):
    square = [[[8.4, 49.0], [8.41, 49.0], [8.41, 49.01], [8.4, 49.0]]]
    features = [
        {
            "type": "Feature",
            "id": "node/1",
            "properties": {"shop": "bakery"},
            "geometry": {"type": "Point", "coordinates": [8.4, 49.0]},
        },
        {
            "type": "Feature",
            "properties": {"@id": "way/2", "shop": "bakery"},
            "geometry": {"type": "Polygon", "coordinates": square},
        },
        {
            "type": "Feature",
            "properties": {"shop": "bakery"},
            "geometry": {"type": "Point", "coordinates": [8.4, 49.0]},
        },
        {"type": "Feature", "id": "node/3", "properties": {"shop": "bakery"}, "geometry": None},
    ]
    file = tmp_path / "places.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    extract = read(file)
    assert [place.ref for place in extract.places] == ["node/1", "way/2"]
    assert len(extract.problems) == 2


def test_what_no_letter_is_and_no_category_is_does_not_stop_an_import(tmp_path):
    """Anybody may write anything into the open map; one object must not keep a whole district out."""
    name = "B\x00ä\ud800cker\x1b\u202e"
    elements = [
        {"type": "node", "id": 1, "lat": 49.0, "lon": 8.4, "tags": {"shop": "b" * 250, "name": name}},
        {"type": "node", "id": 2, "lat": 49.0, "lon": 8.4, "tags": {"disused:shop": "b" * 250}},
    ]
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps({"elements": elements}), encoding="utf-8")
    business, vacancy = read(file).places
    assert business.tags["name"] == "Bäcker"
    assert business.categories == ("shop=" + "b" * 115,)
    assert vacancy.category == "shop=" + "b" * 115


def first_half(content: bytes) -> bytes:
    return content[: len(content) // 2]


DAMAGED: dict[str, Callable[[], bytes]] = {
    "empty.osm.pbf": bytes,
    "blank.osm": lambda: b" \n ",
    "cut.osm.pbf": lambda: first_half((DATA / "karlsruhe-karlstrasse.osm.pbf").read_bytes()),
    "cut.osm.gz": lambda: first_half(gzip.compress(XML.encode() * 50)),
    "cut.osm": lambda: XML[:400].encode(),
    "cut.json": lambda: b'{"elements": [{"type": "node"',
    "page.osm.pbf": lambda: b"<!DOCTYPE html><html><body>503</body></html>",
    "picture.osm": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "archive.osm": lambda: b"PK\x03\x04" + bytes(100),
    "changes.osm": lambda: b'<?xml version="1.0"?><osmChange version="0.6"></osmChange>',
    "nothing.osm": lambda: b'<?xml version="1.0"?><osm version="0.6"></osm>',
    "other.json": lambda: b'{"hello": "world"}',
    "list.json": lambda: b"[1, 2]",
    "timeout.json": lambda: b'{"elements": [], "remark": "runtime error: Query timed out"}',
    "endless-tag.osm": lambda: XML.replace("bakery", "b" * 5_000).encode(),
    "deep.json": lambda: b"[" * 100_000,
    "bomb.osm.gz": lambda: gzip.compress(b'<?xml version="1.0"?><osm>' + bytes(80_000_000)),
    "bomb.json.gz": lambda: gzip.compress(b'{"elements": [' + b" " * 80_000_000),
}
"""Name and how its content is made, which takes a second for some."""


@pytest.mark.parametrize("name", DAMAGED)
def test_a_file_that_cannot_be_used_is_declined_in_one_sentence(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(DAMAGED[name]())
    with pytest.raises(UnreadableFile) as caught:
        read(file)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.osm"):
        read(tmp_path / "gone.osm")
