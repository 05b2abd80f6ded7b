from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests.builders import source_run
from kiezkontor.premises.models import Address, Building, DistrictBuilding, Observation, Unit
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
EAST, FAR_EAST = 13.4402, 13.46
BESIDE = {
    "type": "Polygon",
    "coordinates": [[[EAST, 52.46], [FAR_EAST, 52.46], [FAR_EAST, 52.48], [EAST, 52.48], [EAST, 52.46]]],
}
WITHIN = {"lat": "52.4700", "lon": "13.4200"}
ACROSS_THE_STREET = {"lat": "52.4700", "lon": "13.4403"}
NOTE = "Der Eigentümer meldet sich nicht"


def new_unit(office, slug="musterkiez", **details):
    data = {"street": "Musterstr.", "number": "12", "floor": "0", "occupancy": "vacant", "seen_on": "2024-05-01"}
    return office.post(f"/{slug}/buero/einheiten/neu/", data | {"since": "unknown"} | details)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.field_worker(kiez))
    return client


@pytest.fixture
def neighbours_office():
    client = Client()
    client.force_login(districts.field_worker(districts.district("Nebenan"), "Nora Nachbarin"))
    return client


@pytest.fixture
def adjacent_office():
    beside = districts.district("Nebenan", boundary=BESIDE, west=EAST, east=FAR_EAST)
    client = Client()
    client.force_login(districts.field_worker(beside, "Nora Nachbarin"))
    return client


@pytest.mark.parametrize(
    ("neighbours", "spot"), [("neighbours_office", WITHIN), ("adjacent_office", ACROSS_THE_STREET)]
)
def test_a_house_the_neighbours_know_is_taken_and_not_made_twice(office, kiez, request, neighbours, spot):
    new_unit(request.getfixturevalue(neighbours), "nebenan", note=NOTE, postcode="12345", **spot)
    theirs = Unit.objects.get()
    picked = spot | {"lat": "52.4703", "postcode": "12345"}
    asked = new_unit(office, **picked)
    assert asked.status_code == 422
    assert f"/musterkiez/buero/einheiten/{theirs.pk}/gesehen/" in asked.text
    assert new_unit(office, is_new_unit="on", **picked).status_code == 302
    assert (Building.objects.count(), Address.objects.count(), Unit.objects.count()) == (1, 1, 2)
    having = DistrictBuilding.objects.filter(building=theirs.building, decided="included")
    assert sorted(having.values_list("district__slug", flat=True)) == ["musterkiez", "nebenan"]


def test_what_the_neighbours_noted_for_themselves_stays_theirs(office, neighbours_office):
    new_unit(neighbours_office, "nebenan", note=NOTE, **WITHIN)
    new_unit(office, is_new_unit="on", **WITHIN)
    unit, seen = (f"{kind.objects.order_by('pk').first().pk}/" for kind in (Unit, Observation))
    own, foreign = "/nebenan/buero/einheiten/", "/musterkiez/buero/einheiten/"
    theirs, ours = neighbours_office.get(own + unit).text, office.get(foreign + unit).text
    assert NOTE in theirs
    assert "Nora Nachbarin" in theirs
    assert "das Büro von Nebenan: leer" in ours
    assert NOTE not in ours
    assert "Nora Nachbarin" not in ours
    correct = f"{unit}beobachtungen/{seen}berichtigen/"
    assert correct in theirs
    assert correct not in ours
    assert neighbours_office.get(own + correct).status_code == 200
    assert office.get(foreign + correct).status_code == 403
    assert office.post(foreign + correct, {"occupancy": "vacant"}).status_code == 403


@pytest.mark.parametrize(
    "other",
    [{"number": "12a"}, {"street": "Karlstraße"}, {"postcode": "54321"}, {"lat": "52.4715"}],
    ids=["number", "street", "postcode", "167 m away"],
)
def test_another_house_is_made_beside_that_of_the_neighbours(office, neighbours_office, other):
    new_unit(neighbours_office, "nebenan", postcode="12345", **WITHIN)
    assert new_unit(office, **WITHIN | {"postcode": "12345"} | other).status_code == 302
    assert Building.objects.count() == 2


def test_nobody_learns_without_a_position_within_reach_what_the_neighbours_know(office, adjacent_office):
    deep_inside = {"lat": "52.4700", "lon": "13.4500"}
    new_unit(adjacent_office, "nebenan", **deep_inside)
    assert "kennen dieses Haus noch nicht" in new_unit(office).text
    assert "liegt außerhalb der Grenze" in new_unit(office, **deep_inside).text
    assert not DistrictBuilding.objects.filter(district__slug="musterkiez").exists()


def test_a_house_beyond_the_boundary_is_not_taken_from_a_position_at_its_edge(office, adjacent_office):
    beyond = {"lat": "52.4700", "lon": "13.4412"}
    new_unit(adjacent_office, "nebenan", **beyond)
    assert "liegt außerhalb der Grenze" in new_unit(office, **ACROSS_THE_STREET).text
    assert not DistrictBuilding.objects.filter(district__slug="musterkiez").exists()


def test_a_house_removed_by_hand_comes_back_when_it_is_added_again(office, kiez):
    builders.unit(kiez, "12")
    Building.objects.update(**WITHIN)
    DistrictBuilding.objects.update(decided="excluded")
    assert new_unit(office, is_new_unit="on", **WITHIN).status_code == 302
    assert DistrictBuilding.objects.get().decided == "included"
    assert Building.objects.count() == 1


def test_what_was_noted_before_belongs_to_the_one_district_that_has_the_house(kiez):
    beside = districts.district("Nebenan")
    alone, shared = builders.unit(kiez), builders.unit(kiez)
    DistrictBuilding.objects.create(district=beside, building=shared.building)
    table = source_run(beside, kind="table")
    seen = [
        builders.observation(alone),
        builders.observation(alone, source_run=source_run(kiez)),
        builders.observation(alone, source_run=table),
        builders.observation(shared),
    ]
    import_module("kiezkontor.premises.migrations.0003_notes_of_an_office").tell_whose_they_are(apps, None)
    whose = dict(Observation.objects.values_list("pk", "district__slug"))
    assert [whose[each.pk] for each in seen] == ["musterkiez", None, "nebenan", None]
