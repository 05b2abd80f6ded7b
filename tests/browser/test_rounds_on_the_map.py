"""Somebody looks at where shops were vacant, and goes back in time."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import DISTRICT

pytestmark = pytest.mark.browser
MAP = f"{DISTRICT}/bestandsaufnahme/karte/"
FIRST = re.compile(r"Am 16\. Februar 2026")


def test_the_slider_goes_from_round_to_round(page, site):
    page.goto(site.page(MAP))
    page.locator("[data-map-ready]").wait_for()
    slider = page.get_by_role("slider", name="Tag")
    latest = slider.get_attribute("aria-valuetext")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=2, name=FIRST)).to_be_visible()
    expect(page.get_by_label("Tag").and_(page.locator("select"))).to_have_value("1")
    assert "round=1" in page.url
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=2, name=f"Am {latest}")).to_be_visible()


def test_without_scripts_a_choice_and_a_button_do_the_same(chromium, site):
    page = chromium.new_context(java_script_enabled=False, locale="de-DE").new_page()
    page.goto(site.page(MAP))
    page.get_by_label("Tag").select_option("1")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("heading", level=2, name=FIRST)).to_be_visible()
    expect(page.get_by_role("table", name="Leerstand nach Straßen")).to_be_visible()
    page.context.close()
