import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import Address, Observation, Unit
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/einheiten/"
NEW = "/musterkiez/buero/eintraege/neu/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


@pytest.fixture
def bakery():
    return organisations.organisation("Bäckerei Muster")


@pytest.fixture
def unit(district, bakery):
    unit = builders.unit(district, "12")
    builders.used(unit, bakery, seen_on=date(2024, 1, 10))
    return unit


def note(office, unit, **details):
    """What somebody enters who saw the bakery."""
    data = {"seen_on": "2024-03-10", "occupancy": "occupied", "since": "unknown", "category": "shop=bakery"}
    data |= {
        "latest": unit.observations.order_by("-pk").first().pk,
        "occupants": [str(Organisation.objects.first().pk)],
    }
    return office.post(f"{LIST}{unit.pk}/gesehen/", data | details)


def uses(unit):
    return [
        (use.occupancy, use.begins_earliest, use.begins_latest, [str(each) for each in use.occupants.all()])
        for use in unit.spells.order_by("begins_latest")
    ]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [("Karlstraße 63", ["63"]), ("karlstr. 63", ["63"]), ("63", ["63"]), ("12a", ["12A"]), ("Karl", ["12A", "63"])],
)
def test_a_unit_is_found_by_its_address_in_any_spelling(office, district, asked, numbers):
    for number in ("63", "12A"):
        builders.unit(district, number, street_name="Karlstraße")
    builders.unit(district, "7", street_name="Am Markt")
    found = re.findall(r"Karlstraße (\w+)</a>|Am Markt 7</a>", office.get(LIST, {"q": asked}).content.decode())
    assert found == numbers


def test_units_stand_in_the_order_one_walks(office, district):
    for number in ("10", "2", "2a"):
        builders.unit(district, number)
    builders.unit(district, "1", street_name="Am Anfang")
    page = office.get(LIST).text
    assert re.findall(r"(?:Am Anfang|Musterstraße) \d+a?(?=</a>)", page) == [
        "Am Anfang 1",
        "Musterstraße 2",
        "Musterstraße 2a",
        "Musterstraße 10",
    ]


def test_units_are_found_by_street_occupant_and_use(office, district, unit):
    builders.vacant(builders.unit(district, "99"))
    builders.unit(district, "77")
    found = {
        query: re.findall(r"Musterstraße (\d+)</a>", office.get(f"{LIST}?{query}").text)
        for query in ("q=Bäckerei", "q=muster", "occupancy=vacant", "occupancy=unseen", "q=zzz")
    }
    assert found == {
        "q=Bäckerei": ["12"],
        "q=muster": ["12", "77", "99"],
        "occupancy=vacant": ["99"],
        "occupancy=unseen": ["77"],
        "q=zzz": [],
    }


def test_a_long_list_takes_as_many_queries_as_a_short_one(office, district, django_assert_max_num_queries):
    for number in range(60):
        builders.used(builders.unit(district, str(number)), organisations.organisation())
    with django_assert_max_num_queries(12):
        page = office.get(LIST)
    assert len(page.context["rows"]) == 50


def test_unchanged_confirms_and_begins_nothing(office, unit):
    assert note(office, unit).status_code == 302
    assert unit.observations.last().effect == "confirms"
    assert uses(unit) == [("occupied", None, date(2024, 1, 10), ["Bäckerei Muster"])]
    entry = AuditEntry.objects.get(verb="unit.observed")
    assert (entry.subject_id, entry.detail["seen_on"]) == (unit.pk, "2024-03-10")


def test_a_vacancy_begins_between_the_two_visits(office, unit):
    note(office, unit, occupancy="vacant", occupants=[])
    assert uses(unit)[1] == ("vacant", date(2024, 1, 11), date(2024, 3, 10), [])
    page = office.get(f"{LIST}{unit.pk}/").text
    assert "begonnen zwischen 11.01.2024 und 10.03.2024" in page
    assert page.index("leer") < page.index("Bäckerei Muster</a>", page.index("Was hier geschah"))


def test_it_is_there_since_before_2019(office, unit):
    note(office, unit, since="before", since_year="2019")
    assert uses(unit) == [("occupied", None, date(2018, 12, 31), ["Bäckerei Muster"])]


