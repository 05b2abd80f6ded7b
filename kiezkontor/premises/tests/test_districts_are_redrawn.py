import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.actions.profile import Part, set_boundary, set_parts
from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.tests.builders import organisation
from kiezkontor.premises.models import DistrictBuilding
from kiezkontor.premises.tests.builders import unit, used

pytestmark = pytest.mark.django_db
OFFICE = system_viewer("test")


def square(south, west, north, east):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def shop():
    kiez = district()
    made = organisation()
    used(unit(kiez), made)
    refresh_entries([made.pk])
    return Entry.objects.get(organisation=made)


def around(entry, size=0.01):
    return square(entry.lat - size, entry.lon - size, entry.lat + size, entry.lon + size)


def test_a_shop_outside_of_the_new_boundary_leaves_the_directory(shop):
    set_boundary(shop.district, geojson=square(50, 8, 50.1, 8.1), by=OFFICE)
    assert not Entry.objects.filter(pk=shop.pk).exists()
    set_boundary(shop.district, geojson=around(shop), by=OFFICE)
    assert Entry.objects.filter(organisation=shop.organisation).exists()


def test_a_house_added_by_hand_stays_whatever_the_boundary(shop):
    DistrictBuilding.objects.update(decided=DistrictBuilding.Decided.INCLUDED)
    set_boundary(shop.district, geojson=square(50, 8, 50.1, 8.1), by=OFFICE)
    assert Entry.objects.filter(pk=shop.pk).exists()


def test_shops_know_the_part_of_the_district_they_are_in(shop):
    set_boundary(shop.district, geojson=around(shop), by=OFFICE)
    set_parts(shop.district, parts=[Part("Passage", "", around(shop, 0.001), 1)], by=OFFICE)
    shop.refresh_from_db()
    assert shop.sub_location.name == "Passage"
    set_parts(shop.district, parts=[], by=OFFICE)
    shop.refresh_from_db()
    assert shop.sub_location is None
