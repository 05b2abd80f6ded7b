"""The walk on a slow telephone: from a touch to the next house, and the notes of a day over a slow network."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.viewer import FIELD_WORKER, system_viewer
from kiezkontor.config.bench.measure import FIRST_PORT
from kiezkontor.config.bench.rush import APPLICATION
from kiezkontor.config.bench.servers import base_of, serving
from kiezkontor.config.checks import chromium
from kiezkontor.districts.actions.roles import give_role
from kiezkontor.districts.models import District
from kiezkontor.premises.actions.imports import import_table
from kiezkontor.premises.models import Observation, SurveyRound

UNITS = 300
BEFORE = date(2024, 2, 1)
SLOWER = 6
SCREEN = {"width": 360, "height": 740}
# "Slow 3G" as browsers have it to choose: milliseconds, and bytes a second.
LATENCY_MS, DOWN, UP = 300, 1_600_000 / 8, 750_000 / 8
PATIENCE_SECONDS, PAUSE_MS = 180, 100
# Each touch on "unchanged" until the next house is drawn, in milliseconds.
WALKED = """async () => {
  const { unchanged } = JSON.parse(document.getElementById("walk").dataset.words);
  const buttons = () => [...document.querySelectorAll("#walk button")];
  const find = () => buttons().find((each) => each.textContent.trim() === unchanged);
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const times = [];
  for (let button = find(); button; button = find()) {
    const begun = performance.now();
    button.click();
    await drawn();
    times.push(performance.now() - begun);
  }
  return times;
}"""
WAITING = """() => new Promise((resolve) => {
  const { store } = JSON.parse(document.getElementById("walk").dataset.addresses);
  const asked = indexedDB.open(`kiezkontor-walk:${store}`);
  asked.onsuccess = () => {
    const found = asked.result.transaction("notes").objectStore("notes").count();
    found.onsuccess = () => resolve(found.result);
  };
})"""
# Presses "send now" wherever it is offered, as what is young waits for it, until nothing waits.
SENT = f"""async () => {{
  const {{ send }} = JSON.parse(document.getElementById("walk").dataset.words);
  [...document.querySelectorAll("#walk button")].find((each) => each.textContent.trim() === send)?.click();
  return (await ({WAITING})()) === 0;
}}"""


def measured() -> dict[str, Any]:
    """Touches in ms and the sending in seconds, of a round made for it in an empty installation.

    Raises CommandError where there is no browser to measure with.
    """
    if find_spec("playwright") is None or chromium.find() is None:
        raise CommandError("The walk is measured in a browser: `kontor test browser` installs Playwright and Chromium.")
    session = round_to_walk()
    address = f"/{District.objects.get().slug}/buero/begehung/"
    environment = {"KONTOR_SECOND_STEP": "", "KONTOR_URL": base_of(FIRST_PORT)}
    with serving(APPLICATION, FIRST_PORT, environment, "/health/") as server, telephone(server.base, session) as page:
        page.goto(server.base + address)
        found = walked(page)
    seen = Observation.objects.filter(survey_round__number=2).values("unit").distinct().count()
    return {"units": UNITS, "cpu_slower": SLOWER, "latency_ms": LATENCY_MS, **found, "arrived": seen}


def round_to_walk() -> str:
    """So many shops along one street, seen years ago, and a round of today; the key of a walker's session."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shops.csv"
        rows = (f"Musterstr.,{nth},Laden {nth},shop=clothes,{52.47 + nth * 1e-5},13.42" for nth in range(1, UNITS + 1))
        file.write_text("\n".join(["street,number,name,category,lat,lon", *rows]), encoding="utf-8")
        import_table(file, slug="walk", by=system_viewer("bench"), round_number=1, on=BEFORE, state="BE")
    district, today = District.objects.get(slug="walk"), timezone.localdate()
    SurveyRound.objects.create(district=district, number=2, reference_on=today, stage=SurveyRound.Stage.IN_FIELD)
    person = Person.objects.create_user(email="walk@kiezkontor.example", name="Probe")
    give_role(person, district=district, name=FIELD_WORKER, from_on=BEFORE, by=system_viewer("bench"))
    client = Client()
    client.force_login(person)
    key: str = client.cookies["sessionid"].value
    Device.objects.create(person=person, session_key=key, signed_in_at=timezone.now(), seen_on=today)
    return key


@contextmanager
def telephone(base: str, session: str) -> Iterator[Any]:
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        context = browser.new_context(viewport=SCREEN, has_touch=True, locale="de-DE")
        context.set_default_timeout(1000 * PATIENCE_SECONDS)
        context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        yield context.new_page()
        browser.close()


def walked(page: Any) -> dict[str, Any]:
    controls = page.context.new_cdp_session(page)
    page.locator(".walk-rounds .button").first.click()
    page.locator(".walk-part").first.wait_for()
    controls.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.context.set_offline(True)
    page.locator(".walk-part").first.click()
    times = sorted(page.evaluate(WALKED))
    kept = page.evaluate(WAITING)
    slow = {"latency": LATENCY_MS, "downloadThroughput": DOWN, "uploadThroughput": UP}
    page.context.set_offline(False)
    controls.send("Network.enable")
    controls.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    begun = perf_counter()
    while not page.evaluate(SENT):
        if perf_counter() - begun > PATIENCE_SECONDS:
            raise CommandError("The notes were not sent in time.")
        page.wait_for_timeout(PAUSE_MS)
    return {
        "touches": len(times),
        "touch_ms": {
            "p50": round(median(times), 1),
            "p95": round(times[len(times) * 95 // 100], 1),
            "most": round(times[-1], 1),
        },
        "kept": kept,
        "sending_seconds": round(perf_counter() - begun, 1),
    }
