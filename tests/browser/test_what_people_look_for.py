"""Someone who has never seen the site finds an open bakery, an empty shop, and who runs the project."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.methods.opening_hours import public_holidays
from tests.browser.pages import DISTRICT

pytestmark = pytest.mark.browser
BERLIN = ZoneInfo("Europe/Berlin")


def coming_workday():
    """The next Tuesday to Friday after today that is no holiday: pages carry the times of the coming days alone."""
    days = (datetime.now(BERLIN).date() + timedelta(days=number) for number in range(1, 8))
    return next(day for day in days if day.weekday() in {1, 2, 3, 4} and day not in public_holidays("DE-BW", day.year))


def test_a_stranger_finds_a_bakery_by_its_sign_and_learns_when_it_is_open(page, site):
    page.goto(site.page(f"{DISTRICT}/"))
    page.get_by_role("combobox", name="Was suchen Sie?").fill("Bäckerei")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/verzeichnis/\?"))
    assert "Bäckerei" in page.locator("main .card").first.inner_text()
    link = page.locator("main .card__title a").first
    name = link.inner_text()
    link.click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    text = page.locator("main").inner_text()
    assert "Bäckerei" in text
    assert re.search(rf"{re.escape(name)}\s+(Geöffnet|Geschlossen|Vielleicht)", text)
    assert re.search(r"Öffnungszeiten\s+(Mo|Di|Mi|Do|Fr|Sa|So)", text)
    assert re.search(r"Anschrift\s.*\d+", text)


def test_whoever_asks_for_open_places_gets_only_places_that_may_be_open(page, site):
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?open=1"))
    for badge in page.locator("main .card .open").all_inner_texts():
        assert re.match(r"Geöffnet|Durchgehend|Vielleicht", badge), badge


def test_open_and_closed_follow_the_clock_of_the_visitor(page, site):
    day = coming_workday()
    page.clock.set_fixed_time(datetime.combine(day, time(10), BERLIN))
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?q=Speichengl%C3%BCck"))
    assert page.locator("main .card .open").first.inner_text() == "Geöffnet bis 13:00 Uhr"
    page.clock.set_fixed_time(datetime.combine(day, time(13, 30), BERLIN))
    page.reload()
    assert page.locator("main .card .open").first.inner_text() == "Geschlossen, öffnet um 14:00 Uhr"


def test_a_stranger_finds_an_empty_shop_and_whom_to_ask(page, site):
    page.goto(site.page(f"{DISTRICT}/"))
    page.locator("main").get_by_role("link", name=re.compile("Leerstand")).first.click()
    page.wait_for_url(re.compile("/leerstand/"))
    assert re.search(r"Karlstraße \d+\s+Leer spätestens seit", page.locator("main").inner_text())
    page.get_by_role("link", name="Das Büro vor Ort fragen").click()
    page.wait_for_url(re.compile("/kontakt/"))


def test_a_stranger_finds_who_runs_the_project_and_who_pays(page, site):
    page.goto(site.page(f"{DISTRICT}/"))
    page.get_by_role("navigation").get_by_role("link", name="Projekte").first.click()
    page.locator("main").get_by_role("link", name="Lebendige Karlstraße").first.click()
    page.get_by_role("heading", level=1, name="Lebendige Karlstraße").wait_for()
    text = page.locator("main").inner_text()
    for fact in ("Musterträger", "Mira Musterfrau", "1. Januar 2026 bis 31. Dezember 2027", "Gefördert durch"):
        assert fact in text


def test_filters_answer_without_a_new_page_and_say_how_many(page, site):
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.evaluate("window.stillTheSame = true")
    page.get_by_role("checkbox", name=re.compile("Stufenlos")).check()
    page.wait_for_url(re.compile("step_free=1"))
    page.locator("#announcer", has_text=re.compile(r"\d+ Eintr")).wait_for(state="attached")
    assert page.evaluate("window.stillTheSame")
    shown = page.url
    page.goto(shown)
    assert page.get_by_role("checkbox", name=re.compile("Stufenlos")).is_checked()


def test_on_a_phone_the_filters_stay_open_until_the_results_are_asked_for(chromium, site):
    page = chromium.new_context(viewport={"width": 360, "height": 740}, locale="de-DE").new_page()
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("checkbox", name=re.compile("Stufenlos")).check()
    page.wait_for_url(re.compile("step_free=1"))
    page.get_by_role("link", name="Filter entfernen: Stufenlos").wait_for()
    page.get_by_role("checkbox", name=re.compile("Unabhängig")).check()
    page.wait_for_url(re.compile("independent=1"))
    page.get_by_role("button", name="Ergebnisse zeigen").click()
    page.locator("details.filters:not([open])").wait_for()
    assert page.locator("main .card").first.bounding_box()["y"] < 740
    page.context.close()


def test_everything_works_without_javascript(chromium, site):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.get_by_role("combobox", name="Was suchen Sie?").fill("fahrrad reparieren")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=fahrrad"))
    assert "Radwerkstatt Speichenglück" in page.locator("main").inner_text()
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("checkbox", name=re.compile("Stufenlos")).check()
    page.get_by_role("button", name="Ergebnisse zeigen").click()
    page.wait_for_url(re.compile("step_free=1"))
    assert page.locator("main .card").first.bounding_box()["y"] < 740
    page.get_by_role("link", name="Filter entfernen: Stufenlos").click()
    page.wait_for_url(re.compile("verzeichnis/$"))
    page.goto(site.page(f"{DISTRICT}/karte/"))
    assert "Die Liste zeigt dieselben Einträge" in page.locator("main").inner_text()
    assert page.locator("main .card").count() > 3
    context.close()


def test_the_map_draws_and_has_a_list_beside_it(page, site):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site.page(f"{DISTRICT}/karte/"))
    page.locator("canvas.maplibregl-canvas").wait_for()
    assert page.locator("main .card").count() > 3
    assert errors == []


def test_a_vacant_unit_is_shown_where_it_is(page, site):
    page.goto(site.page(f"{DISTRICT}/leerstand/"))
    unit = page.locator(".vacancies__unit", has_text="Karlstraße 66")
    unit.get_by_role("link", name="Auf der Karte zeigen").click()
    card = page.locator(".map-card", has_text="Karlstraße 66")
    card.wait_for()
    card.get_by_role("link").click()
    page.wait_for_url(re.compile("/leerstand/#vacant-unit-"))


def test_a_tap_on_the_map_of_a_phone_opens_a_card_there(chromium, site):
    context = chromium.new_context(locale="de-DE", viewport={"width": 360, "height": 640}, has_touch=True)
    page = context.new_page()
    page.goto(site.page(f"{DISTRICT}/karte/?q=Speichengl%C3%BCck"))
    ground = page.locator("[data-map-ready]")
    ground.wait_for(timeout=60_000)
    ground.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    box = ground.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    card = page.locator(".map-card")
    for _try in range(60):  # the only pin is in the middle as soon as it is drawn
        page.touchscreen.tap(*middle)
        page.wait_for_timeout(500)
        if card.count():
            break
    assert "Speichenglück" in card.inner_text()
    shown = page.locator(".maplibregl-popup-content").bounding_box()
    assert box["x"] <= shown["x"]
    assert shown["x"] + shown["width"] <= box["x"] + box["width"]
    assert page.evaluate("scrollY") == before
    assert "is-active" in page.locator("#entries [data-key]").first.get_attribute("class")
    context.close()


@pytest.mark.parametrize(
    ("path", "sheets"),
    [
        ("/verzeichnis/?q=Speichengl%C3%BCck", 2),
        ("/leerstand/", 1),
        ("/projekte/lebendige-karlstrasse/", 1),
    ],
)
def test_paper_is_filled_before_the_next_sheet_begins(page, site, path, sheets):
    page.goto(site.page(f"{DISTRICT}{path}"))
    if "?" in path:
        page.locator("main .card__title a").first.click()
        page.locator(".profile").wait_for()
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= sheets
    page.emulate_media(media="print")
    if "?" in path:
        photo, hours = (page.locator(part).bounding_box() for part in (".profile .photo", ".profile .hours"))
        assert abs(photo["y"] - hours["y"]) < photo["height"]


def test_the_sheet_for_the_door_has_the_paper_to_itself_and_paper_says_nothing_of_now(page, site):
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?q=Speichengl%C3%BCck"))
    assert page.locator("main .card .open").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("main .card .open").first.is_hidden()
    page.emulate_media(media="screen")
    page.locator("main .card__title a").first.click()
    page.get_by_role("link", name="Aushang mit Code für die Tür").click()
    page.get_by_role("img", name="QR-Code").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".door-sheet__code").bounding_box()["width"] > 400
    assert [page.locator(f".{part}").first.is_hidden() for part in ("site-header", "site-footer", "funding")] == [
        True
    ] * 3


def test_a_search_field_offers_words_while_somebody_types(page, site):
    page.goto(site.page(f"{DISTRICT}/"))
    page.get_by_role("combobox", name="Was suchen Sie?").press_sequentially("bäck")
    page.locator('datalist option[value="Bäckerei"]').wait_for(state="attached")
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.get_by_role("combobox", name="Was suchen Sie?").press_sequentially("fahrr")
    page.locator('datalist option[value^="Fahrrad"]').first.wait_for(state="attached")


def test_a_name_in_one_long_word_stays_on_a_narrow_screen(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?q=Speichengl%C3%BCck"))
    page.locator("main .card__title a").first.click()
    page.get_by_role("link", name="Hier stimmt etwas nicht").click()
    page.locator(".breadcrumb a", has_text="Speichenglück").evaluate("link => link.textContent = 'Rad'.repeat(60)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(site.page(f"{DISTRICT}/inhalt-melden/"))
    page.locator(".kern-form-check .kern-label").first.evaluate("label => label.append('Rad'.repeat(60))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
