"""What a contact has to say before it is noted, and who reads who said that they want none."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.models import ContactEntry
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def shop(district):
    made = organisations.organisation("Bäckerei Muster")
    premises.used(premises.unit(district, "12"), made)
    return made


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


def noting(shop) -> str:
    return f"/musterkiez/buero/ansprache/{shop.pk}/kontakt/"


def note(client, shop, **said):
    return client.post(noting(shop), {"channel": "visit", "on": TODAY.isoformat()} | said)


@pytest.mark.parametrize(
    ("said", "is_noted"),
    [
        ({}, False),
        ({"concerns": "  "}, False),
        ({"is_confidential": "on"}, False),
        ({"topics": ["rent"]}, True),
        ({"outcome": "interested"}, True),
        ({"next_step": "Wiederkommen, niemand war da"}, True),
        ({"minutes": 5}, True),
        ({"wishes": "Mehr Licht"}, True),
    ],
)
def test_a_contact_of_which_nothing_is_said_is_not_noted(office, shop, said, is_noted):
    answer = note(office, shop, **said)
    assert ContactEntry.objects.exists() is is_noted
    assert answer.status_code == (302 if is_noted else 422)
    assert is_noted or "Von diesem Kontakt ist noch nichts notiert." in answer.text


def test_the_person_chosen_already_says_nothing_of_the_talk(office, shop, district):
    known = organisations.contact(shop, district, name="Berta Bäcker")
    assert note(office, shop, contact=known.pk).status_code == 422


@pytest.mark.parametrize(("days", "status"), [(-365, 422), (-1, 422), (0, 302), (1, 302)])
def test_a_next_step_is_for_today_or_later(office, shop, days, status):
    answer = note(office, shop, next_step="Flyer bringen", next_on=(TODAY + timedelta(days=days)).isoformat())
    assert answer.status_code == status
    assert Task.objects.count() == ContactEntry.objects.count() == (status == 302)
    assert status == 302 or "Dieser Tag ist vorbei." in answer.text


def test_the_page_says_what_is_noted_and_of_whom(office, shop):
    page = office.get(noting(shop)).text
    assert "<h1>Kontakt notieren</h1>" in page
    assert re.search(rf"<title>\s*Kontakt notieren · {re.escape(str(shop))}", page)


def test_who_said_that_they_want_quiet_is_read_by_the_office_that_heard_it(client, office, shop, district):
    other = districts.district("Nachbarkiez")
    premises.used(premises.unit(other), shop)
    office.post(
        f"/musterkiez/buero/eintraege/{shop.pk}/nicht-ansprechen/",
        {"since": TODAY.isoformat(), "note": "Frau Muster, Telefon"},
    )
    pages = [f"buero/eintraege/{shop.pk}/", f"buero/ansprache/{shop.pk}/", f"buero/ansprache/{shop.pk}/kontakt/"]
    assert [page for page in pages if "Frau Muster, Telefon" not in office.get(f"/musterkiez/{page}").text] == []
    client.force_login(districts.coordinator(other, "Nora Nachbar"))
    for page in pages:
        text = client.get(f"/nachbarkiez/{page}").text
        assert TODAY.strftime("%d.%m.%Y") in text
        assert "Frau Muster" not in text
    again = {"since": TODAY.isoformat(), "note": "Herr Muster, im Laden"}
    assert client.post(f"/nachbarkiez/buero/eintraege/{shop.pk}/nicht-ansprechen/", again).status_code == 302
    assert "Herr Muster, im Laden" in client.get(f"/nachbarkiez/{pages[0]}").text
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    assert "Herr Muster" not in client.get(f"/musterkiez/{pages[0]}").text
