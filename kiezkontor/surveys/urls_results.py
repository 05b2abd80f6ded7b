"""Addresses of what survey rounds came to; part of `urls`."""

from django.urls import path

from kiezkontor.surveys.views import results

OFFICE = "buero/bestandsaufnahmen/<int:number>/"
urlpatterns = [
    path(f"{OFFICE}veraenderungen/", results.changes, name="changes"),
    path(f"{OFFICE}einheiten.csv", results.units_file, {"kind": "csv"}, name="units_csv"),
    path(f"{OFFICE}einheiten.xlsx", results.units_file, {"kind": "xlsx"}, name="units_xlsx"),
]
