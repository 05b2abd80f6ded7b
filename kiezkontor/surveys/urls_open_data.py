"""Addresses of what a round gives to open data, and of what it is compared with there; part of `urls`."""

from django.urls import path

from kiezkontor.surveys.views import coverage, osm

ROUND = "buero/bestandsaufnahmen/<int:number>/"
urlpatterns = [
    path(f"{ROUND}openstreetmap/", osm.tasks, name="osm"),
    path(f"{ROUND}openstreetmap/aenderungen.osc", osm.take, {"kind": "osc"}, name="osm_change"),
    path(f"{ROUND}openstreetmap/aufgaben.csv", osm.take, {"kind": "csv"}, name="osm_tasks"),
    path(f"{ROUND}abdeckung/", coverage.coverage, name="coverage"),
]
