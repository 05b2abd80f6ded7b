"""Figures about a location that the office adds: everybody reads them with source and day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.vacancies import access_location_figures
from kiezkontor.vacancies.models import LocationFigure
from kiezkontor.vacancies.tests import builders

pytestmark = pytest.mark.django_db
OFFICE, PAGE = "/musterkiez/buero/leerstand/standort/", "/musterkiez/standort/"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


def written(**details):
    said = {
        "name": "Menschen, die vorbeigehen",
        "value": "1.412,5",
        "basis": "in einer Stunde",
        "source": "Zählung der Studierenden",
        "url": "https://zahlen.example/karlstrasse",
        "on": "2026-10-17",
    }
    return said | details


def further(client, url=PAGE):
    facts = client.get(f"{url}zahlen.json").json()["facts"]
    return [fact for fact in facts if fact["key"].startswith("further_")]


def test_what_the_office_adds_everybody_reads_with_source_and_day(office, kiez):
    street = districts.street(kiez, "Karlstraße")
    assert office.post(OFFICE, written()).status_code == 302
    office.post(OFFICE, written(name="Bodenrichtwert", value="640", basis="Euro je m²", street=street.pk))
    visitor = Client()
    page = visitor.get(PAGE).text
    for said in ("Weitere Kennzahlen", "1.412,50", "in einer Stunde", "Zählung der Studierenden, 17.10.2026"):
        assert said in page
    assert 'href="https://zahlen.example/karlstrasse"' in page
    assert "Bodenrichtwert" not in page
    assert [(fact["value"], fact["basis"]) for fact in further(visitor)] == [(1412.5, "in einer Stunde")]
    assert [fact["value"] for fact in further(visitor, f"{PAGE}karlstrasse/")] == [640]
    assert "Bodenrichtwert" in office.get(OFFICE).text


def test_a_figure_is_changed_and_deleted_with_a_line_in_the_log(office, kiez):
    found = builders.figure(kiez)
    assert office.post(f"{OFFICE}{found.pk}/", written(value="398")).status_code == 302
    found.refresh_from_db()
    assert (found.value, found.name) == (Decimal(398), "Menschen, die vorbeigehen")
    assert office.post(f"{OFFICE}{found.pk}/loeschen/").status_code == 302
    assert further(Client()) == []
    verbs = AuditEntry.objects.filter(verb__startswith="locationfigure").order_by("pk")
    assert [each.verb.partition(".")[2] for each in verbs] == ["changed", "removed"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"source": ""}, "source"),
        ({"value": "viel"}, "value"),
        ({"value": "1" * 14}, "value"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "on"),
        ({"on": "1826-01-01"}, "on"),
    ],
)
def test_what_is_no_figure_with_a_source_is_refused_at_its_field(office, wrong, field):
    answer = office.post(OFFICE, written(**wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not LocationFigure.objects.exists()


def test_a_figure_that_somebody_deleted_meanwhile_is_not_saved(office, kiez, monkeypatch):
    found = builders.figure(kiez)
    monkeypatch.setattr(access_location_figures, "or_404", lambda *_args: found)
    LocationFigure.objects.all().delete()
    answer = office.post(f"{OFFICE}{found.pk}/", written())
    assert answer.status_code == 422
    assert "inzwischen gelöscht" in answer.text


def test_a_street_of_another_district_is_none_of_ours(office):
    elsewhere = districts.street(districts.district("Nebenan"), "Fremde Straße")
    assert office.post(OFFICE, written(street=elsewhere.pk)).status_code == 422
