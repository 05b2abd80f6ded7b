"""What is said of the contrast follows the colours, also after a refusal."""

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, sign_in

pytestmark = pytest.mark.browser
REFUSAL = "Niemand sähe, welche Seite gerade offen ist."


def choose(page, name, colour):
    with page.expect_response("**/pruefen/"):
        page.locator(f"input[name={name}]").fill(colour)
        page.locator(f"input[name={name}]").dispatch_event("change")


def test_a_better_colour_takes_the_refusal_away_and_a_bad_one_brings_it_back(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/quartier/marke/"))
    accent = page.locator("input[name=colour_accent]").input_value()
    page.locator("input[name=colour_accent]").fill(page.locator("input[name=colour]").input_value())
    page.get_by_role("button", name="Speichern").click()
    page.locator("#brand-form").get_by_text(REFUSAL).first.wait_for()
    choose(page, "colour_accent", accent)
    page.get_by_text(REFUSAL).first.wait_for(state="detached")
    choose(page, "colour_accent", page.locator("input[name=colour]").input_value())
    page.get_by_text(REFUSAL).first.wait_for()
    assert page.locator("input[name=colour_accent]").input_value() != accent
