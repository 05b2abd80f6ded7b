"""Pages of the office about viewings."""

from django.urls import include, path

from kiezkontor.vacancies.views import viewings

one_viewing = [
    path("", viewings.viewing, name="viewing"),
    path("verlegen/", viewings.move, name="viewing_move"),
    path("absagen/", viewings.cancel, name="viewing_cancel"),
    path("ergebnis/", viewings.result, name="viewing_result"),
    path("eigentum/", viewings.name_owner, name="viewing_owner"),
    path("eigentum/verschweigen/", viewings.hide_owner, name="viewing_owner_hide"),
]
urlpatterns = [
    path("buero/leerstand/besichtigungen/", viewings.viewings, name="viewings"),
    path("buero/leerstand/besichtigungen/<int:pk>/", include(one_viewing)),
    path("buero/leerstand/<int:pk>/besichtigen/<int:sought>/", viewings.arrange, name="viewing_arrange"),
]
