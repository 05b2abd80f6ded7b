import re
from datetime import date

import pytest

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.rules.telling_apart import numbers_needed
from kiezkontor.premises.tests import builders

LIST = "/musterkiez/buero/einheiten/"


@pytest.mark.parametrize(
    ("known", "numbers"),
    [
        ({}, {}),
        ({"a": ""}, {}),
        ({"a": "links", "b": "rechts"}, {}),
        ({"a": "", "b": ""}, {"a": 1, "b": 2}),
        ({"a": "", "b": "Café"}, {"a": 1}),
        ({"a": "Café", "b": "Bar", "c": "café"}, {"a": 1, "c": 3}),
    ],
)
def test_units_get_a_number_where_nothing_else_tells_them_apart(known, numbers):
    assert numbers_needed(known) == numbers


@pytest.fixture
def district(db):
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def house(district):
    return builders.building(district)


def names(page):
    return re.findall(r'/buero/einheiten/\d+/(?:gesehen/)?">(Musterstraße 5[^<]*)</a>', page)


def test_the_units_of_one_house_can_be_told_apart(office, district, house):
    units = [builders.unit(district, "5", building=house, **details) for details in ({"position": "links"}, {}, {}, {})]
    builders.used(units[1], organisations.organisation("Café Muster"), seen_on=date(2024, 1, 1))
    builders.vacant(units[1], seen_on=date(2025, 1, 1))
    builders.vacant(units[2], former_category=organisations.category("shop=bakery", name_de="Bäckerei").pk)
    own = builders.unit(district, "5", building=house, floor=1)
    assert names(office.get(f"{LIST}{own.pk}/").text) == [
        "Musterstraße 5 · links",
        "Musterstraße 5 · zuletzt Café Muster",
        "Musterstraße 5 · zuletzt Bäckerei",
        "Musterstraße 5 · 4. Einheit",
    ]
    listed = office.get(LIST).text
    for told in ("links", "zuletzt Café Muster", "zuletzt Bäckerei", "4. Einheit", "Stockwerk 1"):
        assert f'Musterstraße 5<span class="kern-sr-only">, {told}</span></a>' in listed


def test_units_of_the_same_number_in_two_houses_can_be_told_apart(office, district):
    for _ in range(2):
        builders.unit(district, "5")
    listed = office.get(LIST).text
    assert re.findall(r"Musterstraße 5<span[^>]*>, ([^<]+)", listed) == ["1. Einheit", "2. Einheit"]


def test_a_unit_alone_at_its_address_is_called_by_that_everywhere(office, district):
    alone = builders.unit(district, "7", position="links")
    builders.used(alone, organisations.organisation("Café Muster"))
    for page in ("", "gesehen/", "beschreiben/"):
        _title, _end, body = office.get(f"{LIST}{alone.pk}/{page}", follow=True).text.partition("</title>")
        assert set(re.findall(r">(Musterstraße 7[^<]*)<", body)) == {"Musterstraße 7"}
    assert "Musterstraße 7</a>" in office.get(LIST).text


def test_units_that_only_have_their_address_written_count_as_others_of_the_house(office, district, house):
    written = builders.unit(district, "5", address=None, street_name="Musterstraße", house_number="5")
    known = builders.unit(district, "5", building=house)
    assert written.address is None
    listed = office.get(LIST).text
    for number, unit in enumerate((written, known), start=1):
        assert f"<title>Musterstraße 5 · {number}. Einheit" in office.get(f"{LIST}{unit.pk}/").text
        assert f'{unit.pk}/">Musterstraße 5<span class="kern-sr-only">, {number}. Einheit</span></a>' in listed


def test_who_adds_an_entry_in_a_house_with_units_finds_them_by_name(office, district, house):
    builders.used(builders.unit(district, "5", building=house), organisations.organisation("Laden Alt"))
    builders.unit(district, "5", building=house)
    data = {"name": "Laden Neu", "category": organisations.category().pk, "street": "Musterstr.", "number": "5"}
    page = office.post("/musterkiez/buero/eintraege/neu/", data | {"seen_on": "2024-05-01"})
    assert page.status_code == 422
    assert names(page.text) == ["Musterstraße 5 · Laden Alt", "Musterstraße 5 · 2. Einheit"]


def test_units_without_an_address_are_called_by_what_they_are_near(office, district):
    lon, lat = 13.42, 52.47
    districts.street(district, "Marktplatz", lines=[[[lon, lat], [lon + 0.001, lat]]])
    districts.street(district, "Ferngasse", lines=[[[lon, lat + 0.001], [lon + 0.001, lat + 0.001]]])
    nameless = {"address": None, "street_name": "", "house_number": ""}
    by_the_market = [builders.unit(district, lat=lat + 0.0002, lon=lon, **nameless) for _ in range(2)]
    far_off = builders.unit(district, lat=lat + 0.1, lon=lon, **nameless)
    for unit in (*by_the_market, far_off):
        builders.vacant(unit)
    text = office.get(LIST).text
    assert re.findall(r'">(Nahe [^<]*|Ohne Adresse)(?:<span class="kern-sr-only">)?(, [^<]*)?</', text) == [
        ("Nahe Marktplatz", ", 1. Einheit"),
        ("Nahe Marktplatz", ", 2. Einheit"),
        ("Ohne Adresse", ""),
    ]
    assert "52.4" not in text
