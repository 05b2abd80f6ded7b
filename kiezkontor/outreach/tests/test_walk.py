import html
import re

import pytest
from django.utils import timezone

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.tests.builders import activation, contact_entry
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WALK = "/musterkiez/buero/ansprache/rundgang/"
PAPER = f"{WALK}papier/"
NORTH_SIDE, SOUTH_SIDE = 52.4701, 52.4699


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def street(district):
    """Odd numbers stand on its north side, even ones on its south side, both from west to east."""
    made = districts.street(district, "Lange Straße", lines=[[[13.41, 52.47], [13.43, 52.47]]])
    for number in (4, 1, 6, 3, 2, 5):
        at = NORTH_SIDE if number % 2 else SOUTH_SIDE
        house = premises.building(district, lat=at, lon=13.412 + number * 0.001)
        unit = premises.unit(district, str(number), street_name=made.name, building=house)
        premises.used(unit, organisations.organisation(f"Laden {number}"))
    return made


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"Lange Straße (\d)", page)]


@pytest.mark.parametrize("page", [WALK, PAPER])
def test_one_side_of_a_street_is_walked_up_and_the_other_down(office, street, page):
    assert numbers(office.get(page).text) in (
        [1, 3, 5, 6, 4, 2],
        [2, 4, 6, 5, 3, 1],
        [5, 3, 1, 2, 4, 6],
        [6, 4, 2, 1, 3, 5],
    )


def test_who_does_not_want_to_be_contacted_is_on_no_walk(office, street, district):
    quiet = organisations.organisation("Stiller Laden", do_not_contact_since=TODAY)
    premises.used(premises.unit(district), quiet)
    for page in (WALK, PAPER):
        text = office.get(page).text
        assert "Stiller Laden" not in text
        assert "1 bleibt außen vor, weil kein Kontakt gewünscht wird." in text


def test_the_walk_follows_the_filter_and_says_who_has_no_door(office, street, district):
    member = organisations.organisation("Mitglied ohne Laden")
    organisations.membership(member, district)
    activation(member, district, status="visited", since_on=TODAY)
    text = office.get(f"{WALK}?status=visited").text
    assert "Mitglied ohne Laden" in text
    assert "Laden 1" not in text


def test_where_somebody_was_today_nobody_is_led_again(office, street, district):
    shop = street.addresses.get(number="3").units.get().spells.get().occupants.get()
    activation(shop, district, status="visited", since_on=TODAY, last_contact_on=TODAY)
    contact_entry(shop, district)
    written_to = street.addresses.get(number="4").units.get().spells.get().occupants.get()
    activation(written_to, district, status="contacted", since_on=TODAY, last_contact_on=TODAY)
    contact_entry(written_to, district, channel="mail")
    page = office.get(WALK).text
    assert page.count("/kontakt/") == 5
    assert page.count("door--done") == 1


def test_many_doors_are_asked_for_as_few(office, street, district, django_assert_max_num_queries):
    for number in range(40):
        premises.used(premises.unit(district, street_name=f"Straße {number % 5}"), organisations.organisation())
    with django_assert_max_num_queries(14):
        assert "46 Türen" in office.get(WALK).text


def test_doors_without_a_street_have_a_heading_of_their_own(office, district):
    unit = premises.unit(district, address=None, street_name="")
    type(unit).objects.update(address=None, street_name="", house_number="")
    premises.used(unit, organisations.organisation("Kiosk am Platz"))
    page = office.get(WALK).text
    assert "Ohne Straße" in page
    assert "Kiosk am Platz" in page


def test_after_each_door_one_is_back_on_the_walk_with_its_filter(office, street, district):
    shop = street.addresses.get(number="3").units.get().spells.get().occupants.get()
    noting = html.unescape(re.search(rf'href="([^"]+/{shop.pk}/kontakt/[^"]*)"', office.get(f"{WALK}?q=Laden").text)[1])
    answer = office.post(noting, {"channel": "visit", "on": TODAY.isoformat(), "topics": ["rent"]})
    assert answer.url == f"{WALK}?q=Laden#at-{shop.pk}"
    assert "Der Kontakt mit Laden 3 ist notiert." in office.get(f"{WALK}?q=Laden").text
