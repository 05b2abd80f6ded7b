"""Somebody's own calendar by a secret address."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.calendar.tests.reading import read_strictly
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.tests import builders as members
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.models import Membership, Steward
from kiezkontor.shared.mounting import district_path, installation_path

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def made(client: Client, district: District) -> str:
    text = client.post(district_path(district.slug, "calendar:own_feed")).content.decode()
    found = re.search(r"<code>http://testserver(.*?)</code>", text)
    assert found
    return found[1]


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    body = b"".join(answer)
    read_strictly(body)
    return body.decode()


@pytest.fixture
def district() -> District:
    return districts.district()


@pytest.fixture
def hanna(district) -> Person:
    return members.member(district)


def test_members_read_what_they_may_see_and_what_they_are_invited_to(district, hanna):
    for title, audience in (("Markt", "public"), ("Frühstück", "members"), ("Jury", "invited"), ("Beirat", "invited")):
        calendar.event(district, title, audience=audience)
    calendar.event(district, "Erst geplant", announce=False)
    jury = calendar.event(district, "Preisjury", audience="invited")
    calendar.invitation(jury, organisation=members.of(hanna))
    guest = calendar.event(district, "Gastrunde", audience="invited")
    calendar.invitation(guest, email=hanna.email.upper())
    text = read(made(signed_in(hanna), district))
    assert set(re.findall(r"SUMMARY:(.*?)\r\n", text)) == {"Markt", "Frühstück", "Preisjury", "Gastrunde"}


def test_a_calendar_nobody_tells_anything_to_is_empty_and_still_one(district, hanna):
    assert "SUMMARY" not in read(made(signed_in(hanna), district))


@pytest.mark.parametrize(
    ("role", "titles"), [("board", {"Markt", "Frühstück", "Jury"}), ("body_member", {"Markt", "Jury"})]
)
def test_board_and_bodies_have_what_they_read_in_their_calendar(district, role, titles):
    somebody = districts.role(person("Bea Beirat"), district, role).person
    for title, audience in (("Markt", "public"), ("Frühstück", "members"), ("Beirat", "invited")):
        calendar.event(district, title, audience=audience)
    calendar.invitation(calendar.event(district, "Jury", audience="invited"), email=somebody.email)
    client = signed_in(somebody)
    assert district_path(district.slug, "calendar:own_feed") in client.get(installation_path("home:access")).text
    assert set(re.findall(r"SUMMARY:(.*?)\r\n", read(made(client, district)))) == titles


def test_the_address_is_shown_once_and_a_new_one_takes_its_place(district, hanna):
    client = signed_in(hanna)
    first = made(client, district)
    page = client.get(district_path(district.slug, "calendar:own_feed")).content.decode()
    assert first not in page
    token = first.split("/")[-2]
    assert not PersonalLink.objects.filter(token_hash=token).exists()
    second = made(client, district)
    assert Client().get(first).status_code == 404
    read(second)


@pytest.mark.parametrize("ends", ["withdrawn", "left", "locked out", "other district"])
def test_the_address_ends_with_what_it_stands_for(district, hanna, ends):
    calendar.event(district, "Frühstück", audience="members")
    client = signed_in(hanna)
    address = made(client, district)
    if ends == "withdrawn":
        client.post(district_path(district.slug, "calendar:own_feed_withdraw"))
    elif ends == "left":
        Membership.objects.update(until_on=timezone.localdate())
        Steward.objects.update(until_on=timezone.localdate())
        assert "Frühstück" not in read(address)
        return
    elif ends == "locked out":
        Person.objects.filter(pk=hanna.pk).update(is_active=False)
    else:
        address = address.replace(f"/{district.slug}/", f"/{districts.district().slug}/")
    assert Client().get(address).status_code == 404


def test_the_way_there_stands_among_the_ways_of_members(district, hanna):
    text = signed_in(hanna).get(district_path(district.slug, "organisations:own")).content.decode()
    assert district_path(district.slug, "calendar:own_feed") in text
