from django.urls import path

from kiezkontor.directory.views import data, exports, lists, profiles

app_name = "directory"
urlpatterns = [
    path("verzeichnis/", lists.directory_list, name="list"),
    path("verzeichnis/vorschlaege/", lists.suggestions, name="suggestions"),
    path("verzeichnis/fehler-melden/", lists.find_mistaken, name="find_mistaken"),
    path("karte/", lists.directory_map, name="map"),
    path("karte/eintraege.geojson", data.geojson, name="geojson"),
    path("karte/umriss.geojson", data.boundary, name="boundary"),
    path("karte/grundkarte.pmtiles", data.basemap, name="basemap"),
    path("leerstand/", lists.vacancies, name="vacancies"),
    path("verzeichnis/<slug:slug>/", profiles.profile, name="profile"),
    path("verzeichnis/<slug:slug>/nachricht/", profiles.contact, name="contact"),
    path("verzeichnis/<slug:slug>/mein-betrieb/", profiles.own_entry, name="own_entry"),
    path("verzeichnis/<slug:slug>/fehler-melden/", profiles.mistake, name="mistake"),
    path("verzeichnis/<slug:slug>/aufruf/", profiles.count_view, name="count_view"),
    path("verzeichnis/<slug:slug>/visitenkarte.vcf", exports.card, name="vcard"),
    path("verzeichnis/<slug:slug>/code.svg", exports.qr_code, name="qr_code"),
    path("verzeichnis/<slug:slug>/aushang/", exports.door_sheet, name="door_sheet"),
]
