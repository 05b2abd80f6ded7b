from django.urls import include, path

from kiezkontor.vacancies.views import cases, following, public, reports

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
]
one_report = [
    path("", reports.report, name="office_report"),
    path("foto/", reports.photo, name="office_report_photo"),
    path("annehmen/<int:unit>/", reports.accept, name="office_report_accept"),
    path("ablehnen/", reports.decline, name="office_report_decline"),
]
of_the_office = [
    path("", cases.case_list, name="office"),
    path("faelle.csv", cases.table, {"kind": "csv"}, name="office_csv"),
    path("faelle.xlsx", cases.table, {"kind": "xlsx"}, name="office_xlsx"),
    path("ohne-fall/", cases.uncovered, name="office_uncovered"),
    path("alle-eroeffnen/", cases.open_all, name="office_open_all"),
    path("eroeffnen/<int:pk>/", cases.open_one, name="office_open"),
    path("meldungen/", reports.reports, name="office_reports"),
    path("meldungen/<int:pk>/", include(one_report)),
    path("<int:pk>/", include(one_case)),
]
urlpatterns = [
    path("leerstand/melden/", public.report, name="report"),
    path("leerstand/gemeldet/<str:token>/", public.report_state, name="report_state"),
    path("buero/leerstand/", include(of_the_office)),
]
