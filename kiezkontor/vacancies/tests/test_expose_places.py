"""In which sub-location a room lies, as far as that tells no more than the square of its blurred place."""

import pytest
from shapely.geometry import Polygon, box

from kiezkontor.districts.tests import builders as districts
from kiezkontor.methods.areas import geojson_of
from kiezkontor.methods.geo import Box
from kiezkontor.premises.models import DistrictBuilding, Unit
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.offers import Part, Places
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules.exposes import square_of
from kiezkontor.vacancies.tests import builders, exposes

SPOT = (49.0094, 8.4044)
SQUARE = square_of(*SPOT)
HALF_LAT, HALF_LON = (SQUARE.south + SQUARE.north) / 2, (SQUARE.west + SQUARE.east) / 2


def area(within: Box) -> Polygon:
    return box(within.west, within.south, within.east, within.north)


AROUND, WIDE = area(SQUARE.wider(10)), area(SQUARE.wider(500))
NORTHERN = box(SQUARE.west, HALF_LAT, SQUARE.east, SQUARE.north)
NARROW = area(SQUARE.wider(-0.5))


@pytest.mark.parametrize(
    ("areas", "named"),
    [
        ({}, None),
        ({"Nordteil": NORTHERN}, None),
        ({"Fast alles": NARROW}, None),
        ({"Block": AROUND}, "Block"),
        ({"Genau": area(SQUARE)}, "Genau"),
        ({"Nordteil": NORTHERN, "Block": AROUND, "Zentrum": WIDE}, "Block"),
        ({"Nordteil": NORTHERN, "Zentrum": WIDE}, "Zentrum"),
    ],
)
def test_of_a_blurred_place_the_smallest_is_named_that_holds_its_whole_square(areas, named):
    parts = [(Part(pk, name), each) for pk, (name, each) in enumerate(areas.items())]
    own = Places({7: Part(0, "Nordteil")}, parts)
    corners = [
        (SQUARE.south + 1e-7, SQUARE.west + 1e-7),
        (HALF_LAT, HALF_LON),
        (SQUARE.north - 1e-7, SQUARE.east - 1e-7),
    ]
    found = [
        own.named(Unit(building_id=house, lat=lat, lon=lon), is_exact=False) for lat, lon in corners for house in (7, 8)
    ]
    assert {each and each.name for each in found} == {named}
    assert own.named(Unit(building_id=7, lat=HALF_LAT, lon=HALF_LON), is_exact=True).name == "Nordteil"


@pytest.mark.django_db
@pytest.mark.parametrize(("own", "other", "named"), [(NORTHERN, AROUND, "Block"), (NORTHERN, NARROW, "Musterkiez")])
def test_no_page_names_a_part_that_ends_within_the_square(client, own, other, named):
    kiez = districts.district("Musterkiez")
    parts = [
        kiez.sub_locations.create(name=name, boundary=geojson_of(each), position=place)
        for place, (name, each) in enumerate({"Nordteil": own, "Block": other}.items())
    ]
    unit = builders.vacant_unit(kiez, lat=HALF_LAT + 0.0001, lon=HALF_LON)
    DistrictBuilding.objects.filter(building=unit.building).update(sub_location=parts[0])
    expose = exposes.told(kiez, unit, *(set(rules.GROUPS) - {rules.ADDRESS}))
    one = [district_path(kiez.slug, name, expose.code.lower()) for name in ("vacancies:offer", "api-v1:one_offer")]
    offers = district_path(kiez.slug, "vacancies:offers")
    urls = [
        *one,
        district_path(kiez.slug, "vacancies:offers_geojson"),
        district_path(kiez.slug, "vacancies:offers_atom"),
    ]
    for url in urls:
        assert "Nordteil" not in client.get(url).text
    assert named in client.get(one[0]).text
    assert expose.title not in client.get(f"{offers}?part={parts[0].pk}").text
    exposes.release(expose, rules.ADDRESS)
    assert "Nordteil" in client.get(one[1]).text
    assert expose.title in client.get(f"{offers}?part={parts[0].pk}").text
