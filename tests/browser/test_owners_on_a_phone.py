"""Owners on a phone: from the link in a mail to an entry of one's own, hours in a table, and no draft lost."""

import re

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, OWNER, sign_in

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
MOST_INTERACTIONS = 12


class Counted:
    """Counts what a person does: every press and every field filled."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, role, name):
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()

    def fill(self, label, text):
        self.count += 1
        self.page.get_by_label(label).first.fill(text)


@pytest.fixture
def owner(chromium, site):
    context = chromium.new_context(viewport=PHONE, locale="de-DE")
    page = context.new_page()
    sign_in(page, site, OWNER)
    page.goto(site.page(f"{DISTRICT}/mein/"))
    page.get_by_role("link", name="Papeterie Musterblatt (Demo)").click()
    yield page
    context.close()


def test_from_the_invitation_to_an_approved_entry_in_few_steps(chromium, page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/eintraege/?q=Speichengl%C3%BCck"))
    page.get_by_role("link", name="Radwerkstatt Speichenglück").click()
    page.get_by_role("link", name="Zum vorbereiteten Eintrag einladen").click()
    page.get_by_label("E-Mail-Adresse").fill("neu@speichenglueck.example")
    page.get_by_role("button", name="Einladung schicken").click()
    page.get_by_text("Die Einladung ist unterwegs.").wait_for()
    context = chromium.new_context(viewport=PHONE, locale="de-DE")
    phone = context.new_page()
    box = phone.context.request
    link = re.search(r"http[^\s\"<]+/eintrag/[\w-]{20,}/", newest_mail(box, site))[0]
    person = Counted(phone)
    phone.goto(link)
    person.count += 1
    person.press("link", "Etwas berichtigen")
    person.fill("Telefon", "0721 555123")
    person.press("button", "Speichern und noch einmal ansehen")
    phone.get_by_text("0721 555123").wait_for()
    person.fill("Ihr Name", "Nele Neumuster")
    person.press("checkbox", "Ich möchte diesen Eintrag von jetzt an selbst pflegen (ohne Passwort)")
    person.press("button", "Freigeben")
    phone.wait_for_url(re.compile("/mein/eintraege/"))
    phone.get_by_text("Von jetzt an können Sie Ihren Eintrag hier selbst pflegen.").wait_for()
    assert person.count <= MOST_INTERACTIONS
    context.close()


def newest_mail(request, site):
    """The page of mails, waited for until the invitation is there."""
    for _ in range(100):
        text = request.get(site.page("/postfach/")).text()
        if "/eintrag/" in text:
            return text
    raise AssertionError("No invitation came by mail.")


def test_what_was_typed_survives_a_lost_connection(owner, site):
    owner.get_by_role("link", name="Bearbeiten").click()
    text = owner.get_by_label("Wer wir sind (Deutsch)")
    stored = text.input_value()
    text.fill("Das haben wir im Zug geschrieben.")
    owner.context.set_offline(True)
    owner.get_by_role("button", name="Speichern", exact=True).click()
    owner.context.set_offline(False)
    owner.goto(site.page(f"{DISTRICT}/mein/"))
    owner.get_by_role("link", name="Papeterie Musterblatt (Demo)").click()
    owner.get_by_role("link", name="Bearbeiten").click()
    owner.get_by_text("Es steht wieder im Formular.").wait_for()
    assert text.input_value() == "Das haben wir im Zug geschrieben."
    owner.get_by_role("button", name="Stattdessen zeigen, was gespeichert ist").click()
    assert text.input_value() == stored
    owner.reload()
    assert owner.locator("[data-draft-notice]").is_hidden()


def test_what_was_saved_is_no_draft_any_more(owner):
    owner.get_by_role("link", name="Bearbeiten").click()
    owner.get_by_label("Hinweis zum Zugang").fill("Klingel rechts neben der Tür")
    owner.get_by_role("button", name="Speichern", exact=True).click()
    owner.get_by_text("Gespeichert.").wait_for()
    owner.get_by_role("link", name="Bearbeiten").click()
    owner.get_by_label("Hinweis zum Zugang").wait_for()
    assert owner.locator("[data-draft-notice]").is_hidden()


def test_hours_go_into_the_table_without_a_keyboard_full_of_syntax(owner):
    owner.get_by_role("link", name="Öffnungszeiten").first.click()
    owner.locator("#id_d0_from1").fill("08:30")
    with owner.expect_navigation():
        owner.get_by_role("button", name="Diese Zeiten auch für Dienstag bis Freitag übernehmen").click()
    assert owner.locator("#id_d4_from1").input_value() == "08:30"
    owner.get_by_role("button", name="Speichern", exact=True).click()
    owner.get_by_text("Gespeichert.").wait_for()
    owner.get_by_text(re.compile("Mo–Fr 0?8:30")).first.wait_for()


def test_a_day_that_comes_back_from_a_draft_does_not_come_back_folded_away(owner):
    owner.get_by_role("link", name="Öffnungszeiten").first.click()
    day = owner.locator("#id_s0_first")
    assert day.is_hidden()
    owner.get_by_text("Tag oder Zeitraum 1").click()
    day.fill("2026-12-24")
    owner.reload()
    owner.get_by_text("Es steht wieder im Formular.").wait_for()
    assert day.is_visible()
    assert day.input_value() == "2026-12-24"
