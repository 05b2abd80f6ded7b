"""Two walks through the same street, as tables of an office."""

from datetime import date
from pathlib import Path
from typing import Any

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.premises.actions.imports import import_table
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.actions.rounds import go

OFFICE = system_viewer("import")
HEADING = "street;number;position;name;use_class;category;occupancy;since"
FIRST, SECOND = date(2017, 2, 1), date(2018, 2, 1)
BEFORE = [
    "Weserstr.;1;links;Café Süß;;Café;;before 2005",
    "Weserstr.;1;rechts;Blumen Muster;retail;;;",
    "Weserstr.;3;;;;;vacant;2016",
    "Weserstr.;5;;Schuster Probe;local_economy;;;",
    "Weserstr.;7;;;;;used_as_housing;",
    "Weserstr.;9;;;;;unknown;",
    "Weserstr.;11;;Bäckerei Beispiel;;Bäckerei;;",
]
AFTER = [
    "Weserstr.;1;links;Café Süß;;Café;;",
    "Weserstr.;1;rechts;;;;vacant;",
    "Weserstr.;3;;Schuster Probe;local_economy;;;",
    "Weserstr.;5;;Buchladen Neu;retail;;;",
    "Weserstr.;7;;;;;used_as_housing;",
    "Weserstr.;9;;Atelier;public_use;;;",
    "Weserstr.;11;;Bäckerei Beispiel;gastronomy;Café;;",
]


def walk(folder: Path, number: int, on: date, *rows: str) -> Any:
    """Rows under HEADING become a round of the district "kiez", which is made with the first."""
    file = folder / f"{number}.csv"
    file.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
    return import_table(file, slug="kiez", by=OFFICE, on=on, round_number=number, state="BE", municipality="Berlin")


def freeze(number: int, *, publish: bool = False) -> SurveyRound:
    survey_round = SurveyRound.objects.get(number=number)
    for stage in ("review", "frozen", "published")[: 3 if publish else 2]:
        survey_round = go(survey_round, stage, by=OFFICE)
    return survey_round
