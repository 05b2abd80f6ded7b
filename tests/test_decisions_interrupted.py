"""A decision on many differences whose worker is killed is finished after a restart; nothing is lost or doubled."""

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiezkontor.config.folders import ROOT
from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

EARLIER, LATER = (
    ROOT / "demo" / "data" / f"berlin-mitte-handel-2026-04-{day}.overpass.json.gz" for day in ("26", "29")
)
# Of the two files every second object: enough for many transactions, little to wait for.
EVERY = 2
ORDER = """
from django.db import transaction
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.actions import decision_orders
from kiezkontor.premises.tasks import carry_out_order
with transaction.atomic():
    run = SourceRun.objects.order_by("pk").last()
    order, is_new = decision_orders.give_order(run, "accepted", kind="", by=system_viewer("import"))
    carry_out_order.enqueue(order.pk, "de")
print(order.total)
"""
WAIT = """
import time
from kiezkontor.premises.models import DecisionOrder, ImportProposal
still_open, orders = ImportProposal.objects.filter(decision="open"), DecisionOrder.objects.filter(finished_at=None)
print("watching", flush=True)
until = time.monotonic() + 120
while (still_open.count() > MOST or (not MOST and orders.exists())) and time.monotonic() < until:
    time.sleep(0.02)
print("enough", flush=True)
input()
print(still_open.count(), orders.count())
"""
# The queue takes a worker for dead after five minutes without a sign; nobody waits for them here.
TIME_PASSES = """
from datetime import timedelta
from django.utils import timezone
from django_ox.models import OxTask
before = timezone.now() - timedelta(minutes=6)
OxTask.objects.exclude(locked_by=None).update(locked_at=before, lease_expires_at=before)
"""
COUNT = """
import json
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.models import Entry
from kiezkontor.organisations.models import Organisation, SourceRecord
from kiezkontor.premises import models
counted = {model.__name__: model.objects.count() for model in (
    models.Building, models.Unit, models.Observation, models.UseSpell, models.SpellOccupant, Organisation,
    SourceRecord, Entry)}
for verb in ("import.accepted", "organisation.imported"):
    counted[verb] = AuditEntry.objects.filter(verb=verb).count()
counted["names"] = sorted(Entry.objects.values_list("name", flat=True))
print(json.dumps(counted))
"""


def part_of(extract: Path, folder: Path) -> Path:
    data = json.loads(gzip.decompress(extract.read_bytes()))
    data["elements"] = [one for one in data["elements"] if one["id"] % EVERY == 0]
    target = folder / extract.name.removesuffix(".gz")
    target.write_text(json.dumps(data), "utf-8")
    return target


@pytest.fixture
def offices(prepared: Installation, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two installations with the same open differences of a second import."""
    with copy_of(prepared, tmp_path / "worker_killed") as first:
        for extract in (EARLIER, LATER):
            first.answer("import", "osm", str(part_of(extract, tmp_path)), "--district", "mitte", "--no-map")
        with copy_of(first, tmp_path / "worker_left_alone") as second:
            yield first, second


def work_until(office: Installation, most_open: int) -> tuple[int, int]:
    """Let a worker decide until at most so many differences are open, and kill it; returns open ones and orders."""
    watcher = office.start(WAIT.replace("MOST", str(most_open)))
    assert watcher.stdout is not None
    watcher.stdout.readline()
    worker = subprocess.Popen(
        [sys.executable, "-m", "kiezkontor.config.cli", "worker"],
        cwd=ROOT,
        env=office.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with worker:
        watcher.stdout.readline()
        worker.send_signal(signal.SIGKILL)
    output, errors = watcher.communicate("\n", timeout=60)
    assert watcher.returncode == 0, errors
    still_open, orders = output.split()
    return int(still_open), int(orders)


def test_a_killed_worker_leaves_a_decision_that_is_finished_later(offices: tuple[Installation, Installation]) -> None:
    killed, left_alone = offices
    total = int(killed.python(ORDER))
    assert total > 100
    for share in (0.9, 0.5):
        still_open, orders = work_until(killed, int(total * share))
        assert 0 < still_open <= total * share
        assert orders == 1
        killed.python(TIME_PASSES)
    assert work_until(killed, 0) == (0, 0)
    left_alone.answer("import", "decide", "--district", "mitte", "--accept")
    assert killed.python(COUNT) == left_alone.python(COUNT)