def test_somebody_new_is_read_from_the_sign(office, unit):
    organisations.category("amenity=cafe", "Café")
    answer = note(office, unit, occupants=[], new_name="Café Neu", category="Café", since="day", since_day="2024-03-01")
    assert answer.status_code == 302
    newcomer = Organisation.objects.get(name="Café Neu")
    assert uses(unit)[1] == ("occupied", date(2024, 3, 1), date(2024, 3, 1), ["Café Neu"])
    assert newcomer.category_id == "amenity=cafe"
    assert FieldClaim.objects.get(organisation=newcomer, field="name").basis == "observation"


@pytest.mark.parametrize("details", [{"latest": 0}, {"seen_on": "2999-01-01"}])
def test_who_was_read_from_the_sign_gets_no_entry_when_the_note_is_refused(office, unit, details):
    page = note(office, unit, occupants=[], new_name="Café Neu", **details)
    assert page.status_code == 422
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Bäckerei Muster"]
    assert not AuditEntry.objects.filter(verb="organisation.added").exists()


def test_a_correction_supersedes_and_both_stay_readable(office, unit):
    note(office, unit, occupancy="vacant", occupants=[], note="Schild abgebaut")
    wrong = unit.observations.order_by("-pk").first()
    url = f"{LIST}{unit.pk}/beobachtungen/{wrong.pk}/berichtigen/"
    assert "Schild abgebaut" in office.get(url).text
    who = [str(Organisation.objects.first().pk)]
    data = {
        "occupancy": "occupied",
        "occupants": who,
        "category": "shop=bakery",
        "since": "unknown",
        "latest": wrong.pk,
    }
    assert office.post(url, data).status_code == 302
    assert uses(unit) == [("occupied", None, date(2024, 1, 10), ["Bäckerei Muster"])]
    assert Observation.objects.filter(pk=wrong.pk, values__occupancy="vacant").exists()
    assert "berichtigt am" in office.get(f"{LIST}{unit.pk}/").text
    assert office.get(url).status_code == 404


