"""Someone who has never seen the site finds an open bakery, an empty shop, and who runs the project."""

import re
from datetime import datetime

import pytest

pytestmark = pytest.mark.browser


def test_a_stranger_finds_a_bakery_by_its_sign(page, site):
    page.goto(site.page("/karlstrasse/"))
    page.get_by_role("searchbox").first.fill("Bäckerei")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"verzeichnis/\?"))
    first = page.locator("main li h3 a, main article h3 a, main .card a").first
    name = first.inner_text()
    first.click()
    page.wait_for_load_state()
    assert name.strip() in page.get_by_role("heading", level=1).inner_text()
    assert "Bäckerei" in page.locator("main").inner_text()


def test_whoever_asks_for_open_shops_gets_only_open_ones(page, site):
    page.goto(site.page("/karlstrasse/verzeichnis/?open=1"))
    shown = page.locator("[data-open-intervals]").all()
    now = datetime.now().astimezone()
    for place in shown:
        assert "geöffnet" in place.inner_text().lower() or "offen" in place.inner_text().lower(), now


def test_a_stranger_finds_an_empty_shop(page, site):
    page.goto(site.page("/karlstrasse/"))
    page.get_by_role("link", name=re.compile("leer", re.IGNORECASE)).first.click()
    page.wait_for_load_state()
    assert re.search(r"Karlstraße \d+", page.locator("main").inner_text())


def test_a_stranger_finds_who_runs_the_project(page, site):
    page.goto(site.page("/karlstrasse/"))
    page.get_by_role("link", name=re.compile("Projekt")).first.click()
    page.wait_for_load_state()
    if "lebendige-karlstrasse" not in page.url:
        page.locator("main").get_by_role("link", name=re.compile("Lebendige Karlstraße")).first.click()
        page.wait_for_load_state()
    text = page.locator("main").inner_text()
    assert "Musterträger" in text
    assert "Mira Musterfrau" in text


def test_everything_works_without_javascript(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.page("/karlstrasse/verzeichnis/"))
    page.locator("input[name=q]").first.fill("fahrrad reparieren")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "Radwerkstatt Speichenglück" in page.locator("main").inner_text()
    context.close()


def test_filters_answer_without_a_new_page_and_say_how_many(page, site):
    page.goto(site.page("/karlstrasse/verzeichnis/"))
    page.evaluate("window.sameePage = true")
    box = page.locator("input[name=independent]").first
    if not box.is_visible():
        page.locator("summary").first.click()
    box.check()
    page.wait_for_url(re.compile("independent=1"))
    assert page.evaluate("window.sameePage") is True
    assert re.search(r"\d+", page.locator("#announcer").inner_text() or page.locator("[aria-live]").first.inner_text())


@pytest.mark.parametrize(("path", "most_kb"), [("/karlstrasse/verzeichnis/", 130), ("/karlstrasse/karte/", 600)])
def test_the_first_visit_is_light(chromium, site, path, most_kb):
    context = chromium.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site.page(path))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    context.close()
    assert sum(sizes) / 1000 <= most_kb


def test_the_map_draws_and_has_a_list_beside_it(page, site):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site.page("/karlstrasse/karte/"))
    page.locator("canvas.maplibregl-canvas").wait_for(timeout=20_000)
    assert page.locator("main a[href*='/verzeichnis/']").count() > 3
    assert errors == []
