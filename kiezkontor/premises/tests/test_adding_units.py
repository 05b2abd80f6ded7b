import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.premises.models import Unit
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
NEW = "/musterkiez/buero/einheiten/neu/"
IN_PUBLIC = "Mit Anschrift steht ein Leerstand öffentlich nur, wenn OpenStreetMap ihn zeigt."


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.field_worker(district, "Walid Weg"))
    return client


def new_unit(office, **details):
    data = {"street": "Musterstr.", "number": "12", "floor": "0", "occupancy": "vacant", "seen_on": "2024-05-01"}
    return office.post(NEW, data | {"since": "year", "since_year": "2023"} | details)


def test_an_empty_unit_is_added_without_a_business(office, district):
    builders.unit(district, "12")
    Unit.objects.all().delete()
    answer = new_unit(office, position="links", note="Schaufenster verklebt")
    unit = Unit.objects.get()
    assert answer.url == f"/musterkiez/buero/einheiten/{unit.pk}/"
    use = unit.spells.get()
    assert (str(unit), unit.position, use.occupancy) == ("Musterstraße 12", "left", "vacant")
    assert (use.begins_earliest, use.begins_latest) == (date(2023, 1, 1), date(2023, 12, 31))
    assert Organisation.objects.count() == 0
    page = office.get(answer.url).text
    assert "Schaufenster verklebt" in page
    assert "Die Einheit wurde hinzugefügt." in page
    logged = AuditEntry.objects.filter(subject_id=unit.pk).values_list("verb", "actor_label").order_by("pk")
    assert list(logged) == [("unit.added", "Walid Weg"), ("unit.observed", "Walid Weg")]


def test_a_house_with_units_asks_whether_it_is_a_further_one(office, district):
    builders.vacant(builders.unit(district, "12", position="links"))
    page = new_unit(office)
    assert page.status_code == 422
    assert "Dieses Haus hat schon eine Einheit." in page.text
    assert ">Musterstraße 12 · links</a>" in page.text
    assert Unit.objects.count() == 1
    assert new_unit(office, is_new_unit="on").status_code == 302
    assert Unit.objects.count() == 2


def test_a_house_nobody_knows_needs_a_position(office, district):
    assert "kennen dieses Haus noch nicht" in new_unit(office).text
    assert new_unit(office, lat="52.47", lon="13.42").status_code == 302
    assert AuditEntry.objects.filter(verb="house.added").count() == 1


def test_whoever_gives_a_number_nobody_knows_reads_which_ones_are_known(office, district):
    for number in ("10", "2", "44a"):
        builders.unit(district, number, street_name="Musterstraße")
    said = new_unit(office, number="30", seen_on="")
    assert "die Straße „Musterstraße“ die Nummern 2 bis 44a" in said.text
    assert said.context["form"].errors.keys() == {"street", "seen_on"}


def test_a_position_beyond_the_boundary_is_told_with_all_else_that_is_wrong(office, district):
    said = new_unit(office, lat="48.1", lon="11.5", seen_on="")
    assert "gehört nicht zum Quartier" in said.text
    assert said.context["form"].errors.keys() == {"lat", "seen_on"}
    assert "Die gestrichelte Linie ist die Grenze von Musterkiez." in office.get(NEW, follow=True).text


def test_what_cannot_be_is_refused(office, district):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "noch niemand gesehen haben" in new_unit(office, lat="52.47", lon="13.42", seen_on=tomorrow).text
    assert "nach dem Tag" in new_unit(office, lat="52.47", lon="13.42", since_year="2030").text
    assert new_unit(office, lat="52.47", lon="13.42", occupancy="occupied").status_code == 422
    assert Unit.objects.count() == 0


def test_the_office_reads_where_a_vacancy_will_show(office, district):
    assert IN_PUBLIC in office.get(NEW, follow=True).text
    seen = f"/musterkiez/buero/einheiten/{builders.unit(district).pk}/gesehen/"
    assert IN_PUBLIC in office.get(seen, follow=True).text
    assert NEW in office.get("/musterkiez/buero/einheiten/").text


