"""A vacancy that the office is in talks about becomes an interim use, is told to the register, and is let for good."""

import re
from datetime import date, timedelta

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, sign_in
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
CASES = f"{DISTRICT}/buero/leerstand/"


def test_from_talks_to_an_interim_use_to_a_permanent_lease(context, site):
    sign_in(context.new_page(), site, COORDINATOR)
    watch = Watch(context, site)
    page, today = watch.page, date.today()
    page.goto(site.page(f"{CASES}?stage=in_talks"))
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Nutzung vereinbaren").click()
    page.get_by_role("heading", name="Nutzung vereinbaren").wait_for()
    watch.look_at(page.url.removeprefix(site.page("")))
    page.get_by_label("Zwischennutzung").check()
    page.get_by_label("Wofür sie genutzt wird").fill("Nähwerkstatt")
    page.get_by_label("Name des Geschäfts oder der Nutzung").fill("Nähstube Muster (Demo)")
    page.get_by_label("Mieter oder Nutzerin").fill("Nele Probe (erfunden)")
    page.get_by_label("Erster Tag").fill((today - timedelta(days=1)).isoformat())
    page.get_by_label("Kaltmiete im Monat in Euro").fill("120,50")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Eine befristete Nutzung braucht ihren letzten Tag").first.wait_for()
    assert page.get_by_label("Kaltmiete im Monat in Euro").input_value() == "120,50"
    page.get_by_label("Letzter Tag").fill((today + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("heading", name="Nähstube Muster (Demo)").wait_for()
    use = page.url
    watch.look_at(page.url.removeprefix(site.page("")))
    page.get_by_role("button", name="Im Register vermerken").click()
    page.get_by_text("Das Register kennt diese Nutzung jetzt.").wait_for()
    page.get_by_role("link", name="Dauerhaft machen").click()
    page.get_by_role("heading", name="Dauerhaft machen").wait_for()
    assert page.get_by_label("Kaltmiete im Monat in Euro").input_value() == "120,50"
    page.get_by_label("Kaltmiete im Monat in Euro").fill("640")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Es ist jetzt ein dauerhafter Mietvertrag.").wait_for()
    assert page.url != use
    watch.look_at(page.url.removeprefix(site.page("")))
    page.goto(site.page(f"{CASES}?stage=let"))
    page.get_by_role("heading", name="Leerstände").wait_for()
    page.goto(use)
    page.get_by_text(re.compile("Dauerhaft geworden")).first.wait_for()
    assert watch.wrong == {}
