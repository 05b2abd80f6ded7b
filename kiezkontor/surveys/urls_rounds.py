"""Addresses of the work on survey rounds: who walks where, what is to be seen and checked; part of `urls`."""

from django.urls import path

from kiezkontor.surveys.views import checks, paper, round_units, segments

ROUND = "buero/bestandsaufnahmen/<int:number>/"
urlpatterns = [
    path(f"{ROUND}segmente/", segments.segments, name="segments"),
    path(f"{ROUND}segmente/neu/", segments.new_segment, name="segment_new"),
    path(f"{ROUND}segmente/teilen/", segments.divide, name="divide"),
    path(f"{ROUND}segmente/<int:pk>/", segments.segment, name="segment"),
    path(f"{ROUND}segmente/<int:pk>/entfernen/", segments.remove_segment, name="segment_remove"),
    path(f"{ROUND}einheiten/", round_units.units, name="round_units"),
    path(f"{ROUND}haeuser/<int:address>/", round_units.house_is_empty, name="round_house"),
    path(f"{ROUND}papier/", paper.paper, name="paper"),
    path(f"{ROUND}papier/listen.pdf", paper.paper_pdf, name="paper_pdf"),
    path(f"{ROUND}papier/eingeben/", paper.entry, name="entry"),
    path(f"{ROUND}pruefung/", checks.checks, name="checks"),
    path(f"{ROUND}einfrieren/", checks.freeze, name="freeze"),
]
