"""A coordinator signs in, makes mistakes, is told what to do, saves, and finds the change in the log."""

import re

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, codes, new_code, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
WRONG = {
    "id_name": "",
    "id_category": "Quatschladen",
    "id_phone": "12",
    "id_email": "keine Adresse",
    "id_website": "das Internet",
    "id_opening_hours": "immer mal",
    "id_said_on": "2999-01-01",
}


def test_mistakes_at_the_door_are_named_and_mended(page, site):
    known = codes(page.context.request, site)
    page.goto(site.page(f"{DISTRICT}/buero/eintraege/"))
    page.get_by_label("E-Mail-Adresse").fill("mira")
    page.get_by_role("button", name="Code zuschicken").click()
    page.locator(".kern-error").wait_for()
    page.get_by_label("E-Mail-Adresse").fill(COORDINATOR)
    page.get_by_role("button", name="Code zuschicken").click()
    page.wait_for_url(re.compile("/code/"))
    page.get_by_label("Code aus der E-Mail").fill("ABCD-WXYZ")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_text("Dieser Code stimmt nicht.").first.wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("link", name=re.compile("Postfach dieser Vorführung")).click()
    opened.value.get_by_role("heading", name="Ihr Code zum Anmelden").first.wait_for()
    page.get_by_label("Code aus der E-Mail").fill(new_code(page.context.request, site, known).lower())
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(re.compile(f"{DISTRICT}/buero/eintraege/"))


def test_lists_follow_what_is_typed(page, site):
    sign_in(page, site, COORDINATOR)
    for path, label, left in (
        ("eintraege", "Name oder Branche", "1 Eintrag"),
        ("einheiten", "Straße oder Name", "1 Einheit"),
    ):
        page.goto(site.page(f"{DISTRICT}/buero/{path}/"))
        page.get_by_label(label).press_sequentially("Papeterie Muster")
        page.get_by_role("status").get_by_text(left, exact=True).wait_for()
        page.wait_for_url(re.compile("q=Papeterie"))


def test_an_entry_with_a_mistake_in_every_field_is_mended_and_saved(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/eintraege/?q=Papeterie"))
    page.get_by_role("link", name="Papeterie Musterblatt (Demo)").click()
    page.get_by_role("link", name="Bearbeiten").click()
    page.locator("#id_name").wait_for()
    right = {key: page.locator(f"#{key}").input_value() for key in WRONG}
    for key, text in WRONG.items():
        page.locator(f"#{key}").fill(text)
    page.locator("[name=basis]").first.check()
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.get_by_role("button", name="Speichern").click()
    assert sent.value.status == 422
    page.locator(".error-summary").wait_for()
    assert f"{len(WRONG)} Angaben stimmen noch nicht" in page.locator(".error-summary").inner_text()
    for key, text in WRONG.items():
        field = page.locator(f"#{key}")
        assert field.get_attribute("aria-invalid") == "true", key
        assert field.input_value() == text
        said = page.locator(f"#{key}_error")
        assert len(said.inner_text()) > 20, key
        assert f"{key}_error" in field.get_attribute("aria-describedby")
    watch = Watch(page.context, site)
    watch.page.close()
    watch.page = page
    watch.look()
    assert watch.wrong == {}

    for key, text in right.items():
        page.locator(f"#{key}").fill(text)
    page.locator("#id_access_note").fill("Klingel an der Tür rechts.")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Gespeichert.").first.wait_for()
    page.goto(site.page(f"{DISTRICT}/buero/protokoll/"))
    newest = page.locator("main .timeline li").first.inner_text()
    assert "Mira Musterfrau hat den Eintrag Papeterie Musterblatt (Demo) geändert: Hinweis zum Zugang." in newest
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?q=Papeterie"))
    page.get_by_role("link", name="Papeterie Musterblatt (Demo)").click()
    page.get_by_text("Klingel an der Tür rechts.").wait_for()


def test_a_house_nobody_knows_is_pointed_at_on_the_map(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/einheiten/neu/"))
    page.get_by_label("Straße").fill("Karlstraße")
    page.get_by_label("Hausnummer").fill("999")
    page.locator("[data-map-ready]").wait_for()
    page.locator("[data-map-ready]").click()
    assert float(page.get_by_label("Breitengrad").input_value()) == pytest.approx(49.0, abs=0.01)
    assert float(page.get_by_label("Längengrad").input_value()) == pytest.approx(8.39, abs=0.01)
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_text("Die Einheit wurde hinzugefügt.").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Karlstraße 999"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_going_back_to_a_form_that_was_sent_makes_nothing_again(page, site, chromium, scripts):
    sign_in(page, site, COORDINATOR)
    state = page.context.storage_state()
    page = chromium.new_page(locale="de-DE", java_script_enabled=scripts, storage_state=state)
    page.goto(site.page(f"{DISTRICT}/buero/einheiten/neu/"))
    page.get_by_label("Straße").fill("Karlstraße")
    page.get_by_label("Hausnummer").fill("58")
    page.get_by_label("Es ist eine weitere Einheit").check()
    page.get_by_label("im Umbau").check()
    page.get_by_role("button", name="Anlegen").click()
    page.wait_for_url(re.compile(r"/einheiten/\d+/$"))
    made = page.url
    page.go_back()
    assert page.get_by_label("Hausnummer").input_value() == "58"
    page.get_by_role("button", name="Anlegen").click()
    page.wait_for_url(re.compile(r"/einheiten/\d+/$"))
    assert page.url == made
    page.get_by_text("Das war schon gespeichert").wait_for()
    page.context.close()


def test_a_long_text_has_a_tall_field(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/quartier/texte/imprint/de/"))
    assert page.locator("#id_body").evaluate("field => field.clientHeight") > 400


def test_a_house_beyond_the_boundary_is_told_of_before_anything_is_sent(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/eintraege/neu/"))
    page.locator("[data-map-ready]").wait_for()
    told = page.get_by_text("gehört nicht zum Quartier")
    page.get_by_label("Breitengrad").fill("49.1")
    page.get_by_label("Längengrad").fill("8.39")
    told.wait_for()
    page.get_by_label("Breitengrad").fill("49.0020")
    page.get_by_label("Längengrad").fill("8.3945")
    told.wait_for(state="hidden")
