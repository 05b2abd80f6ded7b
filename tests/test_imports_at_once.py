"""Imports of one file at the same time, into one district and one beside it, wait for each other and lose nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiezkontor.config.folders import ROOT
from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation
EXTRACT = ROOT / "demo" / "data" / "berlin-mitte-handel-2026-04-26.overpass.json.gz"
IMPORT = ("import", "osm", str(EXTRACT), "--no-map", "--district")
COUNT = """
from kiezkontor.organisations.models import Organisation, SourceRecord
from kiezkontor.premises.models import Unit
print(Organisation.objects.count(), SourceRecord.objects.count(), Unit.objects.values("ref").distinct().count())
"""


def test_three_imports_of_one_file_at_once(prepared: Installation, tmp_path: Path) -> None:
    with copy_of(prepared, tmp_path / "at_once") as office:
        imports = [
            subprocess.Popen(
                [sys.executable, "-m", "kiezkontor.config.cli", *IMPORT, slug],
                cwd=ROOT,
                env=office.environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for slug in ("mitte", "mitte", "neben")
        ]
        for running in imports:
            _output, errors = running.communicate(timeout=300)
            assert running.returncode == 0, errors
        assert office.python(COUNT).split() == ["1102"] * 3
        for slug in ("mitte", "neben"):
            assert '"total": 1102' in office.command("facts", "--district", slug).stdout
