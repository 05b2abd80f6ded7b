"""An import that is killed in the middle and repeated loses nothing and doubles nothing."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiezkontor.config.folders import ROOT
from tests.installations import Installation, database_of_this_run

pytestmark = pytest.mark.installation

EXTRACT = ROOT / "demo" / "data" / "berlin-mitte-handel-2026-04-29.overpass.json.gz"
IMPORT = ("import", "osm", str(EXTRACT), "--district", "mitte", "--no-map")
# Reading, houses, businesses, then a line after each chunk of 800 of what is left, of 1,691 in all: killed within the
# first chunk, right after it, within the second, and right after that. (lines read, seconds waited then)
KILLS = ((3, 0.1), (4, 0.0), (3, 0.02), (4, 0.0))
COUNT = """
import json
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.models import Entry
from kiezkontor.organisations.models import OpeningPattern, Organisation, SourceRecord, SourceRun
from kiezkontor.premises import models
from kiezkontor.search.models import Document
counted = {model.__name__: model.objects.count() for model in (
    models.Address, models.Building, models.DistrictBuilding, models.Unit, models.Observation, models.UseSpell,
    models.SpellOccupant, models.ImportProposal, Organisation, SourceRecord, SourceRun, Entry, Document,
    OpeningPattern)}
counted["imported"] = AuditEntry.objects.filter(verb="organisation.imported").count()
counted["hours"] = sorted(Organisation.objects.exclude(opening_hours="").values_list("opening_hours", flat=True))
counted["names"] = sorted(Entry.objects.values_list("name", flat=True))
print(json.dumps(counted))
"""


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two prepared installations without a district."""
    with database_of_this_run("killed") as first, database_of_this_run("left_alone") as second:
        both = Installation(tmp_path / "killed", first), Installation(tmp_path / "left_alone", second)
        for office in both:
            assert "mitte" in office.command("facts", "--district", "mitte").stderr
        yield both


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


def facts_of(office: Installation) -> Any:
    return office.answer("facts", "--district", "mitte", "--on", "2026-11-21")


def test_a_killed_import_goes_on_where_it_stopped(offices: tuple[Installation, Installation]) -> None:
    killed, left_alone = offices
    assert all(killed_after(killed, lines, seconds) for lines, seconds in KILLS)
    killed.answer(*IMPORT)
    left_alone.answer(*IMPORT)
    assert facts_of(killed) == facts_of(left_alone)
    assert facts_of(killed)["organisations"]["total"] == 1691
    assert killed.python(COUNT) == left_alone.python(COUNT)
