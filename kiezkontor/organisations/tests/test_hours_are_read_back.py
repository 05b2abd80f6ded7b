import html
import re

import pytest

from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
OFFICE = "/musterkiez/buero/"
STORED = "Mo-Th 09:00-18:00; PH off"


@pytest.fixture
def office(client):
    district = districts.district("Musterkiez", office_hours=STORED, office_name="Stadtteilbüro")
    client.force_login(districts.coordinator(district, "Carla"))
    bakery = builders.organisation("Bäckerei Muster", opening_hours=STORED)
    premises.used(premises.unit(district, "12"), bakery)
    return client


@pytest.fixture
def edit():
    return f"{OFFICE}eintraege/{Organisation.objects.get().pk}/bearbeiten/"


def unchanged(client, url: str) -> dict[str, object]:
    """What a browser would send back of a page's form, once somebody chose how they know of a change."""
    page = client.get(url)
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields} | {"basis": "owner"}
    seen = {"seen": page.context["seen"]} if "seen" in page.context else {}
    return {name: value for name, value in (values | seen).items() if value not in (None, False)}


def stored() -> str:
    return Organisation.objects.get().opening_hours


def test_the_office_reads_hours_in_its_own_words(office, edit):
    typed, printed = "Mo-Do 9-18 Uhr; feiertags geschlossen", "Mo–Do 9–18 Uhr; feiertags geschlossen"
    shown_at = {edit: printed, edit.removesuffix("bearbeiten/"): printed, f"{OFFICE}quartier/buero/": typed}
    for url, words in shown_at.items():
        page = re.sub(r"<input[^>]*seen[^>]*>", "", office.get(url).text)
        assert words in page
        assert "PH off" not in page
    assert "Mo-Th 09:00-18:00; holidays closed" in office.get(edit.replace("/buero/", "/en/buero/")).text


@pytest.mark.parametrize("raw", ["E-Mail a-b@c-d.de,030-123", "Mo-Fr nach Absprache <a-b@c-d.de>"])
def test_hours_nobody_can_read_are_shown_as_they_were_written(office, edit, raw):
    Organisation.objects.update(opening_hours=raw)
    assert html.escape(raw) in office.get(edit.removesuffix("bearbeiten/")).text


@pytest.mark.parametrize("raw", [STORED, "Mo-Fr 9:00-18:00", "nach Lust und Laune"])
def test_hours_nobody_touched_stay_as_they_are(office, edit, raw):
    Organisation.objects.update(opening_hours=raw)
    assert office.post(edit, unchanged(office, edit) | {"brand": "Muster"}).status_code == 302
    assert stored() == raw


def test_who_comes_to_the_address_where_hours_are_read_back_is_led_to_the_form(office, edit):
    assert office.get(f"{edit}pruefen/").headers["Location"] == edit


def test_the_week_is_shown_before_it_is_saved(office, edit):
    data = unchanged(office, edit) | {"opening_hours": "Sa 10-14 Uhr, feiertags geschlossen"}
    page = office.post(f"{edit}pruefen/", data)
    assert page.status_code == 200
    table = html.unescape(re.sub(r"<[^>]+>|\s+", " ", page.text[page.text.index('id="hours-read"') :]))
    assert "Sa 10–14 Uhr; feiertags geschlossen" in table
    assert re.search(r"Samstag\W+(?:heute\W+)?10:00–14:00", table)
    assert stored() == STORED


def test_a_preview_of_hours_nobody_can_read_says_so(office, edit):
    page = office.post(f"{edit}pruefen/", unchanged(office, edit) | {"opening_hours": "immer mal"})
    assert page.status_code == 422
    assert 'id="hours-read"' not in page.text


def test_hours_over_night_are_asked_about(office, edit):
    data = unchanged(office, edit) | {"opening_hours": "Mo-Fr 18-9 Uhr"}
    page = office.post(edit, data)
    assert page.status_code == 422
    assert "18-9 Uhr heißt: über Nacht bis zum nächsten Tag" in page.text
    assert stored() == STORED
    assert office.post(edit, data | {"over_night": "on"}).status_code == 302
    assert stored() == "Mo-Fr 18:00-09:00"


def test_a_bar_is_not_asked(office, edit):
    assert office.post(edit, unchanged(office, edit) | {"opening_hours": "Mo-Sa 18-2 Uhr"}).status_code == 302


def test_office_hours_over_night_are_asked_about_as_well(office):
    url = f"{OFFICE}quartier/buero/"
    data = unchanged(office, url) | {"office_hours": "Mo-Fr 18-9 Uhr"}
    assert office.post(url, data).status_code == 422
    assert District.objects.get().office_hours == STORED
    assert office.post(url, data | {"over_night": "on"}).status_code == 302
    assert District.objects.get().office_hours == "Mo-Fr 18:00-09:00"


def test_office_hours_over_night_are_asked_about_once(office):
    District.objects.update(office_hours="Mo-Fr 18:00-09:00")
    url = f"{OFFICE}quartier/buero/"
    assert "over_night" not in unchanged(office, url)
    assert office.post(url, unchanged(office, url)).status_code == 302


@pytest.mark.parametrize("seen", ['{"opening_hours": 5}', '{"opening_hours": {"Mo": 9}}', "[" * 100_000, "null"])
def test_a_form_that_lost_what_it_showed_saves_nothing(office, edit, seen):
    data = unchanged(office, edit) | {"opening_hours": "Sa 10-14 Uhr", "seen": seen}
    for url in (edit, f"{edit}pruefen/"):
        assert office.post(url, data).status_code in {200, 422}
    assert stored() == STORED
