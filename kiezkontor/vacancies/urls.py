from django.urls import include, path

from kiezkontor.vacancies import (
    urls_exposes,
    urls_ideas,
    urls_lettings,
    urls_location,
    urls_rents,
    urls_results,
    urls_seekers,
    urls_viewings,
)
from kiezkontor.vacancies.views import cases, early, following, owners, public, reports

app_name = "vacancies"
one_case = [
    path("", cases.case, name="office_case"),
    path("bearbeiten/", cases.edit, name="office_edit"),
    path("stand/", cases.move, name="office_move"),
    path("schritt/", cases.step, name="office_step"),
    path("notiz/", cases.note, name="office_note"),
    path("schliessen/", cases.close, name="office_close"),
    path("folgen/", following.follow, name="office_follow"),
    path("mitnehmen/<int:unit>/", following.take_along, name="office_take_along"),
    path("wieder-oeffnen/", following.reopen, name="office_reopen"),
    path("eigentum/", owners.of_case, name="office_owner_of_case"),
    path("eigentum/<int:owner>/", owners.link, name="office_owner_link"),
    path("eigentum/<int:owner>/loesen/", owners.unlink, name="office_owner_unlink"),
]
one_report = [
    path("", reports.report, name="office_report"),
    path("foto/", reports.photo, name="office_report_photo"),
    path("annehmen/<int:unit>/", reports.accept, name="office_report_accept"),
    path("ablehnen/", reports.decline, name="office_report_decline"),
]
one_owner = [
    path("", owners.owner, name="office_owner"),
    path("bearbeiten/", owners.edit, name="office_owner_edit"),
    path("gespraech/", owners.talk, name="office_owner_talk"),
    path("brief/", owners.letter, name="office_owner_letter"),
    path("briefe/<int:letter>.pdf", owners.letter_pdf, name="office_owner_letter_pdf"),
    path("loeschen/", owners.remove, name="office_owner_remove"),
]
of_the_office = [
    path("", cases.case_list, name="office"),
    path("faelle.csv", cases.table, {"kind": "csv"}, name="office_csv"),
    path("faelle.xlsx", cases.table, {"kind": "xlsx"}, name="office_xlsx"),
    path("karte/", cases.case_map, name="office_map"),
    path("karte/faelle.geojson", cases.map_cases, name="office_map_cases"),
    path("ohne-fall/", cases.uncovered, name="office_uncovered"),
    path("alle-eroeffnen/", cases.open_all, name="office_open_all"),
    path("eroeffnen/<int:pk>/", cases.open_one, name="office_open"),
    path("meldungen/", reports.reports, name="office_reports"),
    path("fruehwarnung/", early.warnings, name="office_warnings"),
    path("fruehwarnung/neu/<int:pk>/", early.warn, name="office_warn"),
    path("fruehwarnung/<int:pk>/erwarten/", early.expect, name="office_warning_expect"),
    path("fruehwarnung/<int:pk>/erledigt/", early.settle, name="office_warning_settle"),
    path("eigentum/", owners.owners, name="office_owners"),
    path("eigentum/neu/", owners.add, name="office_owner_new"),
]
urlpatterns = [
    path("leerstand/melden/", public.report, name="report"),
    path("leerstand/gemeldet/<str:token>/", public.report_state, name="report_state"),
    path("", include(urls_seekers)),
    path("", include(urls_viewings)),
    path("buero/leerstand/", include(of_the_office)),
    path("buero/leerstand/meldungen/<int:pk>/", include(one_report)),
    path("buero/leerstand/eigentum/<int:pk>/", include(one_owner)),
    path("buero/leerstand/<int:pk>/", include(one_case)),
    path("", include(urls_lettings)),
    path("", include(urls_exposes)),
    path("", include(urls_ideas)),
    path("", include(urls_location)),
    path("", include(urls_rents)),
    path("", include(urls_results)),
]
