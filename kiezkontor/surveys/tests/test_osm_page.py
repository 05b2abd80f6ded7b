"""The coordination gives what was seen on the street to OpenStreetMap, and nothing else."""

import csv
from datetime import date, timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.test import Client

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.organisations.models import FieldClaim, Organisation, SourceRecord
from kiezkontor.organisations.tests.builders import category, organisation, source_run
from kiezkontor.premises.actions.observations import Sighting, note_sighting
from kiezkontor.premises.models import ImportProposal, Observation, Unit
from kiezkontor.premises.tests import builders as premises
from kiezkontor.surveys.tests.builders import walk_conflict, walk_lease
from kiezkontor.surveys.tests.test_segments import Kiez, text

pytestmark = pytest.mark.django_db

WALK_ON = date(2026, 2, 2)


@pytest.fixture
def kiez():
    category("shop=books")
    return Kiez()


def on_map(kiez, unit, name="Backstube", of=None, ref="node/5", run=None, **tags):
    """A bakery as an import of OpenStreetMap left it; returns who is in the unit."""
    run = run or source_run(kiez.district)
    of = of or organisation(name)
    tags = {"shop": "bakery", "name": name, "phone": "+49301", "opening_hours": "Mo 08:00-12:00"} | tags
    Unit.objects.filter(pk=unit.pk).update(ref=ref)
    premises.observation(unit, occupants=(of,), category="shop=bakery", source_run=run)
    SourceRecord.objects.create(
        source="osm", ref=ref, organisation=of, tags=tags, lat=52.5, lon=13.4, first_run=run, last_run=run
    )
    return of


def walk(kiez, unit, occupancy="occupied", *, occupants=(), category="", newcomer="", on=WALK_ON):
    sighting = Sighting(occupancy, (None, on), [each.pk for each in occupants], category)
    return note_sighting(
        unit, sighting, newcomer=newcomer, seen_on=on, survey_round=kiez.round, district=kiez.district,
        by=Viewer(kiez.walker),
    )  # fmt: skip


def claim(of, name, basis, value):
    Organisation.objects.filter(pk=of.pk).update(**{name: value})
    FieldClaim.objects.create(organisation=of, field=name, basis=basis, said_on=WALK_ON)


def taken(kiez):
    """The elements of the file: id → tags."""
    answer = kiez.client.post(kiez.url("osm_change"))
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    return {node.get("id"): {tag.get("k"): tag.get("v") for tag in node} for node in root.iter("node")}


def test_new_taken_over_and_vacant_units_leave_with_the_day_they_were_seen(kiez):
    new, over, empty, _far = kiez.units
    walk(kiez, new, newcomer='Tom & "Söhne"', category="shop=books")
    on_map(kiez, over, ref="node/5")
    walk(kiez, over, newcomer="Neue Seiten", category="shop=books")
    on_map(kiez, empty, ref="node/6")
    walk(kiez, empty, "vacant")
    seen = {"check_date": "2026-02-02"}
    assert taken(kiez) == {
        "-1": {"shop": "books", "name": 'Tom & "Söhne"', "addr:street": "Hempenstraße", "addr:housenumber": "1"} | seen,
        "5": {"shop": "books", "name": "Neue Seiten"} | seen,
        "6": {"disused:shop": "bakery"} | seen,
    }
    page = kiez.page("osm")
    assert "3 Objekte von 3 stehen in der Datei" in page
    assert "shop: bakery → books" in page
    assert "ohne phone" in page
    assert "+49301" not in page


def test_what_comes_from_the_map_itself_only_gets_the_day_on_which_it_was_seen(kiez):
    unit = kiez.units[0]
    baker = on_map(kiez, unit)
    walk(kiez, unit, occupants=[baker], category="shop=bakery")
    before = SourceRecord.objects.get().tags
    assert taken(kiez) == {"5": before | {"check_date": "2026-02-02"}}


@pytest.mark.parametrize(
    ("basis", "leaves"), [("observation", True), ("owner", False), ("consent", False), ("public_source", False)]
)
def test_only_what_the_office_read_there_itself_leaves(kiez, basis, leaves):
    unit = kiez.units[0]
    baker = on_map(kiez, unit)
    for name, value in (("name", "Vertraulich"), ("opening_hours", "Tu 09:00-10:00"), ("wheelchair", "yes")):
        claim(baker, name, basis, value)
    claim(baker, "email", "owner", "geheim@example.org")
    walk(kiez, unit, occupants=[baker], category="shop=bakery")
    tags = taken(kiez)["5"]
    assert (tags["name"] == "Vertraulich") == leaves
    assert (tags["opening_hours"] == "Tu 09:00-10:00") == leaves
    assert (tags.get("wheelchair") == "yes") == leaves
    everything = kiez.client.post(kiez.url("osm_tasks")).content.decode()
    assert "geheim" not in everything
    assert ("Vertraulich" in everything) == leaves


