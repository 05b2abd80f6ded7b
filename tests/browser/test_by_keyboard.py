"""Everything is reached by keyboard, in the order of reading, and one always sees where one is."""

import re

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, sign_in

pytestmark = pytest.mark.browser
# Two looks at the focused element: with and without its focus, or a part of it that stands for it.
MARKED = """() => {
  const looks = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor].join();
  };
  const focused = document.activeElement;
  const shown = [focused, focused.closest('.card, .kern-form-input__select-wrapper, .filter') ?? focused];
  const before = shown.map(looks);
  focused.blur();
  const after = shown.map(looks);
  focused.focus({focusVisible: true, preventScroll: true});
  return before.join() !== after.join();
}"""
NAME = """() => {
  const one = document.activeElement;
  return (one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText || one.name || one.tagName)
    .trim().split('\\n')[0];
}"""


def walk(page, most=200):
    """Names of what Tab reaches, until the page ends; every stop must be visible and marked."""
    names, unmarked = [], []
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        name = page.evaluate(NAME)
        if names.count(name) > 30:
            break
        if not page.evaluate(MARKED):
            unmarked.append(name)
        names.append(name)
    assert unmarked == []
    return names


def test_the_first_stop_skips_to_the_content(page, site):
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Zum Inhalt springen"
    box = page.locator(".skip-link").bounding_box()
    assert box["y"] >= 0
    assert box["height"] > 20
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_follows_the_order_of_reading_and_the_focus_is_always_seen(page, site):
    page.goto(site.page(f"{DISTRICT}/verzeichnis/?q=fahrrad"))
    names = walk(page)
    order = [
        "Zum Inhalt springen",
        "Karlstraße",
        "English",
        "Verzeichnis",
        "Was suchen Sie?",
        "Suchen",
        "Radwerkstatt Speichenglück (Demo)",
        "Impressum",
    ]
    places = [names.index(name) for name in order]
    assert places == sorted(places), names


@pytest.mark.parametrize("path", ["/", "/verzeichnis/?q=Speichengl%C3%BCck", "/kontakt/", "/barriere-melden/"])
def test_the_focus_is_seen_on_dark_pages_too(page, site, path):
    page.emulate_media(color_scheme="dark")
    page.goto(site.page(f"{DISTRICT}{path}"))
    assert len(walk(page)) > 15


def test_search_filter_and_result_need_no_mouse(page, site):
    page.goto(site.page(f"{DISTRICT}/verzeichnis/"))
    page.get_by_role("combobox", name="Was suchen Sie?").focus()
    page.keyboard.type("Speichenglück")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=Speichengl"))
    page.get_by_role("checkbox", name=re.compile("Unabhängig")).focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("independent=1"))
    page.locator("input[name=independent]:focus").wait_for()
    page.locator(".card__title a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Radwerkstatt Speichenglück").wait_for()


def test_the_menu_of_a_phone_needs_no_mouse(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site.page(f"{DISTRICT}/"))
    page.get_by_role("button", name="Menü").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Leerstand").or_(page.get_by_role("link", name="Kontakt")).first.is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#site-menu").is_hidden()
    assert page.evaluate(NAME) == "Menü"


def test_the_office_needs_no_mouse(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/"))
    names = walk(page)
    places = [names.index(name) for name in ("Zum Inhalt springen", "Büro", "Übersicht", "Einträge", "Protokoll")]
    assert places == sorted(places), names
