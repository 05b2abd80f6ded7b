import json
import re

import pytest
from django.conf import settings

from kiezkontor.directory.models import Entry
from kiezkontor.directory.tests.builders import listed
from kiezkontor.directory.views import data, lists
from kiezkontor.districts.tests.builders import A_SQUARE, district, editor, street
from kiezkontor.organisations.tests.builders import category, organisation, source_run
from kiezkontor.premises.models import DistrictBuilding
from kiezkontor.premises.tests.builders import building, unit, used, vacant

pytestmark = pytest.mark.django_db
BYTES = bytes(range(256)) * 40
TILES = "/musterkiez/karte/grundkarte.pmtiles"


@pytest.fixture
def kiez():
    return district(slug="musterkiez")


@pytest.fixture
def tiles(kiez, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    (tmp_path / "tiles").mkdir()
    (tmp_path / "tiles" / "musterkiez.pmtiles").write_bytes(BYTES)


def body(response):
    return b"".join(response) if response.streaming else response.content


def features(client, query=""):
    response = client.get(f"/musterkiez/karte/eintraege.geojson{query}")
    assert response.headers["Content-Type"].startswith("application/geo+json")
    return [feature["properties"] for feature in json.loads(response.content)["features"]]


def test_the_map_holds_what_the_list_holds(client, kiez):
    listed(kiez, "Bäckerei Ähre")
    listed(kiez, "Zum Anker", kind="amenity=pub")
    assert {entry["name"] for entry in features(client)} == {"Bäckerei Ähre", "Zum Anker"}
    assert [entry["name"] for entry in features(client, "?use=gastronomy")] == ["Zum Anker"]
    text = client.get("/musterkiez/karte/?use=gastronomy").content.decode()
    assert "Zum Anker" in text
    assert "Bäckerei Ähre" not in text
    assert 'data-geojson="/musterkiez/karte/eintraege.geojson?use=gastronomy"' in text


def test_the_map_page_asks_nobody_else(client, kiez, tiles):
    text = client.get("/musterkiez/karte/").content.decode()
    assert re.search(r'data-tiles="/musterkiez/karte/grundkarte\.pmtiles\?v=[0-9a-f-]+"', text)
    assert not re.findall(r'(?:src|srcset|data-\w+)="https?://', text)


def test_one_tile_file_serves_both_languages(client, kiez, tiles):
    german, english = (
        re.search(r'data-tiles="([^"]+)"', client.get(f"/musterkiez/{path}").content.decode())[1]
        for path in ("karte/", "en/karte/")
    )
    assert german == english


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=10000-", 10000, 10239),
        ("bytes=-5", 10235, 10239),
        ("bytes=10239-99999", 10239, 10239),
    ],
)
def test_the_map_file_is_read_in_parts(client, tiles, wanted, first, last):
    response = client.get(TILES, headers={"Range": wanted, "Accept-Encoding": "gzip"})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/10240"
    assert "Content-Encoding" not in response.headers
    assert body(response) == BYTES[first : last + 1]
    assert int(response.headers["Content-Length"]) == last - first + 1


@pytest.mark.parametrize("wanted", ["bytes=10240-", "bytes=-0", "bytes=99999999999999999-"])
def test_what_lies_behind_the_end_cannot_be_asked_for(client, tiles, wanted):
    response = client.get(TILES, headers={"Range": wanted})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */10240")


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=0-1", "bytes=-", "bytes=a-b"])
def test_ranges_nobody_understands_give_the_whole_file(client, tiles, wanted):
    response = client.get(TILES, headers={"Range": wanted, "Accept-Encoding": "gzip"})
    assert (response.status_code, body(response)) == (200, BYTES)


def test_the_map_and_colours_of_a_hidden_district_are_kept_by_the_browser_alone(client, kiez, tiles):
    kiez.is_published = False
    kiez.save()
    client.force_login(editor(kiez))
    for address in (TILES, "/musterkiez/brand.css"):
        assert client.get(address).headers["Cache-Control"].startswith("private")


