"""People without an organisation take part, and stop again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.models import Invitation, PageChange, Role
from kiezkontor.districts.tests import builders
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.shared import guard

pytestmark = pytest.mark.django_db
JOIN = "/musterkiez/mitmachen/"
EMAIL = "nachbarin@example.org"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def district():
    return builders.district("Musterkiez")


def ask(client, **changes):
    sent = {"name": "Nadja Nachbarin", "email": EMAIL, "homepage": "", "opened": guard.opened_now()}
    return client.post(JOIN, sent | changes)


def link():
    return re.search(r"http\S+(/einladung/\S+)", OutgoingMail.objects.get(to=EMAIL).text)[1]


def resident(district, **details):
    return builders.role(person("Nadja", email=EMAIL), district, Role.Name.RESIDENT, **details)


def test_a_neighbour_takes_part_with_a_link_from_the_mailbox(client, district):
    assert ask(client).url == f"{JOIN}danke/"
    assert "zwei Wochen" in client.get(f"{JOIN}danke/").text
    assert not Person.objects.exists()
    assert client.post(link(), {"name": "Nadja Nachbarin"}).status_code == 302
    role = Role.objects.get()
    assert (role.person.email, role.person.name, role.name) == (EMAIL, "Nadja Nachbarin", "resident")


def test_the_mail_names_nobody_who_invited(client, district):
    ask(client)
    text = OutgoingMail.objects.get().text
    assert "Sie möchten in Musterkiez mitmachen, oder jemand hat dort Ihre Adresse eingetragen." in text
    assert "lädt Sie ein" not in text


def test_whoever_takes_part_already_hears_nothing_else(client, district):
    resident(district)
    assert ask(client).url == f"{JOIN}danke/"
    assert not OutgoingMail.objects.exists()


def test_asking_twice_sends_one_mail(client, district):
    for _again in range(2):
        ask(client, opened=guard.opened_now())
    assert OutgoingMail.objects.count() == 1


def test_many_addresses_in_an_hour_are_refused_and_nobody_is_written_to(client, district):
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            district=district, email=f"{number}@example.org", role="resident", token_hash=str(number),
            invited_at=now, expires_at=now + timedelta(days=14),
        )
        for number in range(60)
    )  # fmt: skip
    answer = ask(client)
    assert answer.status_code == 422
    assert "Gerade haben sehr viele Menschen gefragt." in answer.text
    assert not OutgoingMail.objects.exists()


def test_machines_are_kept_out(client, district):
    assert ask(client, homepage="https://spam.example").status_code == 422
    assert not Invitation.objects.exists()


def test_asking_makes_no_page_anew(client, district):
    before = PageChange.objects.count()
    ask(client)
    assert PageChange.objects.count() == before


def test_a_resident_gives_the_access_back(client, district):
    role = resident(district, from_on=timezone.localdate() - timedelta(days=30))
    client.force_login(role.person)
    assert "Nicht mehr mitmachen" in client.get("/buero/zugang/").text
    page = client.post(f"/buero/zugang/{role.pk}/beenden/", follow=True).text
    assert "Sie machen in Musterkiez nicht mehr mit." in page
    role.refresh_from_db()
    assert role.until_on == timezone.localdate()


def test_other_roles_and_those_of_others_are_not_given_back_here(client, district):
    trader = builders.role(person("Toni", email="toni@example.org"), district, Role.Name.TRADER)
    others = resident(district)
    client.force_login(trader.person)
    for role in (trader, others):
        assert client.post(f"/buero/zugang/{role.pk}/beenden/").status_code == 404
    assert Role.objects.filter(until_on=None).count() == 2
