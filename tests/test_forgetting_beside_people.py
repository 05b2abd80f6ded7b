"""What is forgotten at night is forgotten while others write."""

from pathlib import Path

import pytest

from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation
FORGET_BESIDE_A_WRITER = """
from datetime import timedelta
from threading import Event, Thread
from django.db import connection
from django.utils import timezone
from kiezkontor.audit.models import AuditEntry
from kiezkontor.home.retention import LIMITATION, forget

now = timezone.now()
detail = {"changes": {"phone": {"before": "1", "after": "2"}}}
AuditEntry.objects.bulk_create(
    AuditEntry(at=now - 2 * LIMITATION, verb="organisation.edited", subject_id=number, detail=detail)
    for number in range(2_000)
)
written, done = Event(), Event()

def write():
    while not done.is_set():
        AuditEntry.objects.create(at=now, verb="organisation.edited", subject_id=0)
        written.set()
    connection.close()

colleague = Thread(target=write)
colleague.start()
written.wait(20)
try:
    print(forget(now=now)["values in the log"])
finally:
    done.set()
    colleague.join()
"""


def test_the_log_is_forgotten_while_somebody_writes(prepared: Installation, tmp_path: Path) -> None:
    with copy_of(prepared, tmp_path / "night") as office:
        assert office.python(FORGET_BESIDE_A_WRITER).split() == ["2000"]
