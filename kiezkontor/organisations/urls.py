from django.urls import include, path

from kiezkontor.organisations.views import office

app_name = "organisations"
entry = [
    path("", office.entry, name="office_entry"),
    path("bearbeiten/", office.edit, name="office_edit"),
    path("bearbeiten/pruefen/", office.edit_check, name="office_edit_check"),
    path("bestaetigen/", office.confirm, name="office_confirm"),
    path("fotos/neu/", office.add_photo, name="office_photo_add"),
    path("fotos/<int:photo_pk>/", office.edit_photo, name="office_photo_edit"),
    path("fotos/<int:photo_pk>/entfernen/", office.remove_photo, name="office_photo_remove"),
    path("mitgliedschaft/", office.join, name="office_join"),
    path("mitgliedschaften/<int:membership_pk>/beenden/", office.leave, name="office_leave"),
]
urlpatterns = [
    path("buero/eintraege/", office.entries, name="office"),
    path("buero/eintraege/<int:pk>/", include(entry)),
]
