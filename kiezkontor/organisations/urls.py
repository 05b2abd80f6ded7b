from django.urls import include, path

from kiezkontor.organisations.views import codes, letters, links, office, own, people

app_name = "organisations"
entry = [
    path("", office.entry, name="office_entry"),
    path("bearbeiten/", office.edit, name="office_edit"),
    path("bearbeiten/pruefen/", office.edit_check, name="office_edit_check"),
    path("oeffnungszeiten/", office.edit_hours, name="office_hours"),
    path("bestaetigen/", office.confirm, name="office_confirm"),
    path("fotos/neu/", office.add_photo, name="office_photo_add"),
    path("fotos/<int:photo_pk>/", office.edit_photo, name="office_photo_edit"),
    path("fotos/<int:photo_pk>/entfernen/", office.remove_photo, name="office_photo_remove"),
    path("mitgliedschaft/", office.join, name="office_join"),
    path("mitgliedschaften/<int:membership_pk>/beenden/", office.leave, name="office_leave"),
    path("veroeffentlichung/zuruecknehmen/", people.take_back_publishing, name="office_take_back_publishing"),
    path("einladen/", people.invite, name="office_invite"),
    path("einladen/zuruecknehmen/", people.withdraw_links, name="office_withdraw_links"),
    path("betreut-von/<int:steward_pk>/beenden/", people.end_stewardship, name="office_end_stewardship"),
    path("kontakte/neu/", people.add_contact, name="office_contact_add"),
    path("kontakte/<int:contact_pk>/", people.edit_contact, name="office_contact_edit"),
    path("kontakte/<int:contact_pk>/entfernen/", people.remove_contact, name="office_contact_remove"),
    path("nicht-ansprechen/", people.stop_contact, name="office_stop_contact"),
]
own_entry = [
    path("", own.entry, name="own_entry"),
    path("bearbeiten/", own.edit, name="own_edit"),
    path("bearbeiten/pruefen/", own.edit_check, name="own_edit_check"),
    path("oeffnungszeiten/", own.edit_hours, name="own_hours"),
    path("bestaetigen/", own.confirm, name="own_confirm"),
    path("fotos/neu/", own.add_photo, name="own_photo_add"),
    path("fotos/<int:photo_pk>/", own.edit_photo, name="own_photo_edit"),
    path("fotos/<int:photo_pk>/entfernen/", own.remove_photo, name="own_photo_remove"),
    path("veroeffentlichung/", own.publish, name="own_publish"),
    path("kontaktliste/", own.card, name="own_card"),
]
urlpatterns = [
    path("buero/eintraege/", office.entries, name="office"),
    path("buero/eintraege/<int:pk>/", include(entry)),
    path("buero/anfragen/", people.requests, name="requests"),
    path("buero/anfragen/<int:request_pk>/zusagen/", people.grant_request, name="requests_grant"),
    path("buero/anfragen/<int:request_pk>/ablehnen/", people.refuse_request, name="requests_refuse"),
    path("buero/briefe/", letters.letters, name="letters"),
    path("buero/briefe/nachfragen/", letters.ask_by_letter, name="letters_ask"),
    path("buero/briefe/<int:pk>/", letters.run, name="letters_run"),
    path("buero/briefe/<int:pk>/briefe.pdf", letters.file, name="letters_file"),
    path("mein/", own.own, name="own"),
    path("mein/kontakte/", own.contact_list, name="members"),
    path("mein/eintraege/<int:pk>/", include(own_entry)),
    path("code/", codes.enter_code, name="code"),
    path("eintrag/<str:token>/", links.prepared, name="prepared"),
    path("eintrag/<str:token>/aendern/", links.correct, name="prepared_correct"),
    path("zugang/<str:token>/", links.take_access, name="prepared_access"),
    path("zugang/<str:token>/annehmen/", links.use_access, name="prepared_access_use"),
]
