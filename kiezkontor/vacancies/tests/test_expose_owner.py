import re

import pytest
from django.test import Client

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.actions import cases, expose_owner, owners
from kiezkontor.vacancies.models import ExposeRelease, SpaceRequest
from kiezkontor.vacancies.tests import builders, exposes

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_email="buero@musterkiez.example")


@pytest.fixture
def unit(district):
    return builders.vacant_unit(district, "12", street_name="Karlstraße")


@pytest.fixture
def owner(district, unit):
    return builders.owner(district, unit, name="Rosa Eigen", email="rosa@eigen.example")


@pytest.fixture
def expose(district, unit, owner):
    return exposes.told(district, unit)


def own(expose, owner):
    return district_path(owner.district.slug, "vacancies:offer_own", expose_owner.token_for(expose, owner))


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)


def released(expose):
    return set(ExposeRelease.objects.in_force().filter(expose=expose).values_list("group", flat=True))


def test_an_owner_reads_and_releases_and_takes_back_by_their_link(client, expose, owner):
    url = own(expose, owner)
    read = client.get(url).text
    for said in ("743,00", "Gastronomie", "Karlstraße 12", "Eckladen"):
        assert said in read
    assert client.post(url, {"groups": ["page", "rent"], "saw_gaps": "on"}).status_code == 302
    assert released(expose) == {"page", "rent"}
    row = ExposeRelease.objects.get(group="rent")
    assert (row.by_whom, row.how, row.noted_by) == ("Rosa Eigen", "link", None)
    assert client.post(url, {"groups": ["page", "terms"]}).status_code == 302
    assert released(expose) == {"page", "terms"}
    assert ExposeRelease.objects.get(group="rent").ended_how == "link"
    client.post(url, {})
    assert released(expose) == set()
    deeds = AuditEntry.objects.filter(verb__startswith="expose.")
    assert {deed.actor_label for deed in deeds} == {"Eigentümerseite der Fläche (Link)"}


def test_an_owner_sees_the_flag_of_missing_energy_data_too(client, expose, owner):
    url = own(expose, owner)
    assert client.post(url, {"groups": ["page"]}).status_code == 422
    assert released(expose) == set()


def test_nothing_is_released_without_the_first_part(client, expose, owner):
    answer = client.post(own(expose, owner), {"groups": ["rent"], "saw_gaps": "on"})
    assert answer.status_code == 422
    assert "Ohne den ersten Teil" in answer.text


def test_the_link_opens_nothing_once_it_is_not_their_unit_or_the_case_is_closed(client, expose, owner, unit):
    url = own(expose, owner)
    by = districts.viewer(districts.coordinator(owner.district), owner.district, "coordinator")
    owners.take_unit(owner, unit, by=by)
    assert client.get(url).status_code == 404
    owners.give_unit(owner, unit, by=by)
    assert client.get(url).status_code == 200
    cases.close(expose.case_id, outcome="used", by=by)
    assert client.get(url).status_code == 404


def test_photos_of_a_draft_are_for_the_holder_of_the_link(client, expose, owner):
    photo = exposes.pictured(expose)
    url = f"{own(expose, owner)}bilder/{photo.pk}/"
    assert "no-store" in client.get(url).headers["Cache-Control"]
    assert client.get(url.replace("freigabe/", "freigabe/x")).status_code == 404


def test_the_office_sends_the_link(client, district, expose, owner):
    client.force_login(districts.coordinator(district))
    url = district_path(district.slug, "vacancies:expose_link", expose.case_id)
    assert client.post(url, {"owner": owner.pk}).status_code == 302
    sent = OutgoingMail.objects.get(to="rosa@eigen.example")
    assert "743" not in sent.text
    path = re.search(r"https?://[^/]+(/\S+/freigabe/\S+/)", sent.text)[1]
    assert Client().get(path).status_code == 200


def test_who_wants_no_letters_is_not_written_to(client, district, expose, owner):
    owner.wants_no_letters = True
    owner.save()
    client.force_login(districts.coordinator(district))
    url = district_path(district.slug, "vacancies:expose_link", expose.case_id)
    assert client.post(url, {"owner": owner.pk}).status_code == 422
    assert "angeschrieben werden möchte" in client.get(url).text


def test_whoever_expresses_interest_names_the_room(client, district, expose):
    exposes.release(expose, "page")
    code = expose.code.lower()
    url = district_path(district.slug, "vacancies:seek")
    page = client.get(url, {"angebot": code})
    assert "Eckladen mit großem Fenster" in page.text
    client.post(url, entered(page))
    assert SpaceRequest.objects.get().asked_about == expose


def test_a_code_that_is_not_public_is_named_to_nobody(client, district, expose):
    url = district_path(district.slug, "vacancies:seek")
    page = client.get(url, {"angebot": expose.code})
    assert "Eckladen" not in page.text
    client.post(url, entered(page))
    assert SpaceRequest.objects.get().asked_about is None


def entered(page):
    """What is entered on the first page, with what it has hidden."""
    hidden = {name: page.context["form"][name].value() for name in ("opened", "angebot")}
    return hidden | {"kind": "starter", "idea": "Ein Laden.", "name": "Sina Such", "email": "sina@example.org"}
