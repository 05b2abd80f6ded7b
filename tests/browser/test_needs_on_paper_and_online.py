"""Paper is equal: the same questions answered on a phone, and typed in from sheets that came back, without a mouse."""

import os
import re
import subprocess
import sys
import time

import pytest

from kiezkontor.config.checks.steps import clean_environment
from kiezkontor.config.folders import ROOT
from tests.browser.pages import COORDINATOR, DISTRICT, sign_in
from tests.browser.watching import AXE, RUN, TAGS

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
SHEETS = f"{DISTRICT}/buero/ansprache/boegen/"
# Ticked on the sheet, question by question; the free texts are left out.
TICKED = ("1", "", "", "", "1", "13", "13", "5", "1", "25")
MOST_KEYS, MOST_SECONDS = 25, 30
A_SHEET = """
from kiezkontor.districts.models import District
from kiezkontor.notices.links import make_link
from kiezkontor.organisations.models import Organisation
district = District.objects.get(slug="karlstrasse")
asked = Organisation.objects.filter(memberships__district=district).order_by("pk").first()
made = make_link("needs.answer", asked.pk, days=30, scope_id=district.pk, with_code=True)
print("SHEET", made.code, made.token)
"""


@pytest.fixture
def sheet(site):
    """Code and token of a sheet as it is printed; files hold them as pictures of letters alone."""
    environment = {**clean_environment(), "KONTOR_DATA": str(site.data), "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", A_SHEET]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return re.search(r"SHEET (\w+) ([\w-]+)", told.stdout).groups()


class Keys:
    """Counts every key that is pressed."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def type(self, text):
        self.count += len(text)
        self.page.keyboard.type(text)

    def enter(self):
        self.count += 1
        self.page.keyboard.press("Enter")


def open_sheet(page, site, code):
    page.goto(site.page(SHEETS))
    cursor_in(page, "code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/boegen/\d+/"))
    cursor_in(page, "turnover")


def cursor_in(page, name):
    """A person types once the cursor is there; pages put it there by themselves."""
    page.wait_for_function("name => document.activeElement.name === name", arg=name)


def violations(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, TAGS)


def test_a_sheet_is_typed_in_without_a_mouse_and_the_next_may_follow(page, site, sheet):
    code, _token = sheet
    sign_in(page, site, COORDINATOR)
    open_sheet(page, site, code.lower())
    keys, begun = Keys(page), time.monotonic()
    for ticked in TICKED:
        keys.type(ticked)
        keys.enter()
    page.wait_for_url(re.compile("/boegen/$"))
    assert keys.count <= MOST_KEYS
    assert time.monotonic() - begun < MOST_SECONDS
    page.get_by_text(re.compile("heute eingegeben, zuletzt")).wait_for()
    cursor_in(page, "code")
    page.get_by_role("link", name="Berichtigen").click()
    assert page.locator("[name=skill_gaps]").input_value() == "1 3"
    assert violations(page) == []


def test_a_wrong_key_is_seen_said_and_mended_where_it_is(page, site, sheet):
    code, _token = sheet
    sign_in(page, site, COORDINATOR)
    open_sheet(page, site, code)
    keys = Keys(page)
    keys.type("9")
    assert page.locator(".is-typed").count() == 0
    for _question in TICKED:
        keys.enter()
    page.get_by_text("Diese Frage hat die Antworten 1 bis 4.").first.wait_for()
    cursor_in(page, "turnover")
    assert violations(page) == []
    page.locator("[name=turnover]").fill("2")
    assert page.locator(".is-typed").inner_text() == "er bleibt gleich"


def test_the_questions_are_answered_on_a_phone_and_survive_a_lost_connection(chromium, site, sheet):
    _code, token = sheet
    context = chromium.new_context(viewport=PHONE, locale="de-DE")
    phone = context.new_page()
    phone.goto(site.page(f"{DISTRICT}/bedarf/{token}/"))
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_label("er sinkt").check()
    phone.get_by_label(re.compile("Was wünschen Sie sich")).fill("Mehr Bänke vor der Tür.")
    context.set_offline(True)
    phone.get_by_role("button", name="Antworten absenden").click()
    context.set_offline(False)
    phone.goto(site.page(f"{DISTRICT}/bedarf/{token}/"))
    phone.get_by_text("Es steht wieder im Formular.").wait_for()
    assert phone.get_by_label("er sinkt").is_checked()
    phone.get_by_role("button", name="Antworten absenden").click()
    phone.get_by_role("heading", name="Danke für Ihre Antworten").wait_for()
    assert violations(phone) == []
    assert {cookie["name"] for cookie in context.cookies()} <= {"csrftoken"}
    context.close()
