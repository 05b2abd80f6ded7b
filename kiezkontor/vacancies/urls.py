from django.urls import include, path

from kiezkontor.vacancies.views import cases, following

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
of_the_office = [
    path("", cases.case_list, name="office"),
    path("faelle.csv", cases.table, {"kind": "csv"}, name="office_csv"),
    path("faelle.xlsx", cases.table, {"kind": "xlsx"}, name="office_xlsx"),
    path("ohne-fall/", cases.uncovered, name="office_uncovered"),
    path("alle-eroeffnen/", cases.open_all, name="office_open_all"),
    path("eroeffnen/<int:pk>/", cases.open_one, name="office_open"),
]
urlpatterns = [
    path("buero/leerstand/", include(of_the_office)),
    path("buero/leerstand/<int:pk>/", include(one_case)),
]
