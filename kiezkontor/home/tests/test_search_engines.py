import re
import xml.etree.ElementTree as ET

import pytest

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.districts.models import DistrictHost
from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.tests.builders import organisation
from kiezkontor.premises.tests.builders import unit, used

pytestmark = pytest.mark.django_db
NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def kiez():
    made = district(slug="musterkiez")
    shop = organisation("Bäckerei & Café")
    used(unit(made), shop)
    refresh_entries([shop.pk])
    return made


def addresses(response):
    return [place.text for place in ET.fromstring(response.content).iter(f"{NAMES}loc")]


def test_every_listed_page_answers(client, kiez):
    found = addresses(client.get("/musterkiez/sitemap.xml"))
    assert any("/verzeichnis/baeckerei-caf" in address for address in found)
    assert any("/musterkiez/en/" in address for address in found)
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_an_own_host_lists_its_own_addresses(client, kiez):
    DistrictHost.objects.create(host="kiez.example", district=kiez)
    found = addresses(client.get("/sitemap.xml", headers={"host": "kiez.example"}))
    assert all(address.startswith("http://kiez.example/") for address in found)
    assert "musterkiez" not in "".join(found)
    robots = client.get("/robots.txt", headers={"host": "kiez.example"}).content.decode()
    assert "Sitemap: http://kiez.example/sitemap.xml" in robots


def links(response):
    found = re.findall(r'<link rel="(canonical|alternate)"(?: hreflang="([\w-]+)")? href="([^"]+)">', response.text)
    return {language or rel: address for rel, language, address in found if rel == "canonical" or language}


@pytest.mark.parametrize(("page", "english"), [("", "en/"), ("verzeichnis/?open=1&page=2", "en/verzeichnis/")])
def test_a_district_reached_in_two_ways_names_the_address_that_counts(client, kiez, settings, page, english):
    german, there = page.partition("?")[0], settings.INSTALLATION_URL
    below = {"de": f"{there}/musterkiez/{german}", "en": f"{there}/musterkiez/{english}"}
    assert links(client.get(f"/musterkiez/{page}")) == below | {"canonical": below["de"], "x-default": below["de"]}
    DistrictHost.objects.create(host="kiez.example", district=kiez)
    DistrictHost.objects.create(host="alt.example", district=kiez, is_primary=False)
    own = {"de": f"http://kiez.example/{german}", "en": f"http://kiez.example/{english}"}
    for path, host in (
        (f"/musterkiez/{page}", "testserver"),
        (f"/{page}", "kiez.example"),
        (f"/{page}", "alt.example"),
    ):
        found = links(client.get(path, headers={"host": host}))
        assert found == own | {"canonical": own["de"], "x-default": own["de"]}
    assert links(client.get(f"/musterkiez/{english}"))["canonical"] == own["en"]


def test_a_missing_page_has_no_address_that_counts(client, kiez):
    assert links(client.get("/musterkiez/gibt-es-nicht/")) == {}


def test_the_index_keeps_unpublished_districts_to_itself(client, kiez):
    district(slug="geheim", is_published=False)
    assert addresses(client.get("/sitemap.xml")) == ["http://testserver/musterkiez/sitemap.xml"]
    assert client.get("/geheim/sitemap.xml").status_code == 404


def test_robots_are_told_where_not_to_look(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /konto/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
