from django.urls import path

from kiezkontor.api.views import feeds

app_name = "api"
urlpatterns = [
    path("entries.csv", feeds.entries_csv, name="csv"),
    path("entries.geojson", feeds.entries_geojson, name="geojson"),
    path("entries.atom", feeds.entries_atom, name="atom"),
]
