"""An import that is killed in the middle and repeated loses nothing and doubles nothing."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiezkontor.config.folders import ROOT
from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

EXTRACT = ROOT / "demo" / "data" / "berlin-mitte-handel-2026-04-29.overpass.json.gz"
IMPORT = ("import", "osm", str(EXTRACT), "--district", "mitte", "--no-map")
# Reading, houses, businesses, then a line after each chunk of 800 of what is left, of 1,691 in all: killed within the
# first chunk, right after it, within the second, and right after that. (lines read, seconds waited then)
KILLS = ((3, 0.1), (4, 0.0), (3, 0.02), (4, 0.0))
COUNT = """
import json
from datetime import date
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import OpeningPattern, Organisation, SourceRecord, SourceRun
from kiezkontor.premises import models
from kiezkontor.premises.facts import facts
from kiezkontor.search.models import Document
counted = {model.__name__: model.objects.count() for model in (
    models.Address, models.Building, models.DistrictBuilding, models.Unit, models.Observation, models.UseSpell,
    models.SpellOccupant, models.ImportProposal, Organisation, SourceRecord, SourceRun, Entry, Document,
    OpeningPattern)}
counted["imported"] = AuditEntry.objects.filter(verb="organisation.imported").count()
counted["hours"] = sorted(Organisation.objects.exclude(opening_hours="").values_list("opening_hours", flat=True))
counted["names"] = sorted(Entry.objects.values_list("name", flat=True))
counted["facts"] = facts(District.objects.get(slug="mitte"), on=date(2026, 11, 21))
counted["told"] = SourceRun.objects.earliest("pk").counts["stored"]
print(json.dumps(counted))
"""


@pytest.fixture
def offices(prepared: Installation, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two prepared installations without a district."""
    with copy_of(prepared, tmp_path / "killed") as first, copy_of(prepared, tmp_path / "left_alone") as second:
        yield first, second


def killed_after(office: Installation, lines: int, seconds: float) -> bool:
    """Start the import and kill it some time after it reported so many steps; False when it was done by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kiezkontor.config.cli", *IMPORT],
        cwd=ROOT,
        env=office.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stderr is not None
        for _line in range(lines):
            process.stderr.readline()
        time.sleep(seconds)
        was_running = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return was_running


def counted_in(office: Installation) -> Any:
    return json.loads(office.python(COUNT))


def test_a_killed_import_goes_on_where_it_stopped(offices: tuple[Installation, Installation]) -> None:
    killed, left_alone = offices
    *surely, _last = [killed_after(killed, lines, seconds) for lines, seconds in KILLS]
    # After the second chunk 91 are left: on a busy machine the last kill comes when they are stored as well.
    assert all(surely)
    killed.answer(*IMPORT)
    left_alone.answer(*IMPORT)
    counted = counted_in(killed)
    assert counted == counted_in(left_alone)
    assert counted["facts"]["organisations"]["total"] == counted["told"]["organisations"] == 1691
