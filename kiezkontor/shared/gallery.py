"""One page that shows every component, for people who build pages. Only with DEBUG."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitänsmützenmanufaktur Hinterhuber-Zwiebelmoser & Töchter"

SAMPLE_DISTRICT = SimpleNamespace(
    name="Karlstraße",
    claim="Läden, Werkstätten und Nachbarschaft",
    official_name="Stadt Musterstadt",
    languages=["de", "en"],
    logo=None,
    is_public_authority=True,
)


class GalleryForm(forms.Form):
    name = forms.CharField(label="Name des Betriebs", help_text="So, wie er auf dem Schild steht.", max_length=80)
    email = forms.EmailField(label="E-Mail-Adresse", required=False)
    about = forms.CharField(label="Wer wir sind", widget=forms.Textarea, required=False)
    use_class = forms.ChoiceField(label="Nutzung", choices=[("retail", "Einzelhandel"), ("gastronomy", "Gastronomie")])
    languages = forms.MultipleChoiceField(
        label="Sprachen",
        choices=[("de", "Deutsch"), ("tr", "Türkisch"), ("ar", "Arabisch")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access = forms.ChoiceField(
        label="Zugang",
        choices=[("yes", "stufenlos"), ("limited", "mit Hilfe"), ("no", "nicht stufenlos")],
        widget=forms.RadioSelect,
    )
    opened_on = forms.DateField(label="Eröffnet am", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    photo = forms.FileField(label="Foto", required=False)
    consent = forms.BooleanField(label="Ich darf dieses Bild veröffentlichen.")


def _entry(name: str, category: str, use_class: str, address: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "category": category, "use_class": use_class, "address": address, "url": "#", **more}


def _entries(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    is_open = [[(now - hour).isoformat(), (now + 3 * hour).isoformat()]]
    is_closed = [[(now + 20 * hour).isoformat(), (now + 28 * hour).isoformat()]]
    return [
        _entry(
            "Bäckerei Morgenrot",
            "Bäckerei",
            "retail",
            "Karlstraße 12",
            hours_text="Mo–Sa 6–18 Uhr",
            open_intervals=is_open,
            step_free="yes",
            independent=True,
        ),
        _entry(
            "Café Zur Ladenglocke",
            "Café",
            "gastronomy",
            "Amalienstraße 3",
            hours_text="Di–So 9–19 Uhr",
            open_intervals=is_closed,
            step_free="limited",
            member=True,
        ),
        _entry(LONG_NAME, "Hutmacherei", "retail", "Karlstraße 128 a", sub_location="Hinterhof"),
        _entry(
            "Fahrradwerkstatt Speiche", "Fahrradreparatur", "local_economy", "Sophienstraße 40", lat=49.01, lon=8.39
        ),
        _entry(
            "Stadtteilbibliothek",
            "Bibliothek",
            "public_use",
            "Ständehausstraße 2",
            step_free="yes",
            lat=49.001,
            lon=8.4,
        ),
        _entry("Ömer & Söhne", "Schneiderei", "local_economy", "Hirschstraße 9", independent=True),
    ]


def _forms() -> dict[str, Any]:
    broken = GalleryForm({"name": "", "email": "kim@", "access": "yes"})
    broken.is_valid()
    return {"blank_form": GalleryForm(prefix="blank"), "broken_form": broken}


def _ways() -> dict[str, Any]:
    """What leads on: pages, crumbs, links, buttons."""
    return {
        "page_of_many": Paginator(range(400), 20).page(7),
        "crumbs": [{"label": "Startseite", "url": "#"}, {"label": "Verzeichnis", "url": "#"}],
        "links": [
            {"label": "Alle", "url": "#", "current": True, "count": 78},
            {"label": "Neu", "url": "#", "count": 4},
            {"label": "Geändert", "url": "#", "count": 12},
            {"label": "Verschwunden", "url": "#", "count": 0},
        ],
        "buttons": [
            {"label": "Speichern", "url": "#"},
            {"label": "Vorschau", "url": "#", "kind": "secondary", "icon": "visibility"},
            {"label": "Abbrechen", "url": "#", "kind": "tertiary"},
        ],
    }


def _contents() -> dict[str, Any]:
    """What is told: facts, opening hours, filters, events, a table, a picture."""
    return {
        "facts": [
            {"term": "Anschrift", "value": "Karlstraße 12, 76133 Karlsruhe"},
            {"term": "Telefon", "value": "0721 0000000", "url": "tel:+497210000000"},
            {"term": "Sprachen", "several": ["Deutsch", "Türkisch"]},
            {"term": "Zugang", "value": "stufenlos, WC im Erdgeschoss"},
        ],
        "week": [
            {"day": "Montag", "times": []},
            {"day": "Dienstag", "times": ["09:00–12:30 Uhr", "14:00–18:30 Uhr"], "today": True},
            {"day": "Mittwoch", "times": ["09:00–18:30 Uhr"]},
        ],
        "groups": [
            {
                "legend": "Nutzung",
                "name": "use",
                "options": [
                    {"value": "retail", "label": "Einzelhandel", "count": 30, "checked": True},
                    {"value": "gastronomy", "label": "Gastronomie", "count": 20},
                    {"value": "local_economy", "label": "Dienstleistung und Handwerk", "count": 24},
                ],
            },
            {
                "legend": "Gut zu wissen",
                "name": "only",
                "options": [
                    {"value": "open", "label": "jetzt geöffnet", "count": 17},
                    {"value": "step_free", "label": "stufenlos", "count": 9},
                ],
            },
        ],
        "chosen_filters": [
            {"label": "Einzelhandel", "url": "#"},
            {"label": "Dienstleistung und Handwerk in der zweiten Reihe", "url": "#"},
        ],
        "events": [
            {"when": "1. März 2017", "title": "Das Projekt beginnt", "text": "Auftakt mit 30 Betrieben."},
            {"when": "4. Oktober 2017", "title": "Die Plattform geht online", "text": "16 Mitglieder von Anfang an."},
        ],
        "columns": [{"label": "Straße"}, {"label": "Einheiten", "numeric": True}, {"label": "Leer", "numeric": True}],
        "rows": [
            {"cells": [{"text": "Karlstraße", "url": "#"}, "54", "6"]},
            {"cells": ["Amalienstraße", "22", "3"]},
        ],
        "image": {
            "url": f"{settings.STATIC_URL}shared/icon.svg",
            "alt": "Zeichnung einer Markise über einem Ladenfenster",
            "caption": "Das Zeichen des Hauses.",
            "credit": "Kiezkontor",
            "width": 320,
            "height": 320,
        },
    }


def gallery(request: HttpRequest, frame: str = "base") -> HttpResponse:
    if not settings.DEBUG or frame not in {"base", "office", "plain"}:
        raise Http404
    context = {"frame": f"{frame}.html", "entries": _entries(timezone.now()), **_forms(), **_ways(), **_contents()}
    if frame != "plain" and getattr(request, "district", None) is None:
        context["district"] = SAMPLE_DISTRICT
    return render(request, "components/gallery.html", context)


urlpatterns = [
    path("komponenten/", gallery, name="gallery"),
    path("komponenten/<str:frame>/", gallery, name="gallery-in"),
]
