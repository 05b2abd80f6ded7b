"""A unit is split, its part photographed, and the split taken back, on pages that put no barrier in the way."""

import pytest

from kiezkontor.organisations.tests.builders import picture
from tests.browser.pages import COORDINATOR, DISTRICT, first_link, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
FRONT = {"name": "front.jpg", "mimeType": "image/jpeg", "buffer": picture(800, 600)}
UNITS = f"{DISTRICT}/buero/einheiten/"
WIDTHS = """Promise.all([...document.images].map(async image => {
    image.loading = "eager";
    await image.decode();
    return image.naturalWidth;
}))"""


def test_rooms_change_and_a_mistake_is_taken_back(context, site):
    sign_in(context.new_page(), site, COORDINATOR)
    watch = Watch(context, site)
    page = watch.page
    unit = first_link(context.request, site, f"{UNITS}?q=Karlstra%C3%9Fe+63", rf"{UNITS}\d+/")
    watch.look_at(f"{unit}zusammenlegen/")
    page.goto(site.page(f"{unit}teilen/"))
    page.get_by_role("button", name="Teilen").click()
    page.get_by_text("Die Einheit ist in 2 Teile geteilt.").wait_for()
    watch.look_at(unit)
    watch.look_at(f"{unit}zuruecknehmen/")
    page.goto(site.page(f"{unit}zuruecknehmen/"))
    page.get_by_role("button", name="Zurücknehmen").click()
    page.get_by_text("Es ist zurückgenommen").wait_for()
    assert page.url == site.page(unit)
    page.get_by_role("link", name="Foto der Einheit hinzufügen").click()
    page.get_by_label("Foto", exact=True).set_input_files([FRONT])
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Entfernen").wait_for()
    assert all(page.evaluate(WIDTHS))
    watch.look_at(unit)
    remove = page.get_by_role("link", name="Entfernen").get_attribute("href")
    watch.look_at(remove)
    page.get_by_role("button", name="Foto entfernen").click()
    page.get_by_text("Das Foto wurde entfernt.").wait_for()
    assert watch.wrong == {}
