"""Pages of the office about viewings and negotiations."""

from django.urls import include, path

from kiezkontor.vacancies.views import negotiations, seekers_matching, viewing_days, viewings

one_viewing = [
    path("", viewings.viewing, name="viewing"),
    path("verlegen/", viewings.move, name="viewing_move"),
    path("absagen/", viewings.cancel, name="viewing_cancel"),
    path("ergebnis/", viewings.result, name="viewing_result"),
    path("eigentum/", viewings.name_owner, name="viewing_owner"),
    path("eigentum/verschweigen/", viewings.hide_owner, name="viewing_owner_hide"),
]
one_negotiation = [
    path("", negotiations.negotiation, name="negotiation"),
    path("notiz/", negotiations.note, name="negotiation_note"),
    path("beenden/", negotiations.end, name="negotiation_end"),
]
urlpatterns = [
    path("buero/leerstand/besichtigungen/", viewings.viewings, name="viewings"),
    path("buero/leerstand/besichtigungen/planen/", viewing_days.plan, name="viewing_plan"),
    path("buero/leerstand/besichtigungen/tag/", viewing_days.day_list, name="viewing_day_list"),
    path("buero/leerstand/besichtigungen/tag.pdf", viewing_days.day_pdf, name="viewing_day_pdf"),
    path("buero/leerstand/besichtigungen/rundgaenge/neu/", viewing_days.new_tour, name="viewing_tour_new"),
    path("buero/leerstand/besichtigungen/rundgaenge/<int:pk>/", viewing_days.tour, name="viewing_tour"),
    path("buero/leerstand/besichtigungen/<int:pk>/", include(one_viewing)),
    path("buero/leerstand/verhandlungen/<int:pk>/", include(one_negotiation)),
    path("buero/leerstand/<int:pk>/verhandeln/<int:sought>/", negotiations.begin, name="negotiation_begin"),
    path("buero/leerstand/<int:pk>/vorschlagen/<int:sought>/", seekers_matching.propose, name="propose"),
    path("buero/leerstand/<int:pk>/besichtigen/<int:sought>/", viewings.arrange, name="viewing_arrange"),
]
