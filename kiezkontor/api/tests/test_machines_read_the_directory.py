import csv
import json
import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.tests.builders import category, organisation
from kiezkontor.premises.tests.builders import unit, used

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def kiez():
    made = district(slug="musterkiez")
    shops = [
        organisation("Bäckerei Ähre", phone="+493012345", wheelchair="yes"),
        organisation("=HYPERLINK(1)", category=category("shop=books", name_de="Buchhandlung")),
        organisation("Kette", is_chain=True),
    ]
    for number, shop in enumerate(shops, start=1):
        used(unit(made, str(number)), shop)
    refresh_entries([shop.pk for shop in shops])
    return made


def rows_of(response):
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_a_spreadsheet_gets_every_entry_and_calculates_none(client, kiez):
    rows = rows_of(client.get("/musterkiez/api/entries.csv"))
    assert {row["name"] for row in rows} == {"Bäckerei Ähre", "'=HYPERLINK(1)", "Kette"}
    (baker,) = [row for row in rows if row["name"] == "Bäckerei Ähre"]
    assert (baker["phone"], baker["street"], baker["number"]) == ("+493012345", "Musterstraße", "1")
    assert baker["url"].startswith("http://testserver/musterkiez/")


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=aehre", {"Bäckerei Ähre"}), ("independent=1&step_free=1", {"Bäckerei Ähre"}), ("category=shop=cars", set())],
)
def test_files_and_feed_hold_what_the_page_showed(client, kiez, query, found):
    assert {row["name"] for row in rows_of(client.get(f"/musterkiez/api/entries.csv?{query}"))} == found
    geojson = json.loads(b"".join(client.get(f"/musterkiez/api/entries.geojson?{query}")))
    assert {feature["properties"]["name"] for feature in geojson["features"]} == found
    feed = ET.fromstring(client.get(f"/musterkiez/api/entries.atom?{query}").content)
    assert {title.text for title in feed.iterfind(f"{ATOM}entry/{ATOM}title")} == found


@pytest.mark.parametrize("page", ["", "verzeichnis/", "karte/", "en/"])
def test_pages_lead_to_every_format_and_its_description(client, kiez, page):
    text = client.get(f"/musterkiez/{page}").content.decode()
    links = {unescape(link) for link in re.findall(r'<(?:a|link)\b[^>]*href="([^"]*/api/[^"]*)"', text)}
    assert {link.rpartition("/api/")[2] for link in links} == {
        *("entries.csv", "entries.geojson", "entries.atom", "v1/entries", "v1/openapi.json")
    }
    for link in links:
        assert client.get(link).status_code == 200


def test_the_links_of_a_filtered_page_hold_its_filters(client, kiez):
    text = client.get("/musterkiez/verzeichnis/?q=aehre&independent=1&sort=name").content.decode()
    links = re.findall(r'<a href="([^"]*/api/[^"]*\?[^"]*)"', text)
    assert len(links) == 4
    assert {unescape(link).partition("?")[2] for link in links} == {"q=aehre&independent=1"}


