"""A table meets a district whose streets, houses and shops are known from the map."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import Street
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import Building, Unit
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
NEW = "/musterkiez/buero/importe/neu/"
LINES = [[[13.415, 52.47], [13.42, 52.471], [13.425, 52.472]]]


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def street(district):
    organisations.source_run(district, kind="osm", status="done")
    return districts.street(district, lines=LINES)


@pytest.fixture
def cafe(district, street):
    """The only shop of Musterstraße 58."""
    unit = builders.unit(district, "58")
    builders.used(unit, organisations.organisation("Kaiseki", category=organisations.category("amenity=cafe")))
    return unit


@pytest.fixture
def bring(client, district, settings, tmp_path):
    """Uploads rows in the office and gives the text of the page about the import."""
    settings.DATA = tmp_path
    client.force_login(districts.coordinator(district))

    def upload(*rows, heading="Straße;Hausnummer;Name;Branche;Belegung"):
        text = "\n".join([heading, *rows])
        answer = client.post(NEW, {"file": SimpleUploadedFile("liste.csv", text.encode())})
        return client.get(answer.url).text

    return upload


def states():
    return {
        (unit.house_number, unit.position): [spell.occupancy for spell in unit.spells.order_by("begins_latest")]
        for unit in Unit.objects.all()
    }


def test_a_street_the_district_does_not_know_is_left_out_and_named(bring, cafe):
    page = bring("Musterstr.;58;Kaiseki;Café;belegt", "Gibtsnicht;1;Foo;Bäckerei;belegt")
    assert "Zeile 3, Spalte „Straße“: Die Straße Gibtsnicht kennt dieses Quartier nicht;" in page
    assert Unit.objects.count() == Building.objects.count() == 1
    assert not Organisation.objects.filter(name="Foo").exists()
    assert not Street.objects.filter(name="Gibtsnicht").exists()


def test_a_number_the_street_does_not_have_goes_in_without_a_house_and_is_named(bring, cafe):
    page = bring("Musterstraße;999;Foo;Bäckerei;belegt")
    assert "Zeile 2, Spalte „Hausnummer“: Das Haus Musterstraße 999 kennen wir nicht;" in page
    added = Unit.objects.exclude(pk=cafe.pk).get()
    assert (added.address, added.house_number, added.building.is_site) == (None, "999", True)
    assert (added.lon, added.lat) == (13.42, 52.471)
    bring("Musterstraße;999;Foo;Bäckerei;belegt", "Musterstraße;58;Kaiseki;Café;belegt")
    assert Unit.objects.count() == 2


def test_a_house_without_a_mapped_line_of_its_street_lies_amid_the_others(bring, district, cafe):
    for number, lat in (("1", 52.470), ("3", 52.472)):
        house = builders.building(district, lat=lat, lon=13.43)
        builders.unit(district, number, building=house, street_name="Nebenweg")
    bring("Nebenweg;2;Foo;Bäckerei;belegt")
    added = Unit.objects.get(house_number="2")
    assert (round(added.lat, 4), round(added.lon, 4)) == (52.471, 13.43)


def test_a_row_with_coordinates_makes_the_house_it_names(bring, cafe):
    heading = "Straße;Hausnummer;Name;Belegung;Breitengrad;Längengrad"
    page = bring("Neue Gasse;1;Foo;belegt;52.471;13.421", heading=heading)
    assert "Gibtsnicht" not in page
    assert "kennen wir nicht" not in page
    assert str(Unit.objects.exclude(pk=cafe.pk).get().address) == "Neue Gasse 1"


def test_a_district_without_map_data_of_its_own_takes_any_street_of_the_town(bring, district):
    mapped = districts.district("Nachbarkiez")
    districts.street(mapped, lines=LINES)
    bring("Musterstraße;1;Foo;Bäckerei;belegt")
    page = bring("Musterstraße;3;Bar;Bäckerei;belegt", "Nebenweg;1;Baz;Bäckerei;belegt")
    assert "kennt dieses Quartier nicht" not in page
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Foo", "Bar", "Baz"}


def test_the_command_names_such_rows_too(tmp_path, cafe, capsys):
    file = tmp_path / "liste.csv"
    file.write_text("street;number;name\nGibtsnicht;1;Foo\nMusterstr.;999;Bar\n", encoding="utf-8")
    call_command("import_table", str(file), "--district", "musterkiez")
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert (report["rows"], report["left_out"], len(report["problems"])) == (1, 1, 2)
    assert "Gibtsnicht" in said.err


@pytest.mark.parametrize("row", ["Musterstr.;58;Kaiseki;;leer", "Musterstr.;58;;;leer"])
def test_a_shop_that_became_vacant_is_no_longer_public_and_counts_once(bring, cafe, row):
    refresh_entries([Organisation.objects.get().pk])
    assert Entry.objects.filter(name="Kaiseki").exists()
    bring(row)
    assert states() == {("58", ""): ["occupied", "vacant"]}
    assert not Entry.objects.filter(name="Kaiseki").exists()


def test_a_vacancy_beside_a_shop_of_the_same_table_is_another_unit(bring, cafe):
    bring("Musterstr.;58;;;leer", "Musterstr.;58;Kaiseki;Café;belegt")
    assert sorted(state[-1] for state in map(list, Unit.objects.values_list("spells__occupancy"))) == [
        "occupied",
        "vacant",
    ]
    assert cafe.spells.get().occupancy == "occupied"


@pytest.mark.parametrize(
    "row", ["Musterstr.;58;Anderswo;;leer", "Musterstr.;58;;;leer;1", "Musterstr.;58;Wohnung;;Wohnnutzung"]
)
def test_a_vacancy_that_is_not_that_shop_leaves_it_as_it_is(bring, cafe, row):
    bring(row, heading="Straße;Hausnummer;Name;Branche;Belegung;Stockwerk")
    assert Unit.objects.count() == 2
    assert cafe.spells.get().occupancy == "occupied"


def test_of_two_vacant_units_the_one_with_the_name_on_its_door_is_meant(bring, district, cafe):
    beside = builders.unit(district, "58", building=cafe.building)
    builders.vacant(beside, seen_on=date(2026, 1, 1))
    builders.vacant(cafe, seen_on=date(2026, 2, 1))
    bring("Musterstr.;58;Kaiseki;;leer")
    assert (Unit.objects.count(), cafe.observations.count(), beside.observations.count()) == (2, 3, 1)


def test_a_shop_whose_place_in_the_house_is_known_is_found_by_its_name_alone(bring, cafe):
    Unit.objects.update(position="left")
    bring("Musterstr.;58;Kaiseki;;leer")
    assert states() == {("58", "left"): ["occupied", "vacant"]}
