"""What the scripts of a page add, seen in a real browser; without scripts the page says the same more plainly."""

from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PAGE = "/komponenten/"

pytestmark = pytest.mark.browser


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    settings.DEBUG = True
    settings.ROOT_URLCONF = "kiezkontor.shared.tests.gallery_pages"
    return str(live_server.url) + PAGE


def test_people_read_until_when_a_shop_is_open(page: Any, address: str) -> None:
    page.goto(address)
    assert page.locator("#list-cards .open").first.get_attribute("data-state") == "open"
    assert page.locator("#list-cards .open").nth(1).get_attribute("data-state") == "closed"


def test_people_without_scripts_read_the_usual_hours(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#list-cards .open").first.inner_text() == "Mo–Sa 6–18 Uhr"
    assert page.locator("[data-theme-switch]").first.is_hidden()
    assert page.get_by_role("button", name="Absenden").is_visible()
    context.close()


def test_who_chooses_the_dark_display_keeps_it(page: Any, address: str) -> None:
    page.goto(address)
    assert page.evaluate("localStorage.length") == 0
    page.locator("[data-theme-switch]").first.click()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"


def test_a_refused_form_takes_the_focus_to_its_mistakes(page: Any, address: str) -> None:
    page.goto(address)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_dialog_opens_and_closes_by_keyboard(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("[data-opens-dialog]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#ask").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#ask").is_hidden()


def test_the_menu_of_a_phone_opens_without_scripts(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address)
    assert page.locator("#site-menu").is_hidden()
    page.locator(".menu-button").click()
    assert page.locator("#site-menu").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#site-menu").is_hidden()
    context.close()


def test_nearest_shops_come_first_and_the_position_stays_in_the_browser(chromium: Any, address: str) -> None:
    context = chromium.new_context(
        geolocation={"latitude": 49.0, "longitude": 8.4}, permissions=["geolocation"], locale="de-DE"
    )
    page = context.new_page()
    page.goto(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.locator("[data-sort-distance]").click()
    first = page.locator("#list-rows .card").first
    first.locator("[data-distance]").wait_for(state="visible")
    assert first.locator(".card__title").inner_text() == "Stadtteilbibliothek"
    assert not {"fetch", "xhr", "ping", "document"} & set(asked)
    context.close()


def test_the_map_is_drawn_or_says_that_it_cannot_be_and_the_list_stays(page: Any, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + "karte/")
    page.locator("[data-map-ready], .map--missing").wait_for(timeout=20_000)
    page.locator("#twin a").first.focus()
    assert page.locator("#twin .is-active, .map--missing").count() == 1
    assert page.locator("#twin a").count() == 2
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("frame", ["", "office/", "plain/"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nobody_is_shut_out_of_any_component(chromium: Any, address: str, scheme: str, frame: str, width: int) -> None:
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + frame)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    context.close()