def test_a_map_gets_points_in_the_order_longitude_latitude(client, kiez):
    found = json.loads(b"".join(client.get("/musterkiez/api/entries.geojson")))
    assert found["type"] == "FeatureCollection"
    assert "ODbL" in found["attribution"]
    for feature in found["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert (lat > 50, lon < 20) == (True, True)


def test_an_empty_district_is_valid_in_every_format(client):
    district(slug="leer")
    assert json.loads(b"".join(client.get("/leer/api/entries.geojson")))["features"] == []
    assert rows_of(client.get("/leer/api/entries.csv")) == []
    assert ET.fromstring(client.get("/leer/api/entries.atom").content).tag == f"{ATOM}feed"


def test_a_reader_is_told_of_changes_newest_first(client, kiez):
    feed = ET.fromstring(client.get("/musterkiez/api/entries.atom").content)
    titles = [title.text for title in feed.iterfind(f"{ATOM}entry/{ATOM}title")]
    assert len(titles) == 3
    Entry.objects.filter(name="Kette").update(changed_at="2030-01-01T00:00Z")
    feed = ET.fromstring(client.get("/musterkiez/api/entries.atom").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "Kette"


def test_ids_of_the_feed_name_a_host_without_its_port_and_summaries_are_html(client, kiez):
    Entry.objects.filter(name="Kette").update(category_de="Kaffee & <Kuchen>")
    text = client.get("/musterkiez/api/entries.atom", headers={"host": "localhost:8000"}).content
    feed = ET.fromstring(text)
    ids = [found.text for found in feed.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert all(found.startswith("tag:localhost,2026:musterkiez/") for found in ids)
    assert "Kaffee &amp; &lt;Kuchen&gt;, Musterstraße 3" in [
        found.text for found in feed.iterfind(f"{ATOM}entry/{ATOM}summary")
    ]


def test_the_api_filters_as_the_page_does(client, kiez):
    url = "/musterkiez/api/v1/entries"
    assert client.get(url).json()["total"] == 3
    assert [row["name"] for row in client.get(url, {"q": "baeckerei aehre"}).json()["items"]] == ["Bäckerei Ähre"]
    assert client.get(url, {"independent": "true"}).json()["total"] == 2
    assert client.get(url, {"step_free": "true"}).json()["total"] == 1
    assert client.get(url, {"category": "shop=books"}).json()["total"] == 1


def test_the_api_pages_through_everything_once(client, kiez):
    url = "/musterkiez/api/v1/entries"
    pages = [client.get(url, {"per_page": 2, "page": page}).json() for page in (1, 2, 3)]
    names = [row["name"] for page in pages for row in page["items"]]
    assert sorted(names) == sorted(Entry.objects.values_list("name", flat=True))
    assert (pages[0]["pages"], pages[2]["items"]) == (2, [])


def test_reading_on_by_name_meets_everything_once_whatever_goes_meanwhile(client, kiez):
    shops = [organisation(name) for name in ("Adler", "Adler", "Adler", "Zebra")]
    for number, shop in enumerate(shops):
        used(unit(kiez, f"{number}a"), shop)
    refresh_entries([shop.pk for shop in shops])
    url, read = "/musterkiez/api/v1/entries?per_page=2&independent=true", []
    while url:
        page = client.get(url).json()
        read += [row["slug"] for row in page["items"]]
        url = page["next"]
        if len(read) == 2:
            Entry.objects.get(slug=read[-1]).delete()
    assert len(read) == len(set(read)) == 6
    assert set(read) >= set(Entry.objects.filter(is_chain=False).values_list("slug", flat=True))
    assert client.get("/musterkiez/api/v1/entries?sort=fair&per_page=2").json()["next"] is None


@pytest.mark.parametrize(
    "query",
    [{"page": "0"}, {"per_page": "9999"}, {"use": "castle"}, {"sort": "price"}, {"after": "zwei"}, {"after": "1:\n"}],
)
def test_the_api_refuses_what_it_does_not_know(client, kiez, query):
    assert client.get("/musterkiez/api/v1/entries", query).status_code == 422


def test_one_entry_and_its_absence(client, kiez):
    slug = Entry.objects.get(name="Kette").slug
    assert client.get(f"/musterkiez/api/v1/entries/{slug}").json()["is_chain"] is True
    assert client.get("/musterkiez/api/v1/entries/niemand-zz").status_code == 404


def test_foreign_districts_are_not_mixed_in(client, kiez):
    other = district(slug="nebenan")
    shop = organisation("Nachbarladen")
    used(unit(other, "1"), shop)
    refresh_entries([shop.pk])
    assert client.get("/musterkiez/api/v1/entries").json()["total"] == 3
    slug = Entry.objects.get(district=other).slug
    assert client.get(f"/musterkiez/api/v1/entries/{slug}").status_code == 404


def test_the_contract_names_every_path(client, kiez):
    contract = client.get("/musterkiez/api/v1/openapi.json").json()
    assert contract["openapi"].startswith("3.1")
    assert {path.rpartition("/v1/")[2] for path in contract["paths"]} == {
        "district",
        "entries",
        "entries/{slug}",
        "categories",
        "projects",
        "events",
        "events/{pk}",
        "offers",
        "offers/{code}",
    }


def test_district_categories_and_projects_answer(client, kiez):
    assert client.get("/musterkiez/api/v1/district").json()["slug"] == "musterkiez"
    keys = [row["key"] for row in client.get("/musterkiez/api/v1/categories").json()]
    assert keys == ["shop=bakery", "shop=books"]
    assert client.get("/musterkiez/api/v1/projects").json() == []


@pytest.mark.parametrize("path", ["entries.csv", "entries.geojson", "entries.atom", "v1/entries", "v1/openapi.json"])
def test_no_answer_sets_a_cookie(client, kiez, path):
    assert not client.get(f"/musterkiez/api/{path}").cookies


@pytest.mark.parametrize("path", ["v1/entries", "v1/entries?q=aehre", "v1/categories"])
def test_whoever_holds_an_answer_already_gets_nothing_until_something_changes(client, kiez, path):
    first = client.get(f"/musterkiez/api/{path}")
    again = client.get(f"/musterkiez/api/{path}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    shop = organisation("Ähre am Eck", category=category("shop=kiosk", name_de="Kiosk"))
    used(unit(kiez, "9"), shop)
    refresh_entries([shop.pk])
    assert client.get(f"/musterkiez/api/{path}", headers={"If-None-Match": first["ETag"]}).status_code == 200
