"""A prepared demo behind the real web server, once for all browser tests of a process."""

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

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
# Map tests need WebGL; SwiftShader draws it where there is no graphics card.
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


@dataclass(frozen=True)
class Site:
    """The running demo: its address and data folder."""

    url: str
    data: Path

    def page(self, path: str) -> str:
        return f"{self.url}{path}"

    def latest_mail(self, to: str) -> str:
        """The newest mail to an address; waits a moment for it, since mail goes out after the answer."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            files = sorted((self.data / "mail").glob("*"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
            for file in files:
                text = file.read_text(encoding="utf-8", errors="replace")
                if to in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"No mail to {to}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("demo") / "data"
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"KONTOR_DATA": str(data), "KONTOR_URL": f"http://localhost:{port}"}
    command = [sys.executable, "-m", "kiezkontor.config.cli", "demo", "--port", str(port)]
    log = (data.parent / "demo.log").open("w")
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(f"http://localhost:{port}/health/", server, data.parent / "demo.log")
        yield Site(f"http://localhost:{port}", data)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS * 3
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The demo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium(running_playwright: Any) -> Iterator[Any]:
    from kiezkontor.config.checks.chromium import FLAGS, find

    flags = [flag for flag in FLAGS if flag != "--disable-gpu"]
    browser = running_playwright.chromium.launch(executable_path=find(), args=[*flags, *WEBGL])
    yield browser
    browser.close()
