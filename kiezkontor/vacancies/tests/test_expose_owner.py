import re

import pytest
from django.test import Client

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.premises.models import Unit
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.actions import cases, expose_owner, owners
from kiezkontor.vacancies.actions.exposes import change, withdraw
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


def decide(client, url, *groups, **entered):
    """Open the page and send what is ticked on it."""
    return client.post(url, {"seen": client.get(url).context["seen"], "groups": groups, "saw_gaps": "on"} | entered)


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
    assert decide(client, url, "page", "rent").status_code == 302
    assert released(expose) == {"page", "rent"}
    row = ExposeRelease.objects.get(group="rent")
    assert (row.by_whom, row.how, row.noted_by) == ("Rosa Eigen", "link", None)
    assert decide(client, url, "page", "terms").status_code == 302
    assert released(expose) == {"page", "terms"}
    assert ExposeRelease.objects.get(group="rent").ended_how == "link"
    client.post(url, {})
    assert released(expose) == set()
    deeds = AuditEntry.objects.filter(verb__startswith="expose.")
    assert {deed.actor_label for deed in deeds} == {"Eigentümerseite der Fläche (Link)"}


def test_an_owner_sees_the_flag_of_missing_energy_data_too(client, expose, owner):
    url = own(expose, owner)
    assert decide(client, url, "page", saw_gaps="").status_code == 422
    assert released(expose) == set()


def test_nothing_is_released_without_the_first_part(client, expose, owner):
    answer = decide(client, own(expose, owner), "rent")
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


@pytest.fixture
def by(district):
    return districts.viewer(districts.coordinator(district), district, "coordinator")


def rent_is_raised(expose, by):
    change(expose.pk, {"rent_cold": 900}, agreed=True, by=by)


def rent_is_taken_back(expose, by):
    withdraw(expose.pk, ["rent"], how="phone", by=by)


def contact_is_removed(expose, by):
    change(expose.pk, {"contact_name": "", "contact_phone": "", "contact_email": ""}, agreed=True, by=by)


def photo_is_added(expose, by):
    exposes.pictured(expose)


def room_is_measured(expose, by):
    Unit.objects.filter(pk=expose.case.unit_id).update(area_sqm=99)


@pytest.mark.parametrize(
    ("meanwhile", "left"),
    [
        (rent_is_raised, {"page", "rent"}),
        (rent_is_taken_back, {"page"}),
        (contact_is_removed, {"page", "rent"}),
        (photo_is_added, {"page", "rent"}),
        (room_is_measured, {"page", "rent"}),
    ],
)
def test_what_changed_since_the_page_was_opened_is_not_released_unread(client, expose, owner, by, meanwhile, left):
    url = own(expose, owner)
    decide(client, url, "page", "rent", "terms")
    opened = client.get(url).context["seen"]
    meanwhile(expose, by)
    ticked = ["page", "rent", "address", "photos", "room", "owner"]
    answer = client.post(url, {"seen": opened, "groups": ticked, "saw_gaps": "on"}, follow=True)
    assert released(expose) == left, "what is no longer ticked is taken back, and nothing new is released"
    assert "wurde geändert, seit Sie diese Seite geöffnet haben" in answer.text
    assert set(answer.context["form"]["groups"].value()) == left
    assert decide(client, url, "page", "address").status_code == 302
    assert released(expose) == {"page", "address"}


def test_who_only_takes_back_is_not_asked_to_read_first(client, expose, owner, by):
    exposes.release(expose)
    url = own(expose, owner)
    opened = client.get(url).context["seen"]
    rent_is_raised(expose, by)
    assert "Es ist gespeichert" in client.post(url, {"seen": opened, "groups": ["page"]}, follow=True).text
    assert released(expose) == {"page"}


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
    assert not exposes.names(sent.text, "743")
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