def test_a_browser_keeps_the_map_until_it_changes(client, tiles):
    first = client.get(TILES, headers={"Range": "bytes=0-9"})
    etag = first.headers["ETag"]
    assert client.get(TILES, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(TILES, headers={"Range": "bytes=0-9", "If-Range": etag}).status_code == 206
    assert client.get(TILES, headers={"Range": "bytes=0-9", "If-Range": '"older"'}).status_code == 200
    assert "immutable" in client.get(f"{TILES}?v={etag.strip(chr(34))}").headers["Cache-Control"]
    assert "no-cache" in client.get(f"{TILES}?v=old").headers["Cache-Control"]


def test_a_district_without_a_map_file_still_has_a_map_page(client, kiez):
    assert client.get(TILES).status_code == 404
    assert 'data-tiles=""' in client.get("/musterkiez/karte/").content.decode()


def test_the_outline_of_the_district_is_drawn(client, kiez):
    outline = json.loads(client.get("/musterkiez/karte/umriss.geojson").content)
    assert outline["geometry"] == A_SQUARE


def test_a_district_without_boundary_has_no_outline(client):
    district(slug="ohne", boundary=None, south=None, north=None, west=None, east=None)
    assert client.get("/ohne/karte/umriss.geojson").status_code == 404
    assert client.get("/ohne/karte/").status_code == 200
    assert client.get("/ohne/").status_code == 200


# Vacancies in public


ALONG = [[[13.42, 52.47], [13.43, 52.47]]]
MIDDLE = [13.425, 52.47]


def stand_empty(kiez, **streets):
    for name, count in streets.items():
        for _ in range(count):
            vacant(unit(kiez, street_name=name))


def vacancies_page(client):
    return client.get("/musterkiez/leerstand/").content.decode()


def test_vacant_units_are_shown_as_totals_of_streets(client, kiez):
    for name in ("Karlstraße", "Mathystraße"):
        street(kiez, name, lines=ALONG)
    stand_empty(kiez, Karlstraße=5, Mathystraße=4)
    text = vacancies_page(client)
    assert "9 Gewerberäume leer" in text
    assert re.search(r"Karlstraße</th>.*?>5<", text, re.S)
    layer = [entry for entry in features(client) if entry["use_class"] == "vacant"]
    assert [(entry["name"], entry["count"]) for entry in layer] == [("Karlstraße", 5), ("Mathystraße", 4)]


def spots(client):
    found = json.loads(client.get("/musterkiez/karte/eintraege.geojson").content)["features"]
    return {feature["properties"]["name"]: feature["geometry"]["coordinates"] for feature in found}


def test_the_mark_of_a_street_tells_nothing_of_where_the_vacant_units_are(client, kiez):
    street(kiez, "Karlstraße", lines=ALONG)
    house = building(kiez, lat=52.4702, lon=13.4201)
    for _ in range(3):
        vacant(unit(kiez, "5", street_name="Karlstraße", building=house))
    assert spots(client) == {"Karlstraße": MIDDLE}
    vacant(unit(kiez, "9", street_name="Karlstraße", building=building(kiez, lat=52.4703, lon=13.4299)))
    assert [entry["count"] for entry in features(client)] == [4]
    assert spots(client) == {"Karlstraße": MIDDLE}


def test_the_mark_of_a_street_stands_in_the_district_and_on_the_street(client, kiez):
    street(kiez, "Karlstraße", lines=[[[13.43, 52.47], [13.9, 52.47]], [[13.41, 52.47], [13.43, 52.47]]])
    stand_empty(kiez, Karlstraße=3)
    east = A_SQUARE["coordinates"][0][1][0]
    assert spots(client) == {"Karlstraße": [(13.41 + east) / 2, 52.47]}


def test_a_street_without_a_line_is_named_in_the_table_and_has_no_mark(client, kiez):
    stand_empty(kiez, Karlstraße=3)
    assert re.search(r"Karlstraße</th>.*?>3<", vacancies_page(client), re.S)
    assert spots(client) == {}


def test_where_nobody_counted_no_number_is_claimed(client, kiez):
    assert "hat noch niemand gezählt" in vacancies_page(client)
    used(unit(kiez), organisation())
    assert "hat noch niemand gezählt" not in vacancies_page(client)
    assert "weniger als drei" in vacancies_page(client)


def test_fewer_than_three_vacant_units_are_not_told_anywhere(client, kiez):
    listed(kiez, "Bäckerei Ähre")
    stand_empty(kiez, Karlstraße=2)
    assert "weniger als drei" in vacancies_page(client)
    assert "Karlstraße" not in vacancies_page(client)
    assert [entry["name"] for entry in features(client)] == ["Bäckerei Ähre"]
    assert "nicht veröffentlicht" in client.get("/musterkiez/").content.decode()


def test_a_small_street_cannot_be_told_by_taking_the_difference(client, kiez):
    stand_empty(kiez, Karlstraße=7, Mathystraße=4, Gartenstraße=2)
    text = vacancies_page(client)
    assert "13 Gewerberäume leer" in text
    assert "Gartenstraße" not in text
    assert "Mathystraße" not in text
    assert re.search(r"Übrige Straßen zusammen</th>.*?>6<", text, re.S)


def test_units_of_other_districts_and_excluded_houses_do_not_count(client, kiez):
    other = district(slug="nebenan")
    stand_empty(other, Fernstraße=5)
    stand_empty(kiez, Karlstraße=4)
    house = DistrictBuilding.objects.filter(district=kiez).last()
    house.decided = DistrictBuilding.Decided.EXCLUDED
    house.save()
    assert "3 Gewerberäume leer" in vacancies_page(client)


def places(client):
    found = re.findall(r'vacancies__place">(.*?)</h2>', vacancies_page(client), re.S)
    return [" ".join(place.split()) for place in found]


def test_vacancies_of_one_house_keep_their_names_when_another_stands_empty(client, kiez):
    run, house = source_run(kiez), building(kiez)
    bakery = category("shop=bakery", "Bäckerei").pk
    rooms = [unit(kiez, "5", street_name="Karlstraße", building=house) for _ in range(4)]
    vacant(rooms[3], source_run=run, former_category=bakery)
    vacant(rooms[2], source_run=run)
    assert places(client) == ["Karlstraße 5", "Karlstraße 5"]
    assert "Zuletzt: Bäckerei" in vacancies_page(client)
    vacant(rooms[0], source_run=run)
    assert places(client) == ["Karlstraße 5 · 2 leere Gewerberäume", "Karlstraße 5"]
    assert "3 Gewerberäume leer" in vacancies_page(client)
    assert {entry["name"] for entry in features(client)} == {"Karlstraße 5"}
    assert sorted(entry["category"] for entry in features(client)) == [
        "Leerer Gewerberaum",
        "Leerer Gewerberaum",
        "Leerer Gewerberaum, zuletzt: Bäckerei",
    ]


def test_a_vacancy_without_an_address_is_called_by_the_street_it_is_near(client, kiez):
    run = source_run(kiez)
    street(kiez, "Marktplatz", lines=[[[13.42, 52.47], [13.421, 52.47]]])
    nameless = {"address": None, "street_name": "", "house_number": "", "lat": 52.4702, "lon": 13.42}
    for _ in range(2):
        vacant(unit(kiez, **nameless), source_run=run)
    vacant(unit(kiez, **nameless | {"lat": 52.48}), source_run=run)
    assert places(client) == ["Nahe Marktplatz · 2 leere Gewerberäume", "Ohne Adresse"]
    assert [entry["name"] for entry in features(client)] == ["Nahe Marktplatz", "Nahe Marktplatz", "Ohne Adresse"]


def listed_at(kiez, name, lat, lon, **details):
    Entry.objects.filter(pk=listed(kiez, name, **details).pk).update(lat=lat, lon=lon)


def stand_beside(kiez, second_lat):
    """Two vacancies at one address with an entry next to the first and another 20 m to the north."""
    run = source_run(kiez)
    address = {"street_name": "Musterstraße", "house_number": "63", "lon": 13.43}
    listed_at(kiez, "Bäckerei Ähre", 52.47, 13.43)
    listed_at(kiez, "Radhaus", 52.4702, 13.43)
    Entry.objects.update(street="Musterstraße", number="63")
    for lat in (52.47001, second_lat):
        vacant(unit(kiez, "63", **address, lat=lat), source_run=run)


def test_two_vacancies_of_one_house_are_told_apart_by_who_is_next_door(client, kiez):
    stand_beside(kiez, 52.47021)
    assert places(client) == ["Musterstraße 63 · neben Bäckerei Ähre", "Musterstraße 63 · neben Radhaus"]
    vacant_ones = [entry for entry in features(client) if entry["use_class"] == "vacant"]
    assert [entry["name"] for entry in vacant_ones] == places(client)
    page = vacancies_page(client)
    for entry in vacant_ones:
        assert f'id="{entry["url"].partition("#")[2]}"' in page
        assert f'href="/musterkiez/karte/#{entry["key"]}"' in page


def test_nobody_is_named_who_is_next_door_to_both_or_far_off(client, kiez):
    stand_beside(kiez, 52.47002)
    assert places(client) == ["Musterstraße 63 · 2 leere Gewerberäume"]


def test_a_box_holds_what_lies_in_it(client, kiez):
    listed_at(kiez, "Bäckerei Ähre", 52.471, 13.431)
    listed_at(kiez, "Zum Anker", 52.479, 13.439, kind="amenity=pub")
    assert [entry["name"] for entry in features(client, "?box=13.43,52.47,13.435,52.475")] == ["Bäckerei Ähre"]
    assert features(client, "?box=13.43,52.47,13.435,52.475&use=gastronomy") == []
    assert len(features(client, "?box=13.43,52.47,13.44,52.48")) == 2


@pytest.mark.parametrize("box", ["", "1,2,3", "13.44,52.48,13.43,52.47", "a,b,c,d", "1e9,0,2e9,1", "nan,0,1,1"])
def test_what_is_no_box_asks_for_everything(client, kiez, box):
    listed(kiez, "Bäckerei Ähre")
    assert len(features(client, f"?box={box}")) == 1


def test_of_very_many_entries_a_box_says_how_many_are_where(client, kiez, monkeypatch):
    monkeypatch.setattr(data, "MOST_PINS", 4)
    for number in range(5):
        listed_at(kiez, f"Laden {number}", 52.4705 + number / 10**6, 13.4305)
    listed_at(kiez, "Zum Anker", 52.4795, 13.4395, kind="amenity=pub")
    whole = "?box=13.43,52.47,13.44,52.48"
    cells = {cell["key"]: (cell["use_class"], cell["count"]) for cell in features(client, whole)}
    assert cells == {"cell-0": ("many", 5), "cell-1": ("many", 1)}
    assert [entry["name"] for entry in features(client, f"{whole}&use=gastronomy")] == ["Zum Anker"]
    assert len(features(client)) == 6


def test_a_map_of_very_many_entries_asks_only_for_those_in_sight(client, kiez, monkeypatch):
    listed(kiez, "Bäckerei Ähre")
    assert "data-by-box" not in client.get("/musterkiez/karte/").text
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 0)
    assert "data-by-box" in client.get("/musterkiez/karte/").text
