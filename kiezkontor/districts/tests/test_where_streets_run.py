import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/quartier/strassen/"
LINE = [[13.411, 52.466], [13.419, 52.469]]
DRAWN = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": LINE}}


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(builders.coordinator(kiez, "Karla Koordination"))
    return client


@pytest.fixture
def way(kiez):
    return builders.street(kiez, "Am Markt")


def test_a_street_without_a_line_is_drawn_before_it_is_saved(office, way):
    assert "noch keine Linie" in office.get(LIST).content.decode()
    page = f"{LIST}{way.pk}/"
    file = SimpleUploadedFile("strasse.geojson", json.dumps(DRAWN).encode())
    preview = office.post(f"{page}vorschau/", {"file": file})
    assert "Das ist eine Vorschau" in preview.content.decode()
    assert 'class="outline__marked"' in preview.content.decode()
    way.refresh_from_db()
    assert way.lines == []
    assert office.post(page, {"drawn": preview.context["form"].initial["drawn"]}).status_code == 302
    way.refresh_from_db()
    assert way.lines == [LINE]
    told = AuditEntry.objects.get(verb="district.street_drawn")
    assert told.detail["street"] == "Am Markt"
    assert "noch keine Linie" not in office.get(LIST).content.decode()


def test_an_empty_line_takes_the_old_one_away(office, kiez, way):
    way.lines = [LINE]
    way.save()
    assert office.post(f"{LIST}{way.pk}/", {"drawn": ""}).status_code == 302
    way.refresh_from_db()
    assert way.lines == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("Am Markt", "Das ist kein GeoJSON"),
        ({"type": "Point", "coordinates": [13.41, 52.466]}, "keine Linie"),
        ({"type": "LineString", "coordinates": [[52.466, 13.411], [52.469, 13.419]]}, "vertauscht"),
        ({"type": "LineString", "coordinates": [[4500000, 5800000], [4500100, 5800100]]}, "Grad"),
    ],
)
def test_what_is_no_line_here_gets_one_sentence_and_changes_nothing(office, way, given, sentence):
    drawn = given if isinstance(given, str) else json.dumps(given)
    for address in (f"{LIST}{way.pk}/", f"{LIST}{way.pk}/vorschau/"):
        answer = office.post(address, {"drawn": drawn})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    way.refresh_from_db()
    assert way.lines == []


def test_who_saves_second_is_told_of_the_first(office, way):
    page = f"{LIST}{way.pk}/"
    seen = office.get(page).context["seen"]
    way.lines = [LINE]
    way.save()
    answer = office.post(page, {"drawn": "", "seen": seen})
    assert "Jemand anderes hat diese Seite inzwischen geändert" in answer.content.decode()
    way.refresh_from_db()
    assert way.lines == [LINE]


def test_the_other_districts_of_a_street_are_named(office, kiez, way):
    way.districts.add(builders.district("Nachbarkiez"))
    assert "Nachbarkiez" in office.get(f"{LIST}{way.pk}/").content.decode()
