"""The command a mail server pipes to: nothing is lost, and the server hears whether to try again."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiezkontor.config.folders import ROOT
from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

MAIL = b"From: a@example.org\nMessage-ID: <1@example.org>\nSubject: Frage\n\nHallo\n"
COUNT = """
import json
from kiezkontor.notices.models import IncomingMail
print(json.dumps(list(IncomingMail.objects.order_by("pk").values_list("subject", "outcome"))))
"""
# A process that dies as soon as the mail is stored, before anybody is told to treat it.
STORE_AND_DIE = f"""
import os
from django.db import transaction
from kiezkontor.notices import incoming
incoming.partial = lambda *given: lambda: os._exit(9)
incoming.store({MAIL!r})
"""
TREAT = """
from datetime import timedelta
from django.utils import timezone
from kiezkontor.notices.models import IncomingMail
from kiezkontor.notices.treatment import treat_what_waits
IncomingMail.objects.update(received_at=timezone.now() - timedelta(minutes=5))
treat_what_waits.call()
"""


@pytest.fixture
def office(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    with copy_of(prepared, tmp_path / "office") as office:
        yield office


def piped(office: Installation, raw: bytes, *more: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kiezkontor.config.cli", "mail-in", *more],
        cwd=ROOT,
        env={**office.environment(), **environment},
        input=raw,
        capture_output=True,
        timeout=120,
    )


def test_a_mail_is_stored_once_and_one_that_is_too_large_goes_back(office: Installation) -> None:
    answers = [piped(office, MAIL, "--recipient", "antwort@example.org") for _each in range(2)]
    assert [done.returncode for done in answers] == [0, 0]
    assert [json.loads(done.stdout)["new"] for done in answers] == [True, False]
    too_large = piped(office, MAIL + b"x" * 30_000_001)
    assert (too_large.returncode, b"larger than 30 MB" in too_large.stderr) == (65, True)
    assert piped(office, b"").returncode == 65
    assert piped(office, MAIL + b"x" * 29_000_000, "--recipient", "b@example.org").returncode == 0


@pytest.mark.parametrize(
    "trouble",
    [
        {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
        {"KONTOR_MAIL_REPLY": "no address"},
        {"DJANGO_SETTINGS_MODULE": "kiezkontor.nothing"},
    ],
)
def test_a_mail_server_tries_again_after_any_trouble_of_ours(office: Installation, trouble: dict[str, str]) -> None:
    done = piped(office, MAIL, **trouble)
    assert done.returncode == 75
    assert done.stderr
    assert piped(office, MAIL, "--nonsense").returncode == 75


def test_a_mail_that_was_stored_when_everything_died_is_treated_later(office: Installation) -> None:
    process = office.start(STORE_AND_DIE)
    process.communicate(timeout=60)
    assert process.returncode == 9
    assert json.loads(office.python(COUNT)) == [["", ""]]
    both = [office.start(TREAT), office.start(TREAT)]
    for worker in both:
        _output, errors = worker.communicate(timeout=60)
        assert worker.returncode == 0, errors
    assert json.loads(office.python(COUNT)) == [["Frage", "unclaimed"]]
    assert json.loads(piped(office, MAIL).stdout)["new"] is False
