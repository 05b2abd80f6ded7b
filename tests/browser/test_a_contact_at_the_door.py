"""A contact noted on a phone in front of a shop: few touches, few seconds, and the pipeline has moved."""

import time

import pytest

from tests.browser.pages import COORDINATOR, DISTRICT, first_link, sign_in

pytestmark = pytest.mark.browser
MOST_TOUCHES, MOST_SECONDS = 6, 15


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_visit_is_noted_with_a_few_touches(page, site, chromium, scripts):
    sign_in(page, site, COORDINATOR)
    entry = first_link(
        page.context.request, site, f"{DISTRICT}/buero/ansprache/?q=Musterblatt", rf"{DISTRICT}/buero/ansprache/\d+/"
    )
    phone = chromium.new_page(
        locale="de-DE",
        java_script_enabled=scripts,
        storage_state=page.context.storage_state(),
        viewport={"width": 360, "height": 740},
        has_touch=True,
    )
    phone.goto(site.page(entry))
    before = phone.locator("#contacts ~ .timeline > li").count()
    started, touches = time.monotonic(), 0
    for touched in (
        phone.get_by_role("link", name="Kontakt notieren"),
        phone.get_by_label("Miete und Mietvertrag").first,
        phone.get_by_label("gemeinsame Aktionen").first,
        phone.get_by_role("button", name="Kontakt speichern"),
    ):
        touched.tap()
        touches += 1
    phone.get_by_text("Der Kontakt ist notiert.").wait_for()
    assert touches <= MOST_TOUCHES
    assert time.monotonic() - started < MOST_SECONDS
    assert phone.locator("#contacts ~ .timeline > li").count() == before + 1
    assert "gemeinsame Aktionen, Miete und Mietvertrag" in phone.locator("#contacts ~ .timeline").inner_text()
    phone.context.close()


def test_a_task_is_noted_and_done_at_the_desk_without_leaving_it(page, site):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/"))
    page.get_by_label("Was ist zu tun?").fill("Plakate abholen")
    page.get_by_role("button", name="Notieren").click()
    page.get_by_role("link", name="Plakate abholen").wait_for()
    page.evaluate("document.body.dataset.same = 'yes'")
    page.get_by_role("button", name="Erledigt: Plakate abholen").click()
    page.get_by_text("Erledigt: Plakate abholen").first.wait_for()
    page.get_by_role("button", name="Rückgängig machen").click()
    page.get_by_role("link", name="Plakate abholen").wait_for()
    assert page.evaluate("document.body.dataset.same") == "yes"
