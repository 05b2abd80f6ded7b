"""Phones in the local network get an address they trust."""

import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from kiezkontor.config.folders import ROOT
from kiezkontor.config.tls import certificates, holds, own_names
from tests.installations import copy_of
from tests.walkers import free_port

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def test_certificates_are_made_once_and_renewed_in_time(tmp_path):
    made = certificates(tmp_path / "tls", ["192.168.1.5", "office.local"], now=NOW)
    before = made.certificate.read_bytes(), made.authority.read_bytes()
    certificates(tmp_path / "tls", ["192.168.1.5"], now=NOW)
    assert (made.certificate.read_bytes(), made.authority.read_bytes()) == before
    assert not holds(made.certificate, ["192.168.1.6"], now=NOW)
    later = NOW + timedelta(days=780)
    certificates(tmp_path / "tls", ["192.168.1.5"], now=later)
    assert made.authority.read_bytes() == before[1]
    assert made.certificate.read_bytes() != before[0]
    made.authority.unlink()
    signed_before = made.certificate.read_bytes()
    certificates(tmp_path / "tls", ["192.168.1.5"], now=later)
    assert made.certificate.read_bytes() != signed_before
    assert {file.stat().st_mode & 0o077 for file in (tmp_path / "tls").iterdir()} == {0}


@pytest.mark.installation
def test_who_trusts_the_authority_trusts_the_server(prepared, tmp_path):
    port = free_port()
    with copy_of(prepared, tmp_path / "office") as office:
        command = [sys.executable, "-m", "kiezkontor.config.cli", "serve", "--tls", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=office.environment(), start_new_session=True, stderr=subprocess.DEVNULL
        )
        try:
            authority = office.data / "tls" / "authority.crt"
            assert answer(authority, f"https://localhost:{port}/health/") == b"ok\n"
            assert answer(authority, f"https://{own_names()[0]}:{port}/authority.crt") == authority.read_bytes()
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answer(authority, url):
    until = time.monotonic() + 60
    while True:
        try:
            trusted = ssl.create_default_context(cafile=str(authority))
            return urllib.request.urlopen(url, timeout=5, context=trusted).read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
