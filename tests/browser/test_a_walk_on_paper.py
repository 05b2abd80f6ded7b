"""Paper is equal: rows of a list that were ticked on the way are typed in, one key a row, with and without scripts."""

import os
import re
import subprocess
import sys

import pytest

from kiezkontor.config.checks.steps import clean_environment
from kiezkontor.config.folders import ROOT
from tests.browser.pages import COORDINATOR, DISTRICT, sign_in
from tests.browser.watching import AXE, RUN, TAGS, Watch

pytestmark = pytest.mark.browser
ROWS = 5
A_ROUND = """
from django.db.models import Max
from django.utils import timezone
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.actions.rounds import go, plan_round
district, by = District.objects.get(slug="karlstrasse"), system_viewer("test")
number = SurveyRound.objects.filter(district=district).aggregate(last=Max("number"))["last"] + 1
planned = plan_round(district, number=number, reference_on=timezone.localdate(), by=by)
go(planned, "in_field", by=by)
print("ROUND", number)
"""


@pytest.fixture
def number(site):
    environment = {**clean_environment(), "KONTOR_DATA": str(site.data), "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", A_ROUND]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return re.search(r"ROUND (\d+)", told.stdout)[1]


def invented(page):
    return "(Demo)" in page.locator("main").inner_text()


def unless_invented(page, key):
    """The invented ones of the demo stay where they are, because other tests look for them."""
    return "1" if invented(page) else key


def left(page):
    """How many rows the page says are left."""
    page.wait_for_function("() => document.activeElement?.name === 'box'")
    return int(re.search(r"Noch (\d+) Zeile", page.get_by_role("status").first.inner_text())[1])


def test_each_row_takes_one_key(page, site, number):
    sign_in(page, site, COORDINATOR)
    page.goto(site.page(f"{DISTRICT}/buero/bestandsaufnahmen/{number}/papier/"))
    page.get_by_role("link", name="Listen eingeben").click()
    rows = left(page)
    done = 0
    while done < ROWS or invented(page):
        shown = page.locator("h2").first.inner_text()
        page.keyboard.type(unless_invented(page, "2"))
        page.wait_for_function("was => document.querySelector('main h2').innerText !== was", arg=shown)
        done += 1
        assert left(page) == rows - done
    page.keyboard.type("3")
    page.wait_for_function("() => document.activeElement.name === 'name'")
    assert page.locator(".is-typed").inner_text() == "genutzt, jemand anderes"
    page.keyboard.type("Backstube Probe")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("after="))
    assert left(page) == rows - done - 1
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, TAGS) == []


def test_without_scripts_a_row_takes_a_key_and_enter(page, site, chromium, number):
    sign_in(page, site, COORDINATOR)
    state = page.context.storage_state()
    plain = chromium.new_page(locale="de-DE", java_script_enabled=False, storage_state=state)
    plain.goto(site.page(f"{DISTRICT}/buero/bestandsaufnahmen/{number}/papier/eingeben/"))
    shown = plain.locator("h2").first.inner_text()
    plain.keyboard.type(unless_invented(plain, "2"))
    plain.keyboard.press("Enter")
    plain.wait_for_url(re.compile("after="))
    assert plain.locator("h2").first.inner_text() != shown
    plain.get_by_text("Zuletzt eingegeben:").wait_for()
    plain.close()


def test_the_pages_of_a_round_in_the_field_meet_no_barrier(context, site, number):
    sign_in(context.new_page(), site, COORDINATOR)
    of_a_round = f"{DISTRICT}/buero/bestandsaufnahmen/{number}/"
    watch = Watch(context, site)
    for path in (
        "",
        "segmente/",
        "segmente/neu/",
        "segmente/teilen/",
        "einheiten/",
        "pruefung/",
        "einfrieren/",
        "papier/",
    ):
        watch.look_at(of_a_round + path)
    assert watch.wrong == {}
