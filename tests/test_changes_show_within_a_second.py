"""Five hundred changes while visitors look on: nothing that has changed is shown anywhere a second later."""

import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from kiezkontor.config import web_server
from kiezkontor.config.folders import ROOT
from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

EDITS = 500
PAUSE = 0.05
PREPARE = """
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests.builders import district
kiez = district("Musterkiez", slug="musterkiez")
listed(kiez, "Nachbarin")
print(listed(kiez, "Laden Nummer 0000").organisation_id)
"""
EDIT = """
import time
from django.utils import timezone
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.editing import edit_organisation
from kiezkontor.organisations.models import FieldClaim
kiez, name = District.objects.get(slug="musterkiez"), "Laden Nummer 0000"
for number in range(1, {edits} + 1):
    seen, name = name, f"Laden Nummer {{number:04}}"
    edit_organisation({key}, values={{"name": name}}, seen={{"name": seen}}, basis=FieldClaim.Basis.OWNER,
                      said_on=timezone.localdate(), district=kiez, by=system_viewer("tests"))
    print(number, flush=True)
    time.sleep(0.02)
"""
PATHS = [
    "/musterkiez/", "/musterkiez/verzeichnis/", "/musterkiez/en/verzeichnis/", "/musterkiez/karte/eintraege.geojson",
    "/musterkiez/api/entries.csv", "/musterkiez/api/entries.atom", "/musterkiez/api/v1/entries",
    "/musterkiez/verzeichnis/?q=Nummer", "/musterkiez/verzeichnis/laden-nummer-0000-{key}/",
]  # fmt: skip
SHOWN = re.compile(r"Laden Nummer ([0-9]{4})")


class Onlooker:
    """Looks again and again; `late` are sights of what was changed more than a second before."""

    def __init__(self) -> None:
        self.committed: list[float] = []
        self.late: list[str] = []
        self.ended = threading.Event()

    def watch(self, name: str, look: Callable[[], str | None]) -> int:
        """Look until it has ended; returns how often there was something to be seen."""
        looks = 0
        while not self.ended.is_set():
            time.sleep(PAUSE)
            began = time.monotonic()
            text = look()
            if text is None:
                continue
            looks += 1
            due = sum(moment < began - 1 for moment in list(self.committed))
            shown = {int(number) for number in SHOWN.findall(text)}
            if not shown or min(shown) < due:
                self.late.append(f"{name} shows {sorted(shown)}, {due} was due")
        return looks


def get(url: str) -> str:
    with urlopen(Request(url, headers={"Accept-Encoding": "identity"}), timeout=30) as answer:
        return str(answer.read().decode())


def get_or_moved(url: str) -> str | None:
    """What is there now; a profile moves with its name and may have moved on before one gets there."""
    try:
        return get(url)
    except HTTPError as error:
        if error.code != 301:
            raise
        return None


def file_text(file: Path) -> str | None:
    try:
        return file.read_text()
    except FileNotFoundError:
        return None


def wait_for(url: str) -> None:
    for _attempt in range(300):
        try:
            get(url)
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The server does not answer.")


def test_five_hundred_changes_show_within_a_second(prepared: Installation, tmp_path: Path) -> None:
    with copy_of(prepared, tmp_path / "changing") as office:
        key = int(office.python(PREPARE).strip().splitlines()[-1])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        base = f"http://127.0.0.1:{port}"
        environment = {**office.environment(), "KONTOR_WEB_PROCESSES": "2", "KONTOR_URL": base}
        server = subprocess.Popen(web_server.arguments("127.0.0.1", port), cwd=ROOT, env=environment)
        try:
            wait_for(f"{base}/health/")
            look_on(office, base, key)
        finally:
            server.terminate()
            server.wait(timeout=30)


def look_on(office: Installation, base: str, key: int) -> None:
    seen = Onlooker()
    file = office.data / "published" / "sites" / base.replace("://", "-") / "musterkiez/verzeichnis/index.html"
    looks = {path: partial(get_or_moved, f"{base}{path.format(key=key)}") for path in PATHS}
    looks["the file of the list"] = partial(file_text, file)
    with ThreadPoolExecutor(len(looks)) as pool:
        watching = {name: pool.submit(seen.watch, name, look) for name, look in looks.items()}
        try:
            editing = office.start(EDIT.format(edits=EDITS, key=key))
            assert editing.stdout is not None
            for _line in editing.stdout:
                seen.committed.append(time.monotonic())
            assert editing.wait(timeout=60) == 0
            time.sleep(1.5)
        finally:
            seen.ended.set()
        counted = {name: watched.result() for name, watched in watching.items()}
    assert len(seen.committed) == EDITS
    assert min(counted.values()) > 0, counted
    assert sum(counted.values()) > EDITS
    assert not seen.late, (len(seen.late), counted, seen.late[:20])
    assert all(f"Laden Nummer {EDITS:04}" in get(f"{base}{path.format(key=key)}") for path in PATHS)
