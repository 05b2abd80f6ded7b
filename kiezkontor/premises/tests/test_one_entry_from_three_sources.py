"""The same shop is the same entry, whether the map, a table or a person tells of it."""

import json
from datetime import date

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.actions.imports import import_osm, import_table
from kiezkontor.premises.models import UseSpell
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db

OFFICE = system_viewer("import")
TODAY = date(2026, 1, 15)
SHOPS = [
    ("shop=bakery", "Bäckerei Kamps", ("business", True, "Kamps")),
    ("shop=bakery", "Bäckerei Ilmtal", ("business", False, "")),
    ("office=charity", "Nachbarn helfen", ("social_carrier", False, "")),
]


@pytest.fixture
def kiez():
    return districts.district("Musterkiez", slug="kiez")


def by_map(category, name, tmp_path):
    key, value = category.split("=")
    tags = {key: value, "name": name, "addr:street": "Musterstraße", "addr:housenumber": "1"}
    element = {"type": "node", "id": 1, "lat": 52.47, "lon": 13.42, "tags": tags}
    file = tmp_path / "answer.json"
    osm3s = {"timestamp_osm_base": "2026-01-10T08:00:00Z"}
    file.write_text(json.dumps({"osm3s": osm3s, "elements": [element]}), encoding="utf-8")
    import_osm(file, slug="kiez", by=OFFICE, today=TODAY)


def by_table(category, name, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(f"street;number;name;category;occupancy\nMusterstr.;1;{name};{category};occupied", encoding="utf-8")
    import_table(file, slug="kiez", by=OFFICE, on=TODAY)


def by_hand(category, name, client):
    organisations.category(category)
    premises.unit(District.objects.get(), "1")
    client.force_login(districts.coordinator(District.objects.get()))
    given = {"street": "Musterstraße", "number": "1", "name": name, "category": category, "is_new_unit": "on"}
    assert client.post("/kiez/buero/eintraege/neu/", given | {"seen_on": "2026-01-15"}).status_code == 302


@pytest.mark.parametrize("tell", [by_map, by_table, by_hand])
@pytest.mark.parametrize(("category", "name", "expected"), SHOPS)
def test_an_entry_is_the_same_whoever_tells_of_it(kiez, client, tmp_path, tell, category, name, expected):
    tell(category, name, client if tell is by_hand else tmp_path)
    made = Organisation.objects.get()
    assert (made.name, made.category_id) == (name, category)
    assert (made.kind, made.is_chain, made.brand) == expected
    assert made.slug == name.lower().replace("ä", "a").replace(" ", "-")
    assert made.shuffle > 0
    if tell is by_hand:
        assert set(FieldClaim.objects.values_list("field", flat=True)) == {"name", "category"}


BAKERY_WITH_A_CAFE = {"shop": "bakery", "amenity": "cafe", "name": "Kamps", "wheelchair": "yes"}


def mapped(tags, tmp_path):
    address = {"addr:street": "Musterstraße", "addr:housenumber": "1"}
    element = {"type": "node", "id": 1, "lat": 52.47, "lon": 13.42, "tags": tags | address}
    file = tmp_path / "answer.json"
    osm3s = {"timestamp_osm_base": "2026-01-10T08:00:00Z"}
    file.write_text(json.dumps({"osm3s": osm3s, "elements": [element]}), encoding="utf-8")
    import_osm(file, slug="kiez", by=OFFICE, today=TODAY)


@pytest.mark.parametrize(
    ("heading", "said", "round_number", "counts", "remarked"),
    [
        ("category", "Café", None, ("retail", "shop=bakery"), False),
        ("category", "Restaurant", None, ("gastronomy", "amenity=restaurant"), True),
        ("category;use_class", "Café;gastronomy", None, ("retail", "shop=bakery"), False),
        ("category;use_class", "Café;public_use", None, ("public_use", "amenity=cafe"), True),
        # somebody stood before it and says what it is
        ("category", "Café", 1, ("gastronomy", "amenity=cafe"), True),
    ],
)
def test_a_list_that_names_the_second_trade_of_a_place_changes_nothing(
    kiez, tmp_path, heading, said, round_number, counts, remarked
):
    mapped(BAKERY_WITH_A_CAFE, tmp_path)
    file = tmp_path / "list.csv"
    file.write_text(f"street;number;name;{heading}\nMusterstr.;1;Kamps;{said}", encoding="utf-8")
    report = import_table(file, slug="kiez", by=OFFICE, on=TODAY, round_number=round_number)
    assert (Organisation.objects.count(), report["stored"]["new_units"]) == (1, 0)
    spell = UseSpell.objects.latest("begins_latest")
    assert (spell.use_class, spell.category_id) == counts
    assert any("eine andere Branche" in remark and "Zeile 2." in remark for remark in report["remarks"]) == remarked
