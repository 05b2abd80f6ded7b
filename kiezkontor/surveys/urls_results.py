"""Addresses of what survey rounds came to; part of `urls`."""

from django.urls import path

from kiezkontor.surveys.views import map as maps
from kiezkontor.surveys.views import public, results, sheet

OFFICE = "buero/bestandsaufnahmen/<int:number>/"
PUBLIC = "bestandsaufnahme/<int:number>/"
urlpatterns = [
    path("buero/bestandsaufnahmen/karte/", maps.office_map, name="map"),
    path("buero/bestandsaufnahmen/karte/einheiten.geojson", maps.units_geojson, name="map_units"),
    path(f"{OFFICE}veraenderungen/", results.changes, name="changes"),
    path(f"{OFFICE}einheiten.csv", results.units_file, {"kind": "csv"}, name="units_csv"),
    path(f"{OFFICE}einheiten.xlsx", results.units_file, {"kind": "xlsx"}, name="units_xlsx"),
    path(f"{OFFICE}gebietsmonitoring.pdf", sheet.for_office, name="sheet"),
    path("bestandsaufnahme/", public.rounds, name="public_rounds"),
    path("bestandsaufnahme/karte/", maps.public_map, name="public_map"),
    path("bestandsaufnahme/karte/strassen.geojson", maps.streets_geojson, name="public_map_streets"),
    path(PUBLIC, public.survey_round, name="public_round"),
    path(f"{PUBLIC}zahlen.csv", public.as_csv, name="public_csv"),
    path(f"{PUBLIC}zahlen.json", public.as_json, name="public_json"),
    path(f"{PUBLIC}gebietsmonitoring.pdf", sheet.for_everybody, name="public_sheet"),
]
