"""A long table takes about as many statements as a short one: rows go in together, chunk by chunk."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.premises.actions.imports import import_table
from kiezkontor.premises.imports import table_units
from kiezkontor.premises.models import Unit
from kiezkontor.premises.rules.tables import TableRow

pytestmark = pytest.mark.django_db

OFFICE = system_viewer("import")
FIRST, SECOND = date(2025, 2, 1), date(2026, 2, 1)
SHORT, LONG = 30, 240
# What one chunk takes, and one reading of a table beside it; some drivers take few values a statement.
STATEMENTS = 90
HEADING = "street;number;name;category;occupancy;area_sqm;lat;lon;phone;opening_hours"
MAPPING = '{"phone": "phone", "opening_hours": "opening_hours"}'


@pytest.fixture
def kiez():
    return districts.district("Musterkiez", slug="kiez", municipality="Musterstadt")


@pytest.fixture
def walk(tmp_path, kiez):
    """Imports rows and says how many statements that took."""

    mapping = tmp_path / "mapping.json"
    mapping.write_text(MAPPING, encoding="utf-8")

    def run(rows, on):
        file = tmp_path / f"{on}.csv"
        file.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
        with CaptureQueriesContext(connection) as asked:
            report = import_table(file, slug="kiez", by=OFFICE, on=on, mapping=mapping)
        assert report["stored"]["observations"] == len(rows)
        return len(asked)

    return run


def place(number):
    """Half of the shops stand in a street, half are a point on the map."""
    return ("Musterstraße", number, "", "") if number % 2 else ("", "", f"{52.46 + number * 5e-5:.5f}", "13.42")


def poor(number):
    street, house, lat, lon = place(number)
    return f"{street};{house};Laden {number};;occupied;;{lat};{lon};;"


def rich(number):
    street, house, lat, lon = place(number)
    hours = "Mo-Fr 09:00-18:00" if number % 3 else "Mo-Sa 10:00-20:00"
    return f"{street};{house};Laden {number};Bäckerei;occupied;80;{lat};{lon};030 {1234000 + number};{hours}"


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_a_long_table_takes_as_many_statements_as_a_short_one(walk, count):
    numbers = range(1, count + 1)
    first = walk([poor(number) for number in numbers], FIRST)
    assert Unit.objects.count() == Organisation.objects.count() == count
    second = walk([rich(number) for number in numbers], SECOND)
    assert Unit.objects.count() == Organisation.objects.count() == count
    completed = Organisation.objects.exclude(phone="").filter(category="shop=bakery", hours_pattern__isnull=False)
    assert completed.count() == Unit.objects.filter(area_sqm=80).count() == count
    assert max(first, second) <= STATEMENTS, (first, second)


def test_what_a_table_completed_stands_in_the_log(walk):
    walk([poor(1), poor(3)], FIRST)
    one = Organisation.objects.get(name="Laden 1")
    FieldClaim.objects.create(organisation=one, field="phone", basis="owner", said_on=FIRST)
    walk([rich(1), poor(3)], SECOND)
    entry = AuditEntry.objects.get(verb="organisation.completed")
    assert (entry.subject_id, entry.detail["fields"]) == (one.pk, ["category", "opening_hours"])
    assert "Laden 1" in sentence_of(entry)
    one.refresh_from_db()
    assert (one.phone, one.category_id) == ("", "shop=bakery")
    for seen in AuditEntry.objects.filter(verb="unit.observed"):
        assert "–" not in sentence_of(seen)


def test_a_door_is_found_by_looking_at_its_neighbours_alone(monkeypatch):
    found = table_units.Inventory()
    for number in range(1, 2000):
        row = Unit(pk=number, lat=52.0 + number * 1e-4, lon=13.0 + (number % 7) * 1e-3)
        table_units.keep(found, table_units.UnitNow(row, state=("vacant", "", "", frozenset())))
    measured = []
    real = table_units.distance_m
    monkeypatch.setattr(table_units, "distance_m", lambda *places: measured.append(places) or real(*places))
    here = found.units[777].row
    seen = TableRow(line=2, occupancy="vacant", lat=here.lat + 1e-4, lon=here.lon + 1e-4)
    assert table_units.unit_of(seen, None, found) is found.units[777]
    assert len(measured) < 50
