"""A mail run that is killed in the middle or done by two workers at once: nobody is left out, nobody told twice."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from kiezkontor.notices.access import SEPARATOR
from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

PEOPLE = 120
RUN = f"""
from datetime import datetime, UTC
from django.conf import settings
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.notices.runs import catch_up
settings.TEMPLATES[0]["DIRS"] = [settings.DATA]
def step(span, after):
    keys = [key for key in range(after + 1, after + 6) if key <= {PEOPLE}]
    for key in keys:
        send_after_commit(f"p{{key}}@example.org", "text.txt", "text.txt", {{}}, kind=Kind.NEWS,
                          sender=Sender("Büro", "Muster gGmbH"), language="de")
    print(keys, flush=True)
    return keys[-1] if keys else None
catch_up("news", step, now=datetime(2026, 11, 26, 6, tzinfo=UTC))
"""
DELIVER = """
from kiezkontor.notices import delivery
hand_over = delivery.Letter.send
def send(letter, *given, **named):
    hand_over(letter, *given, **named)
    print(letter.to, flush=True)
delivery.Letter.send = send
while delivery.deliver_what_waits.call():
    pass
"""
WRITTEN = """
import json
from kiezkontor.notices.models import OutgoingMail
print(json.dumps(list(OutgoingMail.objects.values_list("to", flat=True))))
"""
LATER = """
from django.utils import timezone
from kiezkontor.notices.models import OutgoingMail
print(OutgoingMail.objects.filter(sent_at=None).update(next_try_at=timezone.now()))
"""


@pytest.fixture
def office(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    with copy_of(prepared, tmp_path / "office") as office:
        (office.data / "text.txt").write_text("Neues aus dem Netzwerk")
        yield office


def killed_after(office: Installation, program: str, lines: int) -> None:
    process = office.start(program)
    assert process.stdout is not None
    for _line in range(lines):
        assert process.stdout.readline()
    time.sleep(0.01)
    assert process.poll() is None
    process.kill()
    process.communicate()


def two_at_once(office: Installation, program: str) -> None:
    both = [office.start(program), office.start(program)]
    for process in both:
        _output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors


def delivered(office: Installation) -> Counter[tuple[str, str]]:
    """Receiver and Message-ID of what was handed over, with how often."""
    found: Counter[tuple[str, str]] = Counter()
    for file in (office.data / "mail").glob("*.log"):
        for part in file.read_bytes().split(SEPARATOR):
            if part.strip():
                message = message_from_bytes(part.strip())
                found[message["To"], message["Message-ID"]] += 1
    return found


def test_everybody_is_written_to_once_and_gets_it(office: Installation) -> None:
    everybody = sorted(f"p{key}@example.org" for key in range(1, PEOPLE + 1))
    for lines in (1, 3, 2):
        killed_after(office, RUN, lines)
    two_at_once(office, RUN)
    assert sorted(json.loads(office.python(WRITTEN))) == everybody

    killed_after(office, DELIVER, 20)
    two_at_once(office, DELIVER)
    office.python(LATER)  # what the killed one had taken up is free again after ten minutes
    two_at_once(office, DELIVER)
    got = delivered(office)
    assert sorted(to for to, _message_id in got) == everybody
    # Only the one mail between the server's yes and our note may come again, and then under the same Message-ID.
    assert sum(got.values()) - len(got) <= 1