def test_two_people_at_one_unit_hear_of_each_other(office, unit):
    first = unit.observations.get().pk
    assert note(office, unit, latest=first).status_code == 302
    page = note(office, unit, latest=first, occupancy="vacant", occupants=[], note="Mein Eindruck")
    assert page.status_code == 422
    assert "Jemand anderes hat inzwischen" in page.text
    assert "Mein Eindruck" in page.text
    assert unit.observations.count() == 2
    again = re.search(r'name="latest" value="(\d+)"', page.text)[1]
    assert note(office, unit, latest=again, occupancy="vacant", occupants=[]).status_code == 302


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"seen_on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "noch niemand gesehen haben"),
        ({"since": "day"}, "ergänzen Sie"),
        ({"since": "year", "since_year": "2030"}, "nach dem Tag"),
        ({"occupancy": "vacant", "occupants": [], "new_name": "Laden"}, "Nur in einer genutzten Einheit"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(office, unit, details, sentence):
    page = note(office, unit, **details)
    assert page.status_code == 422
    assert sentence in page.text
    assert unit.observations.count() == 1


def test_who_describes_a_unit_second_is_told_of_the_first(office, unit):
    url = f"{LIST}{unit.pk}/beschreiben/"
    opened = office.get(url).context["seen"]
    assert office.post(url, {"position": "links", "floor": 0, "seen": opened}).status_code == 302
    second = office.post(url, {"position": "rechts", "floor": 0, "seen": opened})
    assert second.status_code == 422
    assert "Jemand anderes hat diese Seite inzwischen geändert." in second.text
    unit.refresh_from_db()
    assert unit.position == "left"
    assert office.post(url, {"position": "rechts", "floor": 0, "seen": second.context["seen"]}).status_code == 302


def test_a_unit_is_described(office, unit):
    url = f"{LIST}{unit.pk}/beschreiben/"
    assert office.post(url, {"position": "links", "floor": "0", "area_sqm": "48.5"}).status_code == 302
    assert "48,5 m²" in office.get(f"{LIST}{unit.pk}/").text
    assert AuditEntry.objects.filter(verb="unit.described").count() == 1


def new_entry(office, **details):
    data = {"name": "Laden Neu", "category": "shop=bakery", "street": "Musterstr.", "number": "12 A"}
    return office.post(NEW, data | {"seen_on": "2024-05-01"} | details)


def test_an_entry_is_added_in_a_known_house(office, district, bakery):
    builders.building(district)
    known = builders.unit(district, "12a", street_name="Musterstraße")
    Unit.objects.all().delete()
    answer = new_entry(office)
    newcomer = Organisation.objects.get(name="Laden Neu")
    assert answer.url == f"/musterkiez/buero/eintraege/{newcomer.pk}/bearbeiten/"
    assert newcomer.spells.get().unit.address_id == known.address_id
    assert newcomer.name in office.get("/musterkiez/buero/eintraege/").text


def test_a_house_nobody_knows_needs_a_position_in_the_district(office, district, bakery):
    page = new_entry(office)
    assert page.status_code == 422
    assert "kennen dieses Haus noch nicht" in page.text
    assert "außerhalb der Grenze von Musterkiez" in new_entry(office, lat="48.1", lon="11.5").text
    assert new_entry(office, lat="52.47", lon="13.42").status_code == 302
    address = Address.objects.get()
    assert (address.street.name, address.number) == ("Musterstraße", "12A")


def test_a_house_with_units_asks_whether_it_is_a_further_one(office, district, unit):
    page = new_entry(office, number="12")
    assert "hat schon 1 Einheiten" in page.text or "schon eine Einheit" in page.text
    assert new_entry(office, number="12", is_new_unit="on").status_code == 302
    assert Unit.objects.count() == 2


def test_another_category_of_an_entry_shows_at_its_unit(office, district, unit, bakery):
    organisations.category("amenity=cafe", "Café")
    url = f"/musterkiez/buero/eintraege/{bakery.pk}/bearbeiten/"
    seen = office.get(url).context["form"]["seen"].value()
    data = {"name": bakery.name, "kind": "business", "wheelchair": "unknown", "category": "Café", "seen": seen}
    assert office.post(url, data | {"basis": "owner", "said_on": "2024-06-01"}).status_code == 302
    use = unit.spells.order_by("begins_latest").last()
    assert (use.category_id, use.use_class, use.begins_latest) == ("amenity=cafe", "gastronomy", date(2024, 6, 1))
    assert [str(each) for each in use.occupants.all()] == ["Bäckerei Muster"]
    logged = AuditEntry.objects.get(verb="unit.observed")
    assert (logged.subject_id, logged.scope_id, logged.actor_label) == (unit.pk, district.pk, "Carla Chefin")
    assert logged.detail == {"occupancy": "occupied", "seen_on": "2024-06-01"}


def test_inventory_is_not_for_everybody_in_the_office(client, district, unit):
    client.force_login(districts.editor(district))
    assert client.get(LIST).status_code == 403
    client.force_login(districts.field_worker(district))
    assert client.get(f"{LIST}{unit.pk}/").status_code == 200


def test_a_unit_of_another_district_does_not_exist(office):
    foreign = builders.unit(districts.district("Fremdkiez"))
    for path in ("", "gesehen/", "beschreiben/"):
        assert office.get(f"{LIST}{foreign.pk}/{path}").status_code == 404


def test_a_use_class_of_its_own_stays_when_something_else_is_noted(office, unit):
    def chosen(page):
        select = page[page.index('name="use_class"') :].split("</select>")[0]
        return re.findall(r'<option value="(\w*)"\s+selected', select)

    assert chosen(office.get(f"{LIST}{unit.pk}/gesehen/?opened=x").text) in ([], [""])
    note(office, unit, use_class="gastronomy")
    assert chosen(office.get(f"{LIST}{unit.pk}/gesehen/?opened=x").text) == ["gastronomy"]
    latest = unit.observations.order_by("-pk").first()
    assert chosen(office.get(f"{LIST}{unit.pk}/beobachtungen/{latest.pk}/berichtigen/?opened=x").text) == ["gastronomy"]
