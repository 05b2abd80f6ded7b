import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.audit.changes import changes_of
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/einheiten/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


@pytest.fixture
def unit(district):
    unit = builders.unit(district, "12")
    builders.used(unit, organisations.organisation("Bäckerei Muster"), seen_on=date(2024, 1, 10))
    return unit


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def moved(office, unit, way, **details):
    latest = unit.observations.order_by("-pk").first().pk
    data = {"seen_on": "2024-03-10", "since": "day", "latest": latest, "occupancy": "vacant"}
    return office.post(f"{LIST}{unit.pk}/gesehen/?moving={way}", data | details)


def test_all_of_a_unit_is_described_and_the_log_tells_what_it_was(office, unit):
    url = f"{LIST}{unit.pk}/beschreiben/"
    first = {"position": "Ecke", "floor": "0", "area_sqm": "80", "condition": "4"}
    assert office.post(url, first).status_code == 302
    more = {"sales_sqm": "52.5", "side_sqm": "20", "area_is_estimated": "on", "window_front_m": "6", "steps": "2"}
    more |= {"renovation": "renovated", "equipment": ["water", "wc"], "condition": "1"}
    assert office.post(url, first | more).status_code == 302
    page = text_of(office.get(f"{LIST}{unit.pk}/").text)
    for said in (
        "Ecke · Erdgeschoss",
        "etwa 80 m² (ganze Einheit)",
        "etwa 52,5 m² (Verkaufsfläche)",
        "Schaufensterfront 6 m",
        "Eingang 2 Stufen",
        "Zustand 1 von 5, gut",
        "Sanierung saniert",
        "Ausstattung WC, Wasser",
    ):
        assert said in page
    told = {each.label: (each.before, each.after) for each in changes_of(AuditEntry.objects.order_by("pk").last())}
    assert told["Zustand"] == ("schlecht", "gut")
    assert told["Ausstattung"] == ("leer", "WC, Wasser")
    assert told["Sanierung"] == ("leer", "saniert")
    assert told["Flächen sind geschätzt"] == ("nein", "ja")
    opened = office.get(url).context["form"]
    assert (opened["position"].value(), opened["equipment"].value()) == ("Ecke", ["wc", "water"])


def test_whoever_looked_at_all_of_the_equipment_says_what_is_not_there(office, unit):
    url = f"{LIST}{unit.pk}/beschreiben/"
    told = {"floor": "0", "equipment": ["water", "wc", "heating", "storage"]}
    assert office.post(url, told).status_code == 302
    assert "Nicht vorhanden" not in office.get(f"{LIST}{unit.pk}/").text
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert office.post(url, told | {"equipment_seen_on": tomorrow}).status_code == 422
    assert office.post(url, told | {"equipment_seen_on": "2024-03-10"}).status_code == 302
    assert "Nicht vorhanden Küche, Küchenabluft (nachgesehen am 10.03.2024)" in text_of(
        office.get(f"{LIST}{unit.pk}/").text
    )
    logged = {each.label: (each.before, each.after) for each in changes_of(AuditEntry.objects.order_by("pk").last())}
    assert logged == {"Ausstattung vollständig nachgesehen am": ("leer", "10.03.2024")}


def test_parts_larger_than_the_whole_are_asked_about(office, unit):
    page = office.post(
        f"{LIST}{unit.pk}/beschreiben/", {"floor": "0", "area_sqm": "80", "sales_sqm": "70", "side_sqm": "20"}
    )
    assert page.status_code == 422
    assert "zusammen größer als die ganze Einheit" in page.text


def test_what_closed_when_and_why_and_what_came_after_stands_at_the_unit(office, unit):
    data = {"seen_on": "2024-03-10", "occupancy": "vacant", "since": "unknown", "former_ended": "rent"}
    data["latest"] = unit.observations.get().pk
    assert office.post(f"{LIST}{unit.pk}/gesehen/", data).status_code == 302
    page = text_of(office.get(f"{LIST}{unit.pk}/").text)
    assert "Endete zwischen 11.01.2024 und 10.03.2024. Grund: Miete zu hoch. Danach: leer." in page
    wrong = unit.observations.order_by("-pk").first()
    form = office.get(f"{LIST}{unit.pk}/beobachtungen/{wrong.pk}/berichtigen/").context["form"]
    assert form["former_ended"].value() == "rent"


def test_the_use_before_the_first_one_known_is_told(office, district):
    vacant = builders.unit(district, "14")
    organisations.category("shop=shoes", "Schuhgeschäft")
    builders.vacant(vacant, former_category="shop=shoes")
    vacant.spells.update(former_ended="retired")
    page = text_of(office.get(f"{LIST}{vacant.pk}/").text)
    assert "Davor: Schuhgeschäft. Warum die Nutzung davor endete: in den Ruhestand gegangen." in page


def test_moving_out_and_in_are_two_plain_buttons(office, unit):
    page = office.get(f"{LIST}{unit.pk}/").text
    assert ">Ausgezogen</a>" in page
    assert ">Eingezogen</a>" not in page
    form = office.get(f"{LIST}{unit.pk}/gesehen/?moving=out&opened=x").context["form"]
    assert "new_name" not in form.fields
    assert "occupied" not in dict(form.fields["occupancy"].choices)
    assert moved(office, unit, "out", since_day="2024-03-01", former_ended="moved").status_code == 302
    page = office.get(f"{LIST}{unit.pk}/").text
    assert "Endete am 29.02.2024. Grund: weggezogen. Danach: leer." in text_of(page)
    assert ">Eingezogen</a>" in page
    answer = moved(
        office, unit, "in", occupancy="occupied", new_name="Café Neu", since_day="2024-04-01", seen_on="2024-04-02"
    )
    assert answer.status_code == 302
    uses = [(use.begins_latest, [str(each) for each in use.occupants.all()]) for use in unit.spells.all()]
    assert uses == [
        (date(2024, 1, 10), ["Bäckerei Muster"]),
        (date(2024, 3, 1), []),
        (date(2024, 4, 1), ["Café Neu"]),
    ]


def test_who_moved_out_without_a_day_is_asked_for_it(office, unit):
    page = moved(office, unit, "out")
    assert page.status_code == 422
    assert "ergänzen Sie" in page.text
    assert unit.observations.count() == 1


def test_a_renovated_house_with_a_vacant_unit_is_found_by_either(office, district, unit):
    vacant = builders.unit(district, "20", renovation="renovated", condition=1)
    builders.vacant(vacant)
    builders.vacant(builders.unit(district, "22", renovation="none", condition=4))
    renovated = builders.unit(district, "24", renovation="renovated", condition=2)
    builders.used(renovated, organisations.organisation())
    asked = (
        "occupancy=vacant",
        "renovation=renovated",
        "renovation=renovated&occupancy=vacant",
        "condition=4",
        "renovation=none_noted",
        "condition=none_noted",
    )
    found = {query: re.findall(r"Musterstraße (\d+)</a>", office.get(f"{LIST}?{query}").text) for query in asked}
    assert list(found.values()) == [["20", "22"], ["20", "24"], ["20"], ["22"], ["12"], ["12"]]


def test_units_of_one_house_are_told_apart_by_where_they_are(office, district, unit):
    house = unit.building
    for details in ({"position": "left"}, {"position": "courtyard"}, {"position": "left", "floor": 1}):
        builders.unit(district, "12", building=house, address=unit.address, **details)
    page = text_of(office.get(LIST).text)
    for where in ("links", "Hof", "links, Stockwerk 1"):
        assert f"Musterstraße 12 , {where}" in page
