from django.urls import include, path

from kiezkontor.meetings.views import agenda

app_name = "meetings"
of_an_event = [
    path("", agenda.agenda, name="agenda"),
    path("aufnehmen/", agenda.take, name="take"),
    path("punkt/", agenda.add, name="item_new"),
]
one_item = [
    path("", agenda.change, name="item_change"),
    path("hoch/", agenda.up, name="item_up"),
    path("runter/", agenda.down, name="item_down"),
    path("entfernen/", agenda.remove, name="item_remove"),
]
urlpatterns = [
    path("buero/sitzungen/<int:pk>/", include(of_an_event)),
    path("buero/sitzungen/punkte/<int:pk>/", include(one_item)),
]
