"""Whose notes they are on a telephone, what Back does, and when the browser may clear them."""

import json
import time

import pytest

from kiezkontor.organisations.tests.builders import picture
from tests.browser.phones import APP, PHONE, rows, take_along, waiting
from tests.walkers import SIGN_IN, counted

pytestmark = pytest.mark.browser
OTHER = SIGN_IN.replace("walid@", "olga@").replace("Walid Probe", "Olga Probe")
FULL = """
navigator.storage.persisted = async () => false;
navigator.storage.persist = async () => false;
navigator.storage.estimate = async () => ({ usage: 95, quota: 100 });
"""
FREEZE = """
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.actions.rounds import go
found = SurveyRound.objects.get(number=2)
for stage in ("review", "frozen"):
    found = go(found, stage, by=system_viewer("import"))
"""
END_LEASES = """
from django.utils import timezone
from kiezkontor.surveys.models import WalkLease
WalkLease.objects.update(ends_at=timezone.now())
"""


def sign_in(phone, server, session):
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    phone.goto(server.url + APP)


def press(phone, name):
    phone.get_by_role("button", name=name, exact=True).click()


def key_of_a_house(server):
    said = "from kiezkontor.premises.models import Address\nprint(Address.objects.get(number='3').pk)"
    return f"a{server.office.python(said).strip()}"


def house(phone):
    return phone.get_by_role("heading", level=1).inner_text()


def test_another_person_on_the_telephone_sees_and_undoes_nothing(phone, field):
    server, session = field
    phone.locator(".walk-part").first.click()
    press(phone, "Unverändert: Laden 1")
    phone.get_by_text("noch 299 offen").wait_for()
    sign_in(phone, server, json.loads(server.office.python(OTHER)))
    phone.get_by_text("Angemeldet: Olga Probe").wait_for()
    phone.get_by_text("Notizen einer anderen Person").wait_for()
    assert "Laden" not in phone.locator("#walk").inner_text()
    assert [lease["isOpen"] for lease in rows(phone, "leases")] == [False]
    take_along(phone)
    phone.get_by_text("Häuser: 0 von 300").wait_for()
    phone.go_back()
    sign_in(phone, server, session)
    phone.get_by_text("Angemeldet: Walid Probe").wait_for()
    press(phone, "Weitergehen")
    press(phone, "Entsperren")
    phone.get_by_text("Häuser: 1 von 300").wait_for()
    press(phone, "Jetzt senden")
    phone.get_by_text("Alles ist gesendet.").wait_for()
    assert counted(server.office)["observations"] == 1


def test_a_round_is_given_back_once_nothing_waits(phone):
    phone.locator(".walk-part").first.click()
    press(phone, "Unverändert: Laden 1")
    press(phone, "Straßen")
    press(phone, "Zurückgeben")
    phone.get_by_text("Noch nicht: Nur auf diesem Gerät liegen noch Notizen").wait_for()
    press(phone, "Jetzt senden")
    phone.get_by_text("Alles ist gesendet. Die Runde ist danach").wait_for()
    press(phone, "Zurückgeben")
    phone.locator("#walk").get_by_text("Runde 2 ist von diesem Gerät gelöscht.").wait_for()
    assert rows(phone, "leases") == []


def test_what_waits_of_a_frozen_round_is_sent_and_decided_on(phone, field):
    server, _session = field
    phone.locator(".walk-part").first.click()
    press(phone, "Unverändert: Laden 1")
    phone.get_by_text("noch 299 offen").wait_for()
    phone.context.set_offline(True)
    press(phone, "Jetzt leer: Laden 2")
    press(phone, "Speichern")
    phone.get_by_text("noch 298 offen").wait_for()
    server.office.python(
        "from kiezkontor.premises.models import Observation, SurveyRound\n"
        "Observation.objects.update(survey_round=SurveyRound.objects.get(number=2))\n" + FREEZE + END_LEASES
    )
    phone.context.set_offline(False)
    phone.get_by_role("heading", name="Gesperrt").wait_for()
    press(phone, "Entsperren")
    phone.get_by_text("geht als späte Notizen ans Büro").first.wait_for()
    phone.get_by_text("Alles ist gesendet.").wait_for()
    assert counted(server.office)["conflicts"] == 1
    assert waiting(phone) == [0, 0]


