"""Two walks, and what an office reads of them the same evening."""

import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.premises.actions.observations import Sighting, add_observation, correct_observation
from kiezkontor.premises.models import SurveyRound, Unit
from kiezkontor.surveys.tests.walks import AFTER, BEFORE, FIRST, OFFICE, SECOND, freeze

pytestmark = pytest.mark.django_db
ROUND = "/kiez/buero/bestandsaufnahmen/2/"


@pytest.fixture
def office(walked, client):
    walked(1, FIRST, *BEFORE)
    walked(2, SECOND, *AFTER)
    client.force_login(districts.coordinator(District.objects.get()))
    return client


def report(number=2):
    out = StringIO()
    call_command("round", "--district", "kiez", "--number", str(number), stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def page(client, path):
    return " ".join(client.get(path).content.decode().split())


def test_the_command_tells_streets_and_who_stayed(office):
    live = report()
    assert live["survival"] == {
        "named": 4,
        "told": 4,
        "in_district": 3,
        "in_district_percent": 75.0,
        "same_place": 2,
        "same_place_percent": 50.0,
    }
    assert (live["supply_lost"], live["supply_gained"]) == (["bakery"], [])
    (street,) = live["by_street"]
    assert (street["street"], street["units"], street["vacancy_rate_all"]["vacant"]) == ("Weserstraße", 7, 1)
    assert [warned["level"] for warned in live["early_warning"]] == ["watch"]
    assert report(1)["survival"] is None
    freeze(1), freeze(2)
    frozen = report()
    assert {name: frozen[name] for name in live if name not in {"frozen", "checksum"}} == {
        name: live[name] for name in live if name not in {"frozen", "checksum"}
    }


def test_the_page_shows_what_became_of_the_round_before(office):
    shown = page(office, ROUND)
    for words in ("Noch im Quartier", "3 von 4", "Hier nicht mehr vorhanden: Backwaren.", "Weserstraße", "<svg"):
        assert words in shown
    assert "Nach Straßen" in shown
    assert "Nach Teilbereichen" not in shown


def test_changes_stand_one_by_one_with_their_unit(office):
    shown = page(office, f"{ROUND}veraenderungen/")
    florist = Unit.objects.get(house_number="1", position="right")
    assert "Blumen Muster" in shown
    assert f'href="/kiez/buero/einheiten/{florist.pk}/"' in shown
    assert "4 Veränderungen" in shown
    closures = page(office, f"{ROUND}veraenderungen/?since=1&what=closure")
    assert "Blumen Muster" in closures
    assert "Buchladen Neu" not in closures
    assert "Nichts zu vergleichen" in page(office, "/kiez/buero/bestandsaufnahmen/1/veraenderungen/")


def test_the_reason_of_a_closure_is_told_where_somebody_knows_it(office):
    florist = Unit.objects.get(house_number="1", position="right")
    kiez = District.objects.get()
    latest = florist.observations.order_by("-pk").first()
    correct_observation(latest.pk, Sighting("vacant", (FIRST, SECOND), former_ended="rent"), district=kiez, by=OFFICE)
    assert "Miete" in page(office, f"{ROUND}veraenderungen/?what=closure")


def test_a_reason_heard_after_the_reference_day_counts_until_the_freeze(office):
    """The walk goes on for some days, and why somebody closed is heard still later."""
    bakery, kiez = Unit.objects.get(house_number="11"), District.objects.get()
    closures = f"{ROUND}veraenderungen/?what=closure"

    def note(days, reason="", **details):
        day = SECOND + timedelta(days=days)
        sighting = Sighting("vacant", (None, day), former_ended=reason)
        add_observation(bakery, sighting, seen_on=day, district=kiez, by=OFFICE, **details)

    note(3, survey_round=SurveyRound.objects.get(number=2))
    assert "Bäckerei Beispiel" in page(office, closures)
    assert "Miete" not in page(office, closures)
    note(9, "rent")
    assert "Miete" in page(office, closures)
    freeze(1), freeze(2)
    note(20, "health")
    assert "Miete" in page(office, closures)
    assert "Krankheit" not in page(office, closures)


def test_a_sheet_of_units_never_calculates(office):
    Organisation.objects.filter(name="Buchladen Neu").update(name="=1+1")
    text = office.get(f"{ROUND}einheiten.csv").content.decode("utf-8-sig")
    assert "Weserstraße;5;" in text
    assert ";'=1+1;" in text
    sheet = load_workbook(BytesIO(office.get(f"{ROUND}einheiten.xlsx").content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert sheet.max_row == 8
