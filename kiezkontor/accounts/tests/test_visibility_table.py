from pathlib import Path

import pytest

from kiezkontor.accounts.rules import visibility
from kiezkontor.accounts.rules.visibility import ENFORCED, as_markdown, matrix, reads_all

CELLS = {"A", "R", "W", "RW", "own", "c", "agg", "–"}
PAPER = Path(__file__).parents[3] / "docs" / "visibility.md"


def test_every_cell_says_one_of_the_known_words():
    assert {cell for cells in matrix().cells.values() for cell in cells.values()} == CELLS


def test_every_class_is_enforced_by_a_gate_or_parked():
    found = matrix()
    assert set(ENFORCED) | set(found.parked) == set(found.cells)
    assert len(found.parked) == 13
    for gates in ENFORCED.values():
        for gate in gates.split(", "):
            area, *rest = gate.split(".")
            assert (PAPER.parents[1] / "kiezkontor" / area / Path(*rest)).with_suffix(".py").exists(), gate


@pytest.mark.parametrize(("cell", "reads"), [("A", True), ("R", True), ("RW", True), ("own", False), ("agg", False)])
def test_who_reads_what_others_entered(cell, reads):
    assert reads_all(cell) == reads


def test_visitors_change_nothing_and_read_only_what_is_public():
    cells = matrix().cells.values()
    assert {each["visitor"] for each in cells} <= {"R", "c", "agg", "–"}


def test_a_row_of_another_length_is_refused(monkeypatch):
    monkeypatch.setattr(visibility, "TABLE", "vis res\nPublished profiles      R   R")
    with pytest.raises(ValueError, match="zip"):
        matrix()


def test_the_paper_shows_the_same_table():
    assert as_markdown() in PAPER.read_text(encoding="utf-8")
