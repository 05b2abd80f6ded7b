"""Units on the map: all of them for the office, streets alone for everybody."""

from datetime import date

import pytest

from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.models import SurveyRound, Unit
from kiezkontor.surveys.tests import walks
from kiezkontor.surveys.tests.test_public_results import AFTER, BEFORE
from kiezkontor.surveys.tests.walks import FIRST, SECOND, freeze

pytestmark = pytest.mark.django_db
OFFICE = "/kiez/buero/bestandsaufnahmen/karte/"
PUBLIC = "/kiez/bestandsaufnahme/karte/"


@pytest.fixture
def kiez(walked):
    walked(1, FIRST, *BEFORE)
    walked(2, SECOND, *AFTER)
    return District.objects.get()


def states(client, query):
    found = client.get(f"{OFFICE}einheiten.geojson{query}").json()["features"]
    return sum(each["properties"]["use_class"] == "vacant" for each in found), len(found)


def test_the_office_sees_every_unit_on_the_day_of_a_round_and_on_any_other(kiez, client):
    freeze(1)
    client.force_login(districts.coordinator(kiez))
    assert states(client, "?round=1") == (11, 48)
    assert states(client, "?round=2") == (15, 48)
    assert states(client, "") == states(client, "?round=2")
    assert states(client, "?day=2017-06-01") == (11, 48)
    assert states(client, "?day=2016-06-01") == (0, 0)
    shown = " ".join(client.get(f"{OFFICE}?round=1").content.decode().split())
    assert "Am 1. Februar 2017" in shown
    assert "Leer: 11" in shown
    unit = Unit.objects.order_by("pk").first()
    assert f'href="/kiez/buero/einheiten/{unit.pk}/"' in shown


def test_a_round_nobody_has_begun_is_not_what_the_map_shows(kiez, client):
    SurveyRound.objects.create(district=kiez, number=3, reference_on=date(2019, 2, 1))
    client.force_login(districts.coordinator(kiez))
    assert states(client, "") == states(client, "?round=2")
    page = client.get(OFFICE).content.decode()
    assert "Am 1. Februar 2018" in page
    assert "1. Februar 2019" not in page


def test_of_very_many_units_the_map_takes_those_in_sight(kiez, client, monkeypatch):
    monkeypatch.setattr("kiezkontor.surveys.views.map.MOST_AT_ONCE", 10)
    client.force_login(districts.coordinator(kiez))
    day = client.get(f"{OFFICE}?day=2017-06-01").content.decode()
    assert "data-by-box" in day
    assert "Leer: 11" in " ".join(day.split())
    Unit.objects.filter(pk=Unit.objects.order_by("pk").values("pk")[0]["pk"]).update(lat=52.5, lon=13.5)
    box = "13.49,52.49,13.51,52.51"
    for query in ("?round=1", "?day=2017-06-01"):
        assert states(client, f"{query}&box={box}")[1] == 1
        assert states(client, f"{query}&box=nowhere")[1] == 48


def test_the_list_is_there_without_scripts_and_with_a_wrong_day(kiez, client):
    client.force_login(districts.coordinator(kiez))
    assert "Am 1. Februar 2018" in client.get(f"{OFFICE}?round=99&day=gestern").content.decode()


def test_everybody_sees_streets_that_may_be_told_and_no_single_unit(kiez, client):
    streets = {name: districts.street(kiez, name) for name in ("Allerstraße", "Weserstraße", "Okerstraße", "Gasse")}
    for nth, street in enumerate(streets.values()):
        street.lines = [[[13.42, 52.47 + nth / 1000], [13.43, 52.47 + nth / 1000]]]
        street.save()
    freeze(1, publish=True)
    told = client.get(f"{PUBLIC}strassen.geojson").json()["features"]
    assert told
    assert all(each["properties"]["count"] >= 3 for each in told)
    assert not {"Allerstraße", "Gasse"} & {each["properties"]["name"] for each in told}
    page = client.get(PUBLIC).content.decode()
    assert "keine Straße markiert" not in page
    assert "Gasse" not in page
    assert "Weserstraße" in page
    freeze(2)
    assert "1. Februar 2018" not in client.get(PUBLIC).content.decode()
    assert client.get(f"{PUBLIC}?round=2").status_code == 200


def test_a_map_without_marks_says_why(walked, client):
    walked(1, FIRST, *walks.BEFORE)
    freeze(1, publish=True)
    assert client.get(f"{PUBLIC}strassen.geojson").json()["features"] == []
    assert "Hier ist keine Straße markiert" in client.get(PUBLIC).content.decode()


def test_without_a_published_round_the_map_says_so(kiez, client):
    assert "Noch nichts veröffentlicht" in client.get(PUBLIC).content.decode()
    assert client.get(f"{PUBLIC}strassen.geojson").json()["features"] == []
