"""What a first visit weighs, measured where the browser receives it: compressed, with headers, nothing cached."""

import pytest

from tests.browser.pages import DISTRICT

pytestmark = pytest.mark.browser
GARMISCH = "/garmisch-partenkirchen"


def bytes_received(chromium, site, path):
    """What arrives until the page has been quiet for half a second, and after the whole list was seen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site.page(path))
    if "/karte/" in path:
        page.locator("canvas.maplibregl-canvas").wait_for(timeout=60_000)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    context.close()
    return sum(sizes)


@pytest.mark.parametrize("path", [f"{DISTRICT}/verzeichnis/", f"{GARMISCH}/verzeichnis/", f"{DISTRICT}/en/verzeichnis/"])
def test_the_directory_stays_below_130_kb(chromium, site, path):
    assert bytes_received(chromium, site, path) <= 130_000


def test_letters_of_other_languages_do_not_make_it_heavy(chromium, site):
    # Turkish and Polish letters come in names of shops everywhere.
    assert bytes_received(chromium, site, f"{GARMISCH}/verzeichnis/?q=Do%C4%9Fan%20%C5%81%C3%B3d%C5%BA%20%C5%9Eahin") <= 130_000


@pytest.mark.parametrize("path", [f"{DISTRICT}/karte/", f"{GARMISCH}/karte/"])
def test_the_map_stays_below_600_kb(chromium, site, path):
    assert bytes_received(chromium, site, path) <= 600_000