def test_a_photo_taken_by_mistake_is_taken_back(phone):
    phone.locator(".walk-part").first.click()
    photo = {"name": "shop.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    phone.locator("input[type=file]").first.set_input_files(photo)
    phone.locator(".walk-undo").filter(has_text="Das Foto ist gespeichert.").get_by_role("button").click()
    phone.get_by_text("Foto", exact=True).wait_for()
    assert waiting(phone) == [0, 0]


def test_what_is_wrong_in_the_form_is_said_beside_the_button(phone):
    phone.locator(".walk-part").first.click()
    press(phone, "Etwas anderes: Laden 1")
    phone.get_by_label("Branche").fill("Raumfahrt")
    press(phone, "Speichern")
    said = phone.get_by_text("Die Branche „Raumfahrt“ gibt es nicht.")
    box, bar = said.bounding_box(), phone.locator(".walk-status").bounding_box()
    assert bar["y"] + bar["height"] <= box["y"] < PHONE["height"]


def test_the_way_back_is_the_way_somebody_came(phone, field):
    server, _session = field
    phone.locator(".walk-part").first.click()
    assert phone.get_by_role("button", name="Voriges Haus").count() == 0
    press(phone, "Nächstes Haus")
    second = house(phone)
    press(phone, "Etwas anderes: Laden 2")
    phone.go_back()
    assert house(phone) == second
    assert phone.locator("#walk form").count() == 0
    phone.go_back()
    assert house(phone) == "Musterstraße 1"
    phone.go_back()
    phone.get_by_role("heading", name="Runde 2").wait_for()
    phone.locator(".walk-part").first.click()
    press(phone, "Unverändert: Laden 1")
    phone.locator(".walk-undo").get_by_role("button").click()
    phone.get_by_text("noch 300 offen").wait_for()
    assert house(phone) == "Musterstraße 1"
    phone.go_back()
    phone.get_by_role("heading", name="Runde 2").wait_for()
    press(phone, "Karte")
    phone.evaluate("([key]) => (location.hash = key)", [key_of_a_house(server)])
    phone.get_by_role("button", name="Nächstes Haus").wait_for()
    phone.go_back()
    phone.locator("[data-map]").wait_for()
    phone.go_back()
    phone.get_by_role("heading", name="Runde 2").wait_for()


def test_an_app_that_was_ended_opens_where_it_was_with_what_was_typed(phone):
    phone.locator(".walk-part").first.click()
    press(phone, "Nächstes Haus")
    press(phone, "Etwas anderes: Laden 2")
    phone.get_by_label("Notiz fürs Büro").fill("Schild hängt noch")
    until = time.monotonic() + 10
    while not any(row["id"] == "draft" for row in rows(phone, "places")):
        assert time.monotonic() < until
    again = phone.context.new_page()
    phone.close()
    again.goto(phone.url)
    assert again.get_by_label("Notiz fürs Büro").input_value() == "Schild hängt noch"
    again.get_by_role("button", name="Abbrechen").click()
    assert again.get_by_role("heading", level=1).inner_text() == "Musterstraße 2"
    again.go_back()
    again.get_by_role("heading", name="Runde 2").wait_for()
    again.go_back()
    again.get_by_role("heading", name="Begehung").wait_for()


def test_a_browser_that_may_clear_its_store_says_so_before_and_while_notes_wait(chromium, field):
    server, session = field
    context = chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True)
    context.add_init_script(FULL)
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    page.goto(server.url + APP)
    page.get_by_text("Dieser Browser darf löschen, was hier gespeichert ist").wait_for()
    page.get_by_text("Dieses Gerät ist fast voll.").wait_for()
    take_along(page)
    page.locator(".walk-part").first.click()
    press(page, "Unverändert: Laden 1")
    page.locator(".walk-status").filter(has_text="Bitte senden Sie noch heute").wait_for()
    page.reload()
    page.locator(".walk-status").filter(has_text="Bitte senden Sie noch heute").wait_for()
    context.close()


def test_a_typo_is_put_right_before_anybody_hears_of_it(phone, field):
    server, _session = field
    phone.context.set_offline(True)
    phone.locator(".walk-part").first.click()
    press(phone, "Hier fehlt etwas")
    phone.get_by_label("Jemand Neues: Name auf dem Schild").fill("Atelir Probe")
    press(phone, "Speichern")
    press(phone, "Etwas anderes: Atelir Probe")
    phone.get_by_label("Jemand Neues: Name auf dem Schild").fill("Atelier Probe")
    phone.get_by_label("Lage im Haus").select_option("courtyard")
    press(phone, "Speichern")
    phone.get_by_text("Atelier Probe", exact=True).wait_for()
    assert phone.locator(".walk-undo").inner_text() == "Gespeichert."
    press(phone, "Etwas anderes: Atelier Probe")
    phone.get_by_label("Notiz fürs Büro").fill("Eingang hinten")
    press(phone, "Speichern")
    phone.get_by_text("Atelier Probe", exact=True).wait_for()
    assert waiting(phone)[0] == 1
    phone.context.set_offline(False)
    press(phone, "Jetzt senden")
    phone.get_by_text("Alles ist gesendet.").wait_for()
    names = "from kiezkontor.organisations.models import Organisation as O\n"
    said = names + "print(*O.objects.filter(name__startswith='Atel').values_list('name', 'spells__unit__position'))"
    assert "Atelier Probe" in server.office.python(said)
    assert "Atelir" not in server.office.python(said)
