"""The map every district brings along."""

from pathlib import Path

import pytest
from pmtiles.reader import MemorySource, Reader

from kiezkontor.districts.basemap import LAYERS, build_basemap
from kiezkontor.districts.osmfile import UnreadableFile

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"


def test_a_district_gets_its_own_map(tmp_path):
    target = build_basemap(DATA / "karlsruhe-karlstrasse.osm.pbf", tmp_path / "maps" / "karlstrasse.pmtiles")
    assert target is not None
    tiles = Reader(MemorySource(target.read_bytes()))
    header = tiles.header()
    assert (header["min_zoom"], header["max_zoom"]) == (10, 16)
    assert 8.37e7 < header["min_lon_e7"] < 8.395e7 < header["max_lon_e7"] < 8.42e7
    assert 48.98e7 < header["min_lat_e7"] < 49.002e7 < header["max_lat_e7"] < 49.02e7
    layers = {layer["id"]: layer["fields"] for layer in tiles.metadata()["vector_layers"]}
    assert layers.keys() <= set(LAYERS)
    assert {"road", "building", "housenum"} <= layers.keys()
    assert {"class", "name"} <= layers["road"].keys()
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_answers_of_a_query_have_no_map(tmp_path):
    assert build_basemap(DATA / "berlin-mitte-handel-2026-04-26.overpass.json.gz", tmp_path / "x.pmtiles") is None


def test_a_damaged_extract_leaves_the_old_map(tmp_path):
    old = tmp_path / "old.pmtiles"
    old.write_bytes(b"old")
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes((DATA / "karlsruhe-karlstrasse.osm.pbf").read_bytes()[:50_000])
    with pytest.raises(UnreadableFile):
        build_basemap(broken, old)
    assert old.read_bytes() == b"old"
