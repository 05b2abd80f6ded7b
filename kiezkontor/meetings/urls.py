from django.urls import include, path

from kiezkontor.meetings.views import agenda, attending

app_name = "meetings"
of_an_event = [
    path("", agenda.agenda, name="agenda"),
    path("aufnehmen/", agenda.take, name="take"),
    path("punkt/", agenda.add, name="item_new"),
    path("anwesend/", attending.attendance, name="attendance"),
    path("anwesend/merken/", attending.mark, name="mark"),
    path("anwesend/neu/", attending.add_person, name="add_person"),
    path("einlass/oeffnen/", attending.open_room, name="open_room"),
    path("einlass/", attending.door, name="door"),
]
one_item = [
    path("", agenda.change, name="item_change"),
    path("hoch/", agenda.up, name="item_up"),
    path("runter/", agenda.down, name="item_down"),
    path("entfernen/", agenda.remove, name="item_remove"),
]
of_the_room = [
    path("", attending.check_in, name="check_in"),
    path("da/", attending.checked_in, name="checked_in"),
]
urlpatterns = [
    path("sitzung/<str:token>/", include(of_the_room)),
    path("buero/sitzungen/<int:pk>/", include(of_an_event)),
    path("buero/sitzungen/punkte/<int:pk>/", include(one_item)),
]
