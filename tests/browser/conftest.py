"""A prepared demo behind the real web server, once for all browser tests of a process; a telephone in the field."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiezkontor.config.checks.steps import clean_environment
from kiezkontor.config.folders import ROOT
from tests.browser.phones import APP, PHONE, UNITS, take_along
from tests.installations import Installation, copy_of
from tests.walkers import round_in_the_field

START_SECONDS = 300
"""The longest a demo may take to be ready, on a slow machine and with packages still to fetch."""
PATIENCE_SECONDS = 45
"""The longest a page may take to do what a test waits for; usually a tenth of a second."""


@dataclass(frozen=True)
class Site:
    """The running demo: its address and data folder."""

    url: str
    data: Path

    def page(self, path: str) -> str:
        return f"{self.url}{path}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("demo") / "data"
    port = free_port()
    environment = {**clean_environment(), "KONTOR_DATA": str(data)}
    command = [sys.executable, "-m", "kiezkontor.config.cli", "demo", "--port", str(port)]
    log = (data.parent / "demo.log").open("w")
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(f"http://localhost:{port}/health/", server, data.parent / "demo.log")
        yield Site(f"http://localhost:{port}", data)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The demo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture
def context(chromium: Any, site: Site) -> Iterator[Any]:
    """A fresh German visitor at a desk."""
    context = chromium.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    yield context
    context.close()


@pytest.fixture
def page(context: Any) -> Any:
    return context.new_page()


@pytest.fixture
def field(prepared: Installation, tmp_path: Path):
    with (
        copy_of(prepared, tmp_path / "walked") as office,
        round_in_the_field(office, tmp_path, units=UNITS) as (server, session),
    ):
        yield server, session


@pytest.fixture
def phone(chromium, field):
    server, session = field
    context = chromium.new_context(viewport=PHONE, locale="de-DE", has_touch=True)
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    page.goto(server.url + APP)
    page.evaluate("navigator.serviceWorker.ready")
    take_along(page)
    yield page
    context.close()
