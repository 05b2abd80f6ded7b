from django.urls import include, path

from kiezkontor.outreach.views import answers, balance, interviews, organisation, pipeline, sheets, walk

app_name = "outreach"
one = [
    path("", organisation.organisation, name="organisation"),
    path("vertrauliches/", organisation.confidential, name="confidential"),
    path("kontakt/", organisation.contact, name="contact"),
    path("stand/", organisation.move, name="move"),
    path("bedarf/", interviews.interview, name="interview"),
    path("bedarf/loeschen/", answers.office_take_back, name="interview_take_back"),
    path("unterstuetzung/", organisation.support, name="support"),
]
urlpatterns = [
    path("buero/ansprache/", pipeline.pipeline, name="pipeline"),
    path("buero/ansprache/tabelle.csv", pipeline.table, {"kind": "csv"}, name="csv"),
    path("buero/ansprache/tabelle.xlsx", pipeline.table, {"kind": "xlsx"}, name="xlsx"),
    path("buero/ansprache/verlauf/", balance.course, name="course"),
    path("buero/ansprache/gemeinsam/", pipeline.bulk, name="bulk"),
    path("buero/ansprache/rundgang/", walk.walk, name="walk"),
    path("buero/ansprache/rundgang/papier/", walk.paper, name="walk_paper"),
    path("buero/ansprache/rundgang/boegen/", sheets.print_walk, name="walk_sheets"),
    path("buero/ansprache/boegen/", sheets.sheets, name="sheets"),
    path("buero/ansprache/boegen/<int:pk>/", sheets.sheet, name="sheet"),
    path("buero/ansprache/boegen/druck/<int:pk>/", sheets.run, name="sheets_run"),
    path("buero/ansprache/boegen/druck/<int:pk>/boegen.pdf", sheets.file, name="sheets_file"),
    path("buero/ansprache/bedarf/", interviews.results, name="results"),
    path("buero/ansprache/filter/", pipeline.save_filter, name="save_filter"),
    path("buero/ansprache/filter/<int:pk>/entfernen/", pipeline.remove_filter, name="remove_filter"),
    path("buero/ansprache/<int:pk>/", include(one)),
    path("bedarf/<str:token>/", answers.answer, name="answer"),
    path("bedarf/<str:token>/loeschen/", answers.take_back, name="take_back"),
    path("bedarf/<str:token>/danke/", answers.answered, name="answered"),
    path("mein/eintraege/<int:pk>/bedarf/", answers.own_answer, name="own_answer"),
    path("mein/eintraege/<int:pk>/bedarf/loeschen/", answers.own_take_back, name="own_take_back"),
    path("mein/eintraege/<int:pk>/bedarf/danke/", answers.own_answered, name="own_answered"),
]
