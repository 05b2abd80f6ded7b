"""Addresses of the component page and of a map with two entries, for the tests that look at them in a browser."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

handler404 = "kiezkontor.home.errors.not_found"

MAP_PAGE = """{% extends "plain.html" %}
{% block main %}<h1>Karte</h1>{% include "components/map.html" with geojson_url=url list_id="twin" height="tall" %}
<ul id="twin"><li data-key="1"><a href="/one/">Bäckerei Morgenrot</a></li>
<li data-key="2"><a href="/two/">Café</a></li></ul>
{% endblock main %}
{% block scripts %}{% include "components/map_assets.html" %}{% endblock scripts %}"""


def map_page(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(MAP_PAGE)
    return HttpResponse(template.render({"url": "/komponenten/karte.geojson", "district": None}, request))


def entries(request: HttpRequest) -> JsonResponse:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [8.39 + key / 100, 49.0]},
            "properties": {"key": key, "name": "x", "category": "y", "use_class": "retail", "url": f"/{key}/"},
        }
        for key in (1, 2)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


urlpatterns = [
    path("komponenten/karte.geojson", entries),
    path("komponenten/karte/", map_page),
    path("", include("kiezkontor.shared.gallery")),
]