def test_vacancies_of_the_office_count_in_public_from_the_third_on(office, district):
    public = "/musterkiez/leerstand/"
    for number in ("1", "2", "3"):
        assert "leer." not in office.get(public).text or "weniger als drei" in office.get(public).text
        new_unit(office, number=number, lat="52.47", lon="13.42")
    assert "3 Gewerberäume leer" in office.get(public).text


@pytest.mark.parametrize("page", [NEW, "/musterkiez/buero/eintraege/neu/"])
def test_a_house_nobody_knows_can_be_picked_on_the_map_or_typed(client, district, page):
    client.force_login(districts.coordinator(district))
    shown = client.get(page, follow=True).text
    assert 'data-pick-lat="id_lat"' in shown
    assert 'data-boundary="/musterkiez/karte/umriss.geojson"' in shown
    assert 'type="number" name="lat"' in shown
    assert "openstreetmap.org" in shown


def test_where_nobody_knows_where_the_district_lies_there_is_no_map(client):
    nowhere = districts.district(slug="musterkiez", boundary=None, south=None, north=None, west=None, east=None)
    client.force_login(districts.coordinator(nowhere))
    shown = client.get(NEW, follow=True).text
    assert "data-pick-lat" not in shown
    assert 'name="lat"' in shown


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"street": "-"}, "Bitte geben Sie den Namen der Straße an."),
        ({"number": "?"}, "Bitte geben Sie die Hausnummer an, zum Beispiel 12 oder 12a."),
        ({"seen_on": "0024-05-01"}, "Bitte prüfen Sie das Jahr."),
    ],
)
def test_slips_of_the_pen_make_no_house(office, district, wrong, sentence):
    answer = new_unit(office, lat="52.4805", lon="13.4205", **wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Unit.objects.count() == 0


@pytest.mark.parametrize(
    ("lat", "lon", "taken"),
    [
        ("52.4600", "13.4300", True),  # within the triangle
        ("52.4700", "13.4195", True),  # 34 m beyond its long side, across the street on the boundary
        ("52.4700", "13.4180", False),  # 136 m beyond, within the box around the triangle
        ("48.1", "11.5", False),
    ],
)
def test_a_new_house_lies_within_the_boundary_or_across_its_street(client, lat, lon, taken):
    ring = [[13.42, 52.45], [13.44, 52.45], [13.42, 52.48], [13.42, 52.45]]
    triangle = {"type": "Polygon", "coordinates": [ring]}
    slanted = districts.district("Musterkiez", boundary=triangle, south=52.45, north=52.48, west=13.40, east=13.44)
    client.force_login(districts.coordinator(slanted))
    answer = new_unit(client, lat=lat, lon=lon)
    assert Unit.objects.exists() is taken
    assert ("Diese Stelle liegt außerhalb der Grenze von Musterkiez" in answer.text) is not taken


def test_all_that_is_wrong_is_said_at_once(client, district):
    client.force_login(districts.coordinator(district))
    entry = {"name": "Neu", "category": "Quatschladen", "street": "Nirgendweg", "number": "1", "seen_on": "2024-05-01"}
    page = client.post("/musterkiez/buero/eintraege/neu/", entry).text
    assert "2 Angaben stimmen noch nicht" in page
    assert "Es gibt keine Branche mit diesem Namen." in page
    assert "Wir kennen dieses Haus noch nicht." in page
    builders.unit(district, "12")
    further = new_unit(client, since_year="2030").text
    assert "Dieses Haus hat schon eine Einheit." in further
    assert "nach dem Tag" in further
    assert Unit.objects.count() == 1


def test_as_many_units_are_counted_as_are_listed(office, district):
    for _house in range(2):
        builders.unit(district, "12")
    page = new_unit(office).text
    assert "Dieses Haus hat schon 2 Einheiten." in page
    assert page.count("/gesehen/") == 2


@pytest.mark.parametrize(
    ("page", "section"), [(NEW, "Häuser und Einheiten"), ("/musterkiez/buero/eintraege/neu/", "Einträge")]
)
def test_the_menu_shows_where_one_is(client, district, page, section):
    client.force_login(districts.coordinator(district))
    current = re.findall(r'<a [^>]*aria-current="page">(.*?)</a>', client.get(page, follow=True).text, re.DOTALL)
    assert [re.sub("<[^>]+>", "", link).strip() for link in current] == [section]
