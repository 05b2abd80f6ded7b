"""A hint from a phone in few touches, and a place pointed at on a map that is fetched once it is unfolded."""

import re

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, OWNER, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
MOST_TOUCHES = 4


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True)
    yield context.new_page()
    context.close()


def test_a_trader_gives_a_hint_in_four_touches_and_the_office_finds_it(phone, page, site, tmp_path):
    sign_in(phone, site, OWNER)
    phone.goto(site.page(f"{DISTRICT}/mein/"))
    touches = [
        lambda: phone.get_by_role("link", name="Hinweis geben", exact=True).click(),
        lambda: phone.get_by_label("Was möchten Sie sagen?").fill("Vor der 52 liegt Glas auf dem Radweg."),
        lambda: phone.get_by_role("button", name="Abschicken").click(),
    ]
    assert len(touches) <= MOST_TOUCHES
    for touch in touches:
        touch()
    phone.wait_for_url(re.compile(r"/mein/hinweise/\d+/$"))
    assert "eingegangen" in phone.locator("main").inner_text()
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/hinweise/"))
    page.get_by_role("link", name="Vor der 52 liegt Glas auf dem Radweg").click()
    page.get_by_role("link", name="Entscheiden").click()
    page.get_by_label("angenommen").check()
    page.get_by_role("button", name="Speichern").click()
    phone.reload()
    assert "angenommen" in phone.locator("main").inner_text()


def test_a_map_is_fetched_once_it_is_unfolded_and_fills_both_numbers(context, site):
    watch, fetched = Watch(context, site), []
    page = watch.page
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(site.page(f"{DISTRICT}/hinweise/neu/"))
    assert [url for url in fetched if "/built/map" in url and url.endswith(".js")] == []
    page.get_by_text("Auf der Karte zeigen").click()
    place = page.locator("[data-map-ready]")
    place.wait_for()
    place.click()
    assert float(page.get_by_label("Breite").input_value()) > 48
    watch.look()
    assert watch.wrong == {}
