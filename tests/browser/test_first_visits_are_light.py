"""What a first visit weighs, measured where the browser receives it: compressed, with headers, nothing cached."""

import time

import pytest

from tests.browser.pages import DISTRICT

pytestmark = pytest.mark.browser
GARMISCH = "/garmisch-partenkirchen"
QUIET_SECONDS = 1


ADD_NAMES = """names => {
  for (const tag of ['p', 'strong']) {
    document.querySelector('main').append(Object.assign(document.createElement(tag), {textContent: names}));
  }
}"""


def bytes_received(chromium, site, path, names=""):
    """What arrives until nothing has come for a second, after the whole list was seen.

    names: shown besides, in both weights of the page.
    """
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site.page(path))
    if "/karte/" in path:
        page.locator("[data-map-ready]").wait_for(timeout=60_000)
    page.evaluate(ADD_NAMES, names)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.evaluate("() => document.body.offsetHeight && document.fonts.ready.then(() => null)")
    arrived, since = 0, time.monotonic()
    while time.monotonic() - since < QUIET_SECONDS:
        page.wait_for_timeout(50)
        if len(sizes) > arrived:
            arrived, since = len(sizes), time.monotonic()
    context.close()
    return sum(sizes)


@pytest.mark.parametrize("district", [DISTRICT, GARMISCH, f"{DISTRICT}/en"])
def test_the_directory_stays_below_130_kb(chromium, site, district):
    assert bytes_received(chromium, site, f"{district}/verzeichnis/") <= 130_000


def test_names_from_other_languages_do_not_make_it_heavy(chromium, site):
    plain = bytes_received(chromium, site, f"{GARMISCH}/verzeichnis/")
    weight = bytes_received(chromium, site, f"{GARMISCH}/verzeichnis/", names="Doğan Şahin, Łódź, Brâncuși, Dvořák")
    assert plain + 5_000 < weight <= 130_000


@pytest.mark.parametrize("district", [DISTRICT, GARMISCH])
def test_the_map_stays_below_600_kb(chromium, site, district):
    assert bytes_received(chromium, site, f"{district}/karte/") <= 600_000
