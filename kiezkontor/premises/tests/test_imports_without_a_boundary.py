"""Nobody has drawn the district yet, and the file holds places of the same name on other continents."""

import json
from datetime import date
from pathlib import Path

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.actions.imports import import_osm, import_table
from kiezkontor.premises.models import Unit

pytestmark = pytest.mark.django_db

GASTRONOMY = Path(__file__).resolve().parents[3] / "demo" / "data" / "berlin-gastronomie-auszug.csv"
OFFICE = system_viewer("import")
DAY = date(2026, 3, 1)


def inside_berlin(unit):
    return 52.30 <= unit.lat <= 52.70 and 13.05 <= unit.lon <= 13.80


def test_a_table_takes_nothing_from_other_continents():
    report = import_table(GASTRONOMY, slug="kiez", by=OFFICE, on=DAY, state="BE", municipality="Berlin")
    outside = [problem for problem in report["problems"] if "liegen nicht in Deutschland" in problem]
    assert len(outside) == 10
    assert all(problem.startswith("Zeile ") for problem in outside)
    assert all(inside_berlin(unit) for unit in Unit.objects.all())
    assert Unit.objects.count() == report["rows"] == 189 - report["left_out"]


def test_map_data_derive_no_boundary_across_an_ocean(tmp_path):
    places = [(number, 52.50 + number * 1e-4, 13.40) for number in range(1, 7)] + [(99, 38.33, -75.10)]
    elements = [
        {"type": "node", "id": number, "lat": lat, "lon": lon, "tags": {"shop": "books", "name": f"Laden {number}"}}
        for number, lat, lon in places
    ]
    file = tmp_path / "antwort.json"
    file.write_text(json.dumps({"elements": elements}), encoding="utf-8")
    report = import_osm(file, slug="kiez", by=OFFICE, on=DAY, state="BE")
    assert (report["stored"]["organisations"], report["problems"]) == (6, 1)
    assert SourceRun.objects.get().problems == [
        "node/99: Die Koordinaten 38.3300, -75.1000 liegen nicht in Deutschland; davon wurde nichts übernommen."
    ]
    district = District.objects.get()
    assert district.west is not None
    assert district.west > 13
    again = import_osm(file, slug="kiez", by=OFFICE, on=DAY)
    assert (again["open_proposals"], again["problems"]) == (0, 1)
