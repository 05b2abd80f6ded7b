"""What the work on vacancies came to."""

from django.urls import path

from kiezkontor.vacancies.presenting_results import FIGURES
from kiezkontor.vacancies.views import results

IN_GERMAN = {
    "cases": "faelle",
    "owners": "eigentum",
    "talks": "gespraeche",
    "placements": "vermittlungen",
    "permanence": "verbleib",
    "jobs": "arbeitsplaetze",
    "reporters": "meldungen",
    "seekers": "raumsuchende",
    "viewings": "besichtigungen",
    "leases": "vertraege",
}
urlpatterns = [
    path("buero/leerstand/ergebnisse/", results.results_page, name="results"),
    path("buero/leerstand/ergebnisse/ergebnisse.csv", results.table, {"kind": "csv"}, name="results_csv"),
    path("buero/leerstand/ergebnisse/ergebnisse.xlsx", results.table, {"kind": "xlsx"}, name="results_xlsx"),
    *(
        path(
            f"buero/leerstand/ergebnisse/{IN_GERMAN[figure.key]}/",
            results.cases,
            {"key": figure.key},
            name=f"results_{figure.key}",
        )
        for figure in FIGURES
    ),
]
