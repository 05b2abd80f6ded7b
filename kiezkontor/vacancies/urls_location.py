"""Locations in figures, for everybody, and what the office adds to them."""

from django.urls import path

from kiezkontor.vacancies.views import location, location_figures

urlpatterns = [
    path("standort/", location.location, name="location"),
    path("standort/standort.pdf", location.as_pdf, name="location_pdf"),
    path("standort/zahlen.json", location.as_json, name="location_json"),
    path("standort/fragen/", location.ask, name="location_ask"),
    path("standort/fragen/danke/", location.asked, name="location_asked"),
    path("standort/<slug:street>/", location.location, name="location_street"),
    path("standort/<slug:street>/standort.pdf", location.as_pdf, name="location_street_pdf"),
    path("standort/<slug:street>/zahlen.json", location.as_json, name="location_street_json"),
    path("buero/leerstand/standort/", location_figures.figures, name="location_figures"),
    path("buero/leerstand/standort/<int:pk>/", location_figures.figure, name="location_figure"),
    path("buero/leerstand/standort/<int:pk>/loeschen/", location_figures.remove, name="location_figure_remove"),
]
