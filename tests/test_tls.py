"""Phones in the local network get an address they trust."""

import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from kiezkontor.config import tls
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
    later = NOW + timedelta(days=40)
    certificates(tmp_path / "tls", ["192.168.1.5"], now=later)
    assert made.authority.read_bytes() == before[1]
    assert made.certificate.read_bytes() != before[0]
    made.authority.unlink()
    signed_before = made.certificate.read_bytes()
    certificates(tmp_path / "tls", ["192.168.1.5"], now=later)
    assert made.certificate.read_bytes() != signed_before
    assert {file.stat().st_mode & 0o077 for file in (tmp_path / "tls").iterdir()} == {0}


@pytest.mark.parametrize(
    ("name", "is_trusted"),
    [
        ("office.local", True),
        ("localhost", True),
        ("192.168.1.5", True),
        ("192.168.1.77", True),
        ("192.168.2.5", False),
        ("bank.example", False),
        ("other.local", False),
        ("93.184.216.34", False),
    ],
)
def test_a_stolen_key_poses_as_no_other_site(tmp_path, name, is_trusted):
    made = certificates(tmp_path, ["192.168.1.5", "office.local", "localhost"], now=NOW)
    stolen = serialization.load_pem_private_key((tmp_path / "authority.key").read_bytes(), None)
    forged = tls.own([name], ec.generate_private_key(ec.SECP256R1()), stolen, NOW)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    phone = PolicyBuilder().store(Store([authority])).time(NOW).build_server_verifier(tls.alternative(name))
    with nullcontext() if is_trusted else pytest.raises(VerificationError, match="name constraint"):
        phone.verify(forged, [])


def test_made_without_a_network_it_signs_for_no_address(tmp_path):
    made = certificates(tmp_path, ["office.local"], now=NOW)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    bound = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    assert [str(each.value) for each in bound] == ["office.local", "127.0.0.0/24"]


@pytest.mark.parametrize(
    ("names", "is_new"),
    [
        (["192.168.1.5", "office.local"], False),
        (["192.168.1.6", "office.local"], False),
        (["10.0.0.5", "office.local"], True),
        (["192.168.1.5", "desk.local"], True),
    ],
)
def test_the_authority_is_made_anew_for_other_names_and_networks_alone(tmp_path, names, is_new):
    first = certificates(tmp_path, ["192.168.1.5", "office.local"], now=NOW)
    before = first.fingerprint
    again = certificates(tmp_path, names, now=NOW)
    assert (again.is_new, again.fingerprint != before) == (is_new, is_new)
    assert again.until < NOW + timedelta(days=100)


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