def test_a_category_the_owner_told_does_not_leave_though_a_walk_found_it_unchanged(kiez):
    unit = kiez.units[0]
    baker = on_map(kiez, unit)
    claim(baker, "category_id", "owner", "shop=books")
    FieldClaim.objects.filter(field="category_id").update(field="category")
    walk(kiez, unit, occupants=[baker], category="shop=books")
    assert taken(kiez)["5"]["shop"] == "bakery"


def test_the_name_of_a_person_does_not_leave(kiez):
    walk(kiez, kiez.units[0], newcomer="Anna Beispiel", category="shop=books")
    Organisation.objects.update(is_sole_trader=True)
    assert "name" not in taken(kiez)["-1"]


def test_what_an_import_or_another_source_brought_stays(kiez):
    first, second, third, _fourth = kiez.units
    table = source_run(kiez.district, kind="table")
    kiez.see(first, occupancy="vacant", source_run=table)
    premises.observation(second, occupancy="occupied", category="shop=books", source_run=table)
    walk(kiez, second, occupants=[], category="shop=books")
    premises.observation(third, occupancy="occupied", source_run=table)
    walk(kiez, third, "vacant")
    assert taken(kiez) == {}
    page = kiez.page("osm")
    assert "das Büro hat die Einheit nicht selbst gesehen" in page
    assert "sondern kommt aus einer anderen Quelle" in page
    assert "Der Ort kommt aus einer anderen Quelle" in page


def test_what_somebody_invented_saw_in_the_demonstration_stays(kiez):
    walk(kiez, kiez.units[0], "vacant")
    assert taken(kiez) != {}
    Person.objects.filter(pk=kiez.walker.pk).update(email="walid@kiezkontor.example")
    assert taken(kiez) == {}
    assert "Demonstration" in kiez.page("osm")


def test_what_is_outdated_or_disputed_or_undecided_stays(kiez):
    first, second, third, fourth = kiez.units
    walk(kiez, first, "vacant")
    premises.observation(first, occupancy="occupied", seen_on=WALK_ON + timedelta(days=1))
    walk(kiez, second, "vacant")
    walk_conflict(walk_lease(kiez.round), second, against=Observation.objects.get(unit=second))
    run = source_run(kiez.district)
    baker = on_map(kiez, third, run=run)
    walk(kiez, third, occupants=[baker])
    ImportProposal.objects.create(run=run, kind="changed", ref="node/5", label="Backstube", unit=third)
    moved = on_map(kiez, kiez.units[2], "Umgezogen", ref="node/9", run=run)
    walk(kiez, fourth, occupants=[moved], category="shop=bakery")
    assert taken(kiez) == {}
    page = kiez.page("osm")
    for why in ("Später wurde etwas anderes", "widersprechen einander", "wartet auf eine", "an einer anderen Stelle"):
        assert why in page


def test_differences_that_wait_are_counted_and_linked(kiez):
    assert "noch keine Datei von OpenStreetMap" in kiez.page("osm")
    run = source_run(kiez.district)
    ImportProposal.objects.create(run=run, kind="new", ref="node/1", label="Neu")
    page = kiez.page("osm")
    assert "1 Unterschied aus der letzten Einspielung von OpenStreetMap" in page
    assert f"/buero/importe/{run.pk}/" in page


def test_whoever_takes_a_file_stands_in_the_log(kiez):
    walk(kiez, kiez.units[0], "vacant")
    taken(kiez)
    rows = list(
        csv.reader(StringIO(kiez.client.post(kiez.url("osm_tasks")).content.decode("utf-8-sig")), delimiter=";")
    )
    assert rows[1][0] == "Noch nicht auf der Karte"
    assert rows[1][-1] == "Ja"
    entries = AuditEntry.objects.filter(verb="round.map_file_taken")
    assert [(entry.actor_label, entry.detail["count"]) for entry in entries] == [("Mira", 1)] * 2
    assert kiez.client.get(kiez.url("osm_change")).status_code == 405


def test_areas_are_tasks_alone(kiez):
    on_map(kiez, kiez.units[0], ref="way/7")
    walk(kiez, kiez.units[0], "vacant")
    assert taken(kiez) == {}
    assert "0 Objekte von 1 stehen in der Datei" in kiez.page("osm")


def test_the_page_is_for_the_coordination_alone(kiez):
    walk(kiez, kiez.units[0], "vacant")
    walker = Client()
    walker.force_login(kiez.walker)
    assert walker.get(kiez.url("osm")).status_code == 403
    assert kiez.url("osm") in kiez.page("round")
    assert kiez.url("osm") not in text(walker.get(kiez.url("round")))
