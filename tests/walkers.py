"""An installation with a round in the field and a walker who is signed in, for tests that break things on the way."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiezkontor.config.folders import ROOT
from tests.installations import Installation

PATIENCE_SECONDS = 60
HEADING = "street,number,name,category,lat,lon"
# Signs somebody in as an office would, without the mail; the phone gets the key of the session.
SIGN_IN = """
import json
from datetime import date
from django.test import Client
from django.utils import timezone
from kiezkontor.accounts.models import Device, Person
from kiezkontor.districts.models import District, Role
district = District.objects.get(slug="kiez")
person = Person.objects.create_user(email="walid@example.org", name="Walid Probe")
Role.objects.create(person=person, district=district, name="field_worker", from_on=date(2020, 1, 1))
client = Client()
client.force_login(person)
key = client.cookies["sessionid"].value
Device.objects.create(person=person, session_key=key, signed_in_at=timezone.now(), seen_on=date.today())
print(json.dumps(key))
"""
COUNTED = """
import json
from django.db.models import Count
from kiezkontor.premises.models import Observation, Unit, UnitPhoto
from kiezkontor.surveys.models import WalkConflict, WalkOperation
seen = Observation.objects.filter(survey_round__number=2)
print(json.dumps({
    "observations": seen.count(),
    "units": seen.values("unit").distinct().count(),
    "confirmed": seen.filter(effect="confirms").count(),
    "vacant": seen.filter(values__occupancy="vacant").count(),
    "all_units": Unit.objects.count(),
    "photos": UnitPhoto.objects.count(),
    "operations": WalkOperation.objects.count(),
    "conflicts": WalkConflict.objects.count(),
}))
"""


def table(folder: Path, units: int) -> Path:
    """Shops along one street, one at each number."""
    file = folder / "first.csv"
    rows = (f"Musterstr.,{nth},Laden {nth},shop=clothes,{52.47 + nth * 1e-5},13.42" for nth in range(1, units + 1))
    file.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
    return file


@dataclass
class Server:
    """The installation's web server, which can be killed and started again at the same address."""

    office: Installation
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    kills: int = field(default=0)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "kiezkontor.config.cli", "serve", "--port", str(self.port)]
        environment = {**self.office.environment(), "KONTOR_URL": self.url}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/health/", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The server did not start.")

    def kill(self) -> None:
        """As a power cut does."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def round_in_the_field(office: Installation, folder: Path, *, units: int) -> Iterator[tuple[Server, str]]:
    """So many units known from an earlier round, a running server, and the key of a walker's session."""
    office.answer("import", "table", str(table(folder, units)), "--district", "kiez", "--state", "BE", "--round", "1")
    office.python(
        "from datetime import date\n"
        "from kiezkontor.districts.models import District\n"
        "from kiezkontor.premises.models import SurveyRound\n"
        "SurveyRound.objects.create(district=District.objects.get(), number=2, reference_on=date.today(),"
        " stage='in_field')\n"
    )
    session: str = json.loads(office.python(SIGN_IN))
    server = Server(office, free_port())
    server.start()
    try:
        yield server, session
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()


def counted(office: Installation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.python(COUNTED))
    return found
