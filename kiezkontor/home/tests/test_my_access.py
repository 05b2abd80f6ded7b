from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, OFFICE_ROLES
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import Role
from kiezkontor.districts.roles_in_words import REACH
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations

pytestmark = pytest.mark.django_db
ACCESS = "/buero/zugang/"
OUTSIDE = sorted(set(Role.Name.values) - OFFICE_ROLES)


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_name="Stadtteilbüro", office_phone="+493012345678")


def test_every_role_has_its_sentences():
    assert set(REACH) == set(Role.Name.values)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_role_outside_of_the_office_leads_to_a_page_that_explains_it(client, district, name):
    held = districts.role(person("Vera Vorstand", email="vera@example.org"), district, name)
    client.force_login(held.person)
    for start in ("/buero/", "/musterkiez/buero/"):
        assert client.get(start).url == ACCESS
    page = client.get(ACCESS).text
    for expected in ("Vera Vorstand (vera@example.org)", "Musterkiez", held.get_name_display(), "030 12345678"):
        assert str(expected) in page
    assert str(REACH[name].may) in page
    assert str(REACH[name].may_not) in page


@pytest.mark.parametrize("name", [Role.Name.BOARD, Role.Name.RESIDENT, Role.Name.BODY_MEMBER, Role.Name.ORGANISER])
def test_whoever_comes_to_meetings_finds_them(client, district, name):
    client.force_login(districts.role(person(), district, name).person)
    assert 'href="/musterkiez/kalender/">Den Kalender öffnen<' in client.get(ACCESS).text


def test_it_says_since_when_and_until_when(client, district):
    someone = person()
    today = timezone.localdate()
    last = today + timedelta(days=30)
    districts.role(someone, district, Role.Name.BOARD, from_on=date(2020, 1, 31), until_on=last + timedelta(days=1))
    districts.role(someone, district, Role.Name.FUNDER, from_on=today + timedelta(days=1))
    districts.role(someone, district, Role.Name.TRADER, until_on=today)
    client.force_login(someone)
    page = client.get(ACCESS).text
    assert f"seit dem 31.01.2020; der letzte Tag ist der {last:%d.%m.%Y}" in page
    assert f"ab dem {today + timedelta(days=1):%d.%m.%Y}" in page
    assert "Gewerbe<" not in page


def test_someone_of_the_office_finds_the_way_back(client, district):
    client.force_login(districts.editor(district, "Edda"))
    assert f'href="{ACCESS}"' in client.get("/musterkiez/buero/").text
    page = client.get(ACCESS).text
    assert str(REACH[EDITOR].may) in page
    assert 'href="/musterkiez/buero/"' in page


def test_a_district_that_is_not_public_offers_no_way_into_nothing(client, district):
    district.is_published = False
    district.save()
    client.force_login(districts.role(person(), district, Role.Name.BOARD).person)
    page = client.get(ACCESS).text
    assert "noch nicht öffentlich" in page
    assert 'href="/musterkiez' not in page


def test_the_header_of_a_public_page_leads_where_one_belongs(client, district):
    neighbour = districts.district("Nachbarkiez")
    client.force_login(districts.role(person(), district, Role.Name.TRADER).person)
    assert f'href="{ACCESS}"' in client.get("/musterkiez/").text
    client.force_login(districts.editor(district, "Edda"))
    assert 'href="/musterkiez/buero/"' in client.get("/musterkiez/").text
    page = client.get(f"/{neighbour.slug}/").text
    assert 'href="/nachbarkiez/buero/"' not in page
    assert 'href="/buero/"' in page


@pytest.mark.parametrize("name", [Role.Name.TRADER, Role.Name.SOCIAL_CARRIER])
def test_who_runs_a_place_is_led_to_what_they_look_after(client, district, name):
    client.force_login(districts.role(person("Hanna"), district, name).person)
    page = client.get(ACCESS).text
    assert '<a class="button" href="/musterkiez/mein/">Meine Einträge pflegen</a>' in page
    assert client.get("/musterkiez/mein/").status_code == 200


def test_what_one_did_is_listed_for_oneself_alone_and_names_no_other_people(client, district):
    mine = districts.role(person("Hanna Händlerin"), district, Role.Name.TRADER).person
    shop = organisations.organisation("Papeterie Muster")
    by = districts.viewer(mine, district)
    record("organisation.confirmed", shop, by=by, district=district)
    known = organisations.contact(shop, district, name="Berta Vertraulich")
    record("contact.noted", known, by=by, district=district, name=shop.name)
    client.force_login(person("Frieda Fremd"))
    assert "Noch nichts" in client.get("/konto/verlauf/").text
    client.force_login(mine)
    assert "/konto/verlauf/" in client.get("/buero/zugang/").text
    page = client.get("/konto/verlauf/").text
    assert "Papeterie Muster" in page
    assert "Berta Vertraulich" not in page
    client.logout()
    assert client.get("/konto/verlauf/").status_code == 302
