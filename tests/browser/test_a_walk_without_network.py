"""A walker on a phone: 300 units without network, and everything is there once when there is network again."""

import re

import pytest

from tests.browser.phones import UNITS, waiting
from tests.browser.watching import Watch
from tests.walkers import counted

pytestmark = pytest.mark.browser

CHANGED, PHOTOS = 40, 10
KILLED_AT = {6, 9}
MOST_MS_TO_THE_NEXT = 100
# Presses what a walker presses, house by house; returns how long each touch took until the next house was there.
WALKED = """async (changed) => {
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  const buttons = () => [...document.querySelectorAll("#walk button")];
  const press = (name) => buttons().find((each) => each.textContent.trim() === name);
  const times = [];
  for (let nth = 0; press("Unverändert"); nth++) {
    if (nth < changed) {
      press("Jetzt leer").click();
      await pause();
      document.querySelector("#walk form [type=submit]").click();
    } else {
      const begun = performance.now();
      press("Unverändert").click();
      times.push(performance.now() - begun);
    }
    await pause();
  }
  return times;
}"""
PICTURE = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 2400; canvas.height = 1800;
  canvas.getContext("2d").fillRect(0, 0, 1200, 900);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""


def walk(page):
    page.locator(".walk-part").first.click()
    photo = bytes(page.evaluate(PICTURE))
    for nth in range(PHOTOS):
        house = page.get_by_role("heading", level=1).inner_text()
        page.locator("input[type=file]").first.set_input_files(
            {"name": f"{nth}.jpg", "mimeType": "image/jpeg", "buffer": photo}
        )
        page.get_by_text("Fotos: 1", exact=True).wait_for()
        page.get_by_role("button", name="Nächstes Haus").click()
        page.get_by_role("heading", level=1).filter(has_not_text=house).wait_for()
    return page.evaluate(WALKED, CHANGED)


def drop_every_third(page, server):
    """An exchange never reaches the office, or its answer never reaches the phone; and the office goes dark twice."""
    asked = 0

    def fate(route):
        nonlocal asked
        asked += 1
        if asked % 3:
            route.continue_()
            return
        if asked % 2:
            route.fetch()
        if asked in KILLED_AT:
            server.kill()
            server.start()
        route.abort()

    page.context.route(re.compile("/(abgleich|fotos)/"), fate)


def test_three_hundred_units_without_network_arrive_once(phone, field):
    server, _session = field
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_role("heading", name="Runde 2").wait_for()
    walk(phone)
    phone.locator(".walk-status").filter(has_text="Auf diesem Gerät: 310").wait_for()
    phone.reload()
    phone.locator(".walk-status").filter(has_text="Auf diesem Gerät: 310").wait_for()
    assert waiting(phone) == [UNITS, PHOTOS]

    drop_every_third(phone, server)
    phone.context.set_offline(False)
    for _try in range(60):
        send = phone.get_by_role("button", name="Jetzt senden")
        if send.count():
            send.click()
            phone.locator(".walk-status").filter(has_not_text="Wird gesendet").wait_for()
        if waiting(phone) == [0, 0]:
            break
    assert waiting(phone) == [0, 0]
    assert server.kills == len(KILLED_AT)
    found = counted(server.office)
    assert (found["observations"], found["units"], found["conflicts"]) == (UNITS, UNITS, 0)
    assert (found["vacant"], found["confirmed"], found["photos"]) == (CHANGED, UNITS - CHANGED, PHOTOS)


def test_unchanged_is_one_touch_and_the_next_house_is_there_at_once(phone):
    session = phone.context.new_cdp_session(phone)
    phone.locator(".walk-part").first.click()
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    times = sorted(phone.evaluate(WALKED, 0))
    assert len(times) == UNITS
    # How long a touch takes is measured by the bench; here only that none of them hangs.
    assert times[len(times) // 2] < 10 * MOST_MS_TO_THE_NEXT


def test_every_screen_is_open_to_everybody(phone, field):
    watch = Watch(phone.context, field[0])
    watch.page = phone
    names = {"Runde 2": None, "Musterstr. 1": ".walk-part", "Jetzt leer": "text=Jetzt leer", "Karte": None}
    for screen, press in names.items():
        watch.path = screen
        if press:
            phone.locator(press).first.click()
        elif screen == "Karte":
            phone.get_by_role("button", name="Abbrechen").click()
            phone.get_by_role("button", name="Straßen").click()
            phone.get_by_role("button", name="Karte").click()
            phone.locator("[data-map-ready]").wait_for()
        watch.look()
    assert watch.wrong == {}
    assert watch.looked == 2 * len(names)


def test_a_touch_too_much_is_taken_back(phone):
    phone.locator(".walk-part").first.click()
    first = phone.get_by_role("heading", level=1).inner_text()
    phone.get_by_role("button", name="Unverändert").click()
    phone.get_by_text("noch 299 offen").wait_for()
    phone.locator(".walk-undo").get_by_role("button", name="Rückgängig machen").click()
    phone.get_by_text("noch 300 offen").wait_for()
    assert waiting(phone)[0] == 0
    assert phone.get_by_role("heading", level=1).inner_text() == first


def test_a_device_that_was_signed_out_reads_nothing_and_loses_nothing(phone, field):
    server, session = field
    phone.locator(".walk-part").first.click()
    phone.get_by_role("button", name="Unverändert").click()
    phone.get_by_text("noch 299 offen").wait_for()
    server.office.python("from kiezkontor.accounts.models import Device\nDevice.objects.all().delete()")
    phone.get_by_role("button", name="Jetzt senden").click()
    phone.get_by_role("heading", name="Gesperrt").wait_for()
    assert "Laden" not in phone.locator("#walk").inner_text()
    phone.reload()
    phone.get_by_role("heading", name="Gesperrt").wait_for()
    assert phone.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open(`kiezkontor-walk:${location.pathname}`);
          asked.onsuccess = () => {
            const found = asked.result.transaction("leases").objectStore("leases").getAll();
            found.onsuccess = () => resolve(found.result.every(({ key }) => key === null));
          };
        })"""
    )
    server.office.python(
        "from datetime import date\nfrom django.utils import timezone\n"
        "from kiezkontor.accounts.models import Device, Person\n"
        f"Device.objects.create(person=Person.objects.get(name='Walid Probe'), session_key={session!r},"
        " signed_in_at=timezone.now(), seen_on=date.today())"
    )
    phone.get_by_role("button", name="Entsperren").click()
    phone.get_by_role("heading", name="Runde 2").wait_for()
    phone.get_by_role("button", name="Jetzt senden").click()
    phone.get_by_text("Alles ist gesendet.").wait_for()
    assert counted(server.office)["observations"] == 1
