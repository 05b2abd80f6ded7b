"""A district team imports its streets: first what is there, later what changed."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import box, mapping

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.directory.models import Entry
from kiezkontor.districts.actions.profile import set_boundary
from kiezkontor.districts.models import District, Street
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import FieldClaim, Organisation, SourceRecord, SourceRun
from kiezkontor.premises.access import open_differences_in
from kiezkontor.premises.actions.imports import decide, import_osm
from kiezkontor.premises.facts import facts
from kiezkontor.premises.models import Address, Building, ImportProposal, Observation, Unit, UseSpell
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"
KARLSRUHE = DATA / "karlsruhe-karlstrasse.osm.pbf"
TODAY = date(2026, 11, 21)
Decision = ImportProposal.Decision
OFFICE = system_viewer("import")


def run_import(path, slug="karlstrasse", **more):
    return import_osm(path, slug=slug, by=OFFICE, today=TODAY, **more)


def run_command(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def shop(number, name="Bäckerei Ilmtal", *, lat=49.0, lon=8.4, **tags):
    tags = {"shop": "bakery", "name": name, "addr:street": "Karlstraße", "addr:housenumber": str(number)} | tags
    tags |= {"addr:postcode": "76133", "addr:city": "Karlsruhe"}
    tags = {key.replace("__", ":"): value for key, value in tags.items() if value}
    return {"type": "node", "id": number, "lat": lat + number * 1e-4, "lon": lon, "tags": tags}


def vacancy(number, **more):
    return shop(number, "", shop="", disused__shop="yes", **more)


@pytest.fixture
def answer(tmp_path):
    """Writes an Overpass answer of these objects, a day later each time."""
    days = iter(range(1, 28))

    def write(*elements):
        day = next(days)
        file = tmp_path / f"answer-{day}.json"
        osm3s = {"timestamp_osm_base": f"2026-03-{day:02}T08:00:00Z"}
        file.write_text(json.dumps({"osm3s": osm3s, "elements": elements}), encoding="utf-8")
        return file

    return write


def everything():
    models = (Building, Address, Street, Unit, Organisation, Observation, UseSpell, SourceRecord, Entry, AuditEntry)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize(
    ("name", "state", "town", "total", "named", "hours", "with_address", "vacant"),
    [
        ("karlsruhe-karlstrasse", "BW", "Karlsruhe", 78, 77, 55, 60, 9),
        ("garmisch-partenkirchen", "BY", "Garmisch-Partenkirchen", 509, 498, 141, 207, 18),
        ("berlin-borsigwalde-wittenau", "BE", "Berlin", 192, 186, 98, 110, 3),
    ],
)
def test_a_real_extract_makes_a_district_with_its_figures(name, state, town, total, named, hours, with_address, vacant):
    run_import(DATA / f"{name}.osm.pbf", "kiez")
    district = District.objects.get(slug="kiez")
    assert (district.federal_state, district.municipality) == (state, town)
    found = facts(district, on=TODAY)
    organisations, units = found["organisations"], found["units"]
    assert (organisations["total"], organisations["named"]) == (total, named)
    assert (organisations["with_hours"], organisations["with_address"]) == (hours, with_address)
    assert (units["total"], units["occupied"], units["vacant"]) == (total + vacant, total, vacant)
    assert sum(organisations["by_use_class"].values()) == sum(organisations["by_category"].values()) == total
    assert len(found["vacancies"]) == vacant
    assert all(row["osm"].startswith(("node/", "way/")) for row in found["vacancies"])
    assert Entry.objects.filter(district=district).count() == total
    assert AuditEntry.objects.filter(verb="organisation.imported", scope_id=district.pk).count() == total
    assert Observation.objects.count() == UseSpell.objects.count() == total + vacant


def test_importing_the_same_file_again_changes_nothing():
    run_import(KARLSRUHE)
    before = everything()
    report = run_import(KARLSRUHE)
    assert {name: value for name, value in everything().items() if name != "AuditEntry"} == {
        name: value for name, value in before.items() if name != "AuditEntry"
    }
    assert report["stored"]["organisations"] == report["open_proposals"] == 0


def test_a_boundary_limits_what_counts(tmp_path):
    west, south, east, north = 8.3935, 49.001, 8.3955, 49.0025
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    file = tmp_path / "boundary.geojson"
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    report = run_import(KARLSRUHE, boundary=file)
    found = facts(District.objects.get(), on=TODAY)
    assert 0 < found["organisations"]["total"] < 78
    assert found["units"]["total"] + report["outside_boundary"] == 87
    assert all(south <= unit.lat <= north and west <= unit.lon <= east for unit in Unit.objects.all())


def test_the_wider_query_of_berlin_mitte_brings_proposals_and_no_openings():
    run_import(DATA / "berlin-mitte-handel-2026-04-26.overpass.json.gz", "mitte")
    report = run_import(DATA / "berlin-mitte-handel-2026-04-29.overpass.json.gz", "mitte")
    assert report["differences"] == {
        "new": 0, "newly_covered": 590, "changed": 1, "moved": 0, "gone": 1, "no_longer_covered": 0,
    }  # fmt: skip
    district = District.objects.get()
    assert facts(district, on=TODAY)["organisations"]["total"] == 1102
    again = run_import(DATA / "berlin-mitte-handel-2026-04-29.overpass.json.gz", "mitte")
    assert again["open_proposals"] == 592
    assert ImportProposal.objects.filter(kind="newly_covered").count() == 590
    assert decide(district, Decision.ACCEPTED, by=OFFICE) == 592
    assert facts(district, on=TODAY)["organisations"]["total"] == 1691
    last = run_import(DATA / "berlin-mitte-handel-2026-04-29.overpass.json.gz", "mitte")
    assert last["open_proposals"] == 0


def test_what_counts_for_nothing_under_newer_rules_is_no_closure(answer):
    run_import(answer(shop(1), shop(2, "Bank am Platz")), "kiez")
    SourceRecord.objects.filter(ref="node/2").update(tags={"amenity": "bench", "name": "Bank am Platz"})
    report = run_import(answer(shop(1)), "kiez")
    assert (report["differences"]["gone"], report["open_proposals"]) == (0, 0)


def test_openings_changes_and_closures_wait_for_a_person(answer):
    run_import(
        answer(shop(1), shop(2, "Friseur Kern", shop="hairdresser"), shop(3, "Schuh Vogt", shop="shoes")), "kiez"
    )
    district = District.objects.get()
    changed = shop(1, phone="0721 123456")
    run_import(answer(changed, shop(3, "Schuh Vogt", shop="shoes"), shop(4, "Neu", shop="hairdresser")), "kiez")
    rows = {row.kind: row for row in open_differences_in(district)}
    assert rows.keys() == {"changed", "gone", "new"}
    assert rows["changed"].after["phone"] == "+49721123456"
    assert facts(district, on=TODAY)["organisations"]["total"] == 3
    decide(district, Decision.ACCEPTED, by=OFFICE, only=[rows["changed"].pk, rows["gone"].pk])
    assert Organisation.objects.get(name="Bäckerei Ilmtal").phone == "+49721123456"
    found = facts(district, on=TODAY)
    assert (found["organisations"]["total"], found["units"]["unknown"]) == (2, 1)
    assert facts(district, on=date(2026, 3, 1))["organisations"]["total"] == 3
    assert not Entry.objects.filter(name="Friseur Kern").exists()
    decide(district, Decision.DECLINED, by=OFFICE, kind="new")
    assert facts(district, on=TODAY)["organisations"]["total"] == 2
    again = answer(changed, shop(3, "Schuh Vogt", shop="shoes"), shop(4, "Neu", shop="hairdresser"))
    assert run_import(again, "kiez")["open_proposals"] == 0


def test_a_shop_that_became_vacant_ends_its_use_and_comes_back_as_another(answer):
    run_import(answer(shop(1), shop(2, "Nachbar"), vacancy(9)), "kiez")
    district = District.objects.get()
    run_import(answer(vacancy(1), shop(2, "Nachbar"), vacancy(9)), "kiez")
    (proposal,) = open_differences_in(district)
    assert (proposal.kind, proposal.after["kind"]) == ("changed", "vacant")
    decide(district, Decision.ACCEPTED, by=OFFICE)
    units = facts(district, on=TODAY)["units"]
    assert (units["total"], units["occupied"], units["vacant"]) == (3, 1, 2)
    run_import(answer(shop(1, "Buchladen", shop="books"), shop(2, "Nachbar"), vacancy(9)), "kiez")
    decide(district, Decision.ACCEPTED, by=OFFICE)
    unit = Unit.objects.get(ref="node/1")
    spells = [(spell.occupancy, spell.begins_earliest, spell.begins_latest) for spell in unit.spells.all()]
    assert spells == [
        ("occupied", None, date(2026, 3, 1)),
        ("vacant", date(2026, 3, 2), date(2026, 3, 2)),
        ("occupied", date(2026, 3, 3), date(2026, 3, 3)),
    ]
    assert Organisation.objects.filter(name="Bäckerei Ilmtal").exists()


def test_another_shop_under_the_same_number_is_another_organisation(answer):
    run_import(answer(shop(1), shop(2, "Nachbar", shop="shoes")), "kiez")
    district = District.objects.get()
    run_import(answer(shop(1, "Schuh Vogt", shop="shoes"), shop(2, "Nachbar", shop="shoes")), "kiez")
    decide(district, Decision.ACCEPTED, by=OFFICE)
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Bäckerei Ilmtal", "Schuh Vogt", "Nachbar"}
    assert set(Entry.objects.values_list("name", flat=True)) == {"Schuh Vogt", "Nachbar"}


def test_what_a_person_entered_is_never_overwritten(answer):
    run_import(answer(shop(1, phone="0721 111111")), "kiez")
    organisation = Organisation.objects.get()
    organisation.phone = "+49721999999"
    organisation.save()
    FieldClaim.objects.create(organisation=organisation, field="phone", basis="owner", said_on=TODAY)
    report = run_import(answer(shop(1, phone="0721 222222")), "kiez")
    assert report["open_proposals"] == 0
    run_import(answer(shop(1, phone="0721 333333", website="beispiel.de")), "kiez")
    decide(District.objects.get(), Decision.ACCEPTED, by=OFFICE)
    organisation.refresh_from_db()
    assert (organisation.phone, organisation.website) == ("+49721999999", "https://beispiel.de")


def test_a_shop_drawn_anew_stays_the_same_shop(answer):
    run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")
    drawn_anew = shop(1) | {"id": 77}
    run_import(answer(drawn_anew, shop(2, "Nachbar")), "kiez")
    (proposal,) = open_differences_in(District.objects.get())
    assert (proposal.kind, proposal.after["remapped"]) == ("moved", True)
    decide(District.objects.get(), Decision.ACCEPTED, by=OFFICE)
    assert Unit.objects.count() == Organisation.objects.count() == UseSpell.objects.count() == 2
    assert SourceRecord.objects.get(organisation__name="Bäckerei Ilmtal").ref == "node/77"


def test_a_declined_place_is_logged_with_what_the_source_calls_the_unit(answer):
    run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")
    run_import(answer(shop(1) | {"id": 77}, shop(2, "Nachbar")), "kiez")
    decide(District.objects.get(), Decision.DECLINED, by=OFFICE)
    unit = Unit.objects.get(ref="node/77")
    entry = AuditEntry.objects.get(verb="unit.source_name_changed")
    assert (entry.subject_id, entry.detail) == (unit.pk, {"before": "node/1", "ref": "node/77"})
    assert "node/77" in sentence_of(entry)


def test_a_shop_that_moved_house_leaves_its_unit(answer):
    run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")
    run_import(answer(shop(30), shop(2, "Nachbar")), "kiez")
    decide(District.objects.get(), Decision.ACCEPTED, by=OFFICE)
    assert Organisation.objects.count() == 2
    assert Unit.objects.count() == 3
    units = facts(District.objects.get(), on=TODAY)["units"]
    assert (units["occupied"], units["unknown"]) == (2, 1)


def test_an_open_difference_that_went_away_is_no_longer_asked(answer):
    run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")
    assert run_import(answer(shop(1)), "kiez")["open_proposals"] == 1
    assert run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")["open_proposals"] == 0


def test_a_declined_closure_is_not_asked_again(answer):
    run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")
    run_import(answer(shop(1)), "kiez")
    decide(District.objects.get(), Decision.DECLINED, by=OFFICE)
    assert run_import(answer(shop(1)), "kiez")["open_proposals"] == 0
    assert run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")["open_proposals"] == 1
    decide(District.objects.get(), Decision.ACCEPTED, by=OFFICE)
    assert Organisation.objects.count() == 2
    assert facts(District.objects.get(), on=TODAY)["organisations"]["total"] == 2


def test_overlapping_districts_share_houses_and_shops(tmp_path):
    run_import(KARLSRUHE, "karlstrasse")
    before = everything()
    run_import(KARLSRUHE, "nachbarschaft")
    after = everything()
    assert after["Organisation"] == before["Organisation"]
    assert after["Unit"] == before["Unit"]
    assert after["Entry"] == 2 * before["Entry"]
    first, second = (facts(District.objects.get(slug=slug), on=TODAY) for slug in ("karlstrasse", "nachbarschaft"))
    assert first["organisations"] == second["organisations"]


def test_what_an_import_brings_counts_in_every_district_that_contains_it(answer):
    around = box(8.39, 48.99, 8.41, 49.01)
    wide = districts.district("Innenstadt", boundary=mapping(around), south=48.99, west=8.39, north=49.01, east=8.41)
    report = run_import(answer(shop(1), shop(2, "Nachbar"), shop(500, "Vorort")), "kiez")
    assert report["also_in"] == {"Innenstadt": 2}
    assert "2 der eingelesenen Einheiten liegen auch in Innenstadt und zählen dort mit." in report["remarks"]
    assert facts(wide, on=TODAY)["organisations"]["total"] == 2
    run_import(answer(shop(1), shop(2, "Nachbar"), shop(3, "Neu"), shop(500, "Vorort")), "kiez")
    assert facts(wide, on=TODAY)["organisations"]["total"] == 2
    decide(District.objects.get(slug="kiez"), Decision.ACCEPTED, by=OFFICE)
    assert facts(wide, on=TODAY)["organisations"]["total"] == 3


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.DECLINED])
def test_a_derived_boundary_grows_only_with_what_a_person_accepts(answer, decision):
    near = [shop(number, f"Laden {number}") for number in range(1, 6)]
    run_import(answer(*near), "kiez")
    kiez = District.objects.get()
    first = kiez.boundary
    far = shop(60, "Am Rand", addr__street="Randweg")
    report = run_import(answer(*near, shop(6, "Mittendrin"), far), "kiez")
    kiez.refresh_from_db()
    assert (report["boundary"], kiez.boundary, report["beyond_boundary"]) == ("derived", first, 1)
    assert any("liegt außerhalb der bisherigen Grenze" in remark for remark in report["remarks"])
    assert not kiez.streets.filter(name="Randweg").exists()
    inside, outside = open_differences_in(kiez).order_by("label").reverse()
    assert decide(kiez, Decision.ACCEPTED, by=OFFICE, only=[inside.pk]) == 1
    kiez.refresh_from_db()
    assert kiez.boundary == first
    assert decide(kiez, decision, by=OFFICE, only=[outside.pk]) == 1
    kiez.refresh_from_db()
    has_grown = decision == Decision.ACCEPTED
    assert (kiez.boundary != first) == (kiez.north > 49.005) == has_grown
    assert facts(kiez, on=TODAY)["organisations"]["total"] == 6 + has_grown
    assert AuditEntry.objects.filter(verb="district.boundary_grown").exists() == has_grown
    grown = kiez.boundary
    assert run_import(answer(*near, shop(6, "Mittendrin"), far), "kiez")["open_proposals"] == 0
    kiez.refresh_from_db()
    assert kiez.boundary == grown


def test_a_boundary_drawn_while_a_file_waits_stays_as_it_was_drawn(answer):
    run_import(answer(shop(1), shop(2, "Nachbar"), shop(3, "Dritter")), "kiez")
    run_import(answer(shop(1), shop(2, "Nachbar"), shop(3, "Dritter"), shop(60, "Am Rand")), "kiez")
    kiez = set_boundary(District.objects.get(), geojson=mapping(box(8.39, 48.99, 8.41, 49.002)), by=OFFICE)
    decide(kiez, Decision.ACCEPTED, by=OFFICE)
    drawn = kiez.boundary
    kiez.refresh_from_db()
    assert kiez.boundary == drawn


def test_people_see_who_decided(answer):
    someone = person()
    run_import(answer(shop(1), shop(2, "Nachbar")), "kiez")
    run_import(answer(shop(1)), "kiez")
    decide(District.objects.get(), Decision.DECLINED, by=Viewer(person=someone))
    proposal = ImportProposal.objects.get()
    assert (proposal.decision, proposal.decided_by) == ("declined", someone)
    assert proposal.decided_at is not None


def test_the_state_must_be_told_where_no_postcode_tells_it(answer):
    element = shop(1)
    del element["tags"]["addr:postcode"]
    file = answer(element)
    with pytest.raises(ActionRefused, match="--state"):
        run_import(file, "kiez")
    run_import(file, "kiez", state="bw", name="Mein Kiez", municipality="Karlsruhe")
    assert District.objects.get().name == "Mein Kiez"


def test_a_bad_file_leaves_nothing(tmp_path):
    file = tmp_path / "cut.osm.pbf"
    file.write_bytes(KARLSRUHE.read_bytes()[:40_000])
    with pytest.raises(ActionRefused):
        run_import(file)
    assert not District.objects.exists()
    assert not SourceRun.objects.exists()


def test_bad_objects_are_named_and_the_rest_goes_in(answer):
    run_import(answer(shop(1), shop(2) | {"lat": 95.0}), "kiez")
    run = SourceRun.objects.get()
    assert run.status == "done"
    assert len(run.problems) == 1
    assert Organisation.objects.count() == 1


def test_commands_print_one_json_object(tmp_path, settings):
    settings.DATA = tmp_path
    report = run_command("import_osm", str(KARLSRUHE), "--district", "karlstrasse")
    assert report["stored"]["organisations"] == 78
    assert (tmp_path / "tiles" / report["map"]).exists()
    printed = run_command("facts", "--district", "karlstrasse", "--on", "2026-11-21")
    assert printed["organisations"]["total"] == 78
    assert list(printed) == ["district", "on", "organisations", "units", "vacancies"]
    assert run_command("facts", "--district", "karlstrasse", "--on", "2020-01-01")["units"]["total"] == 0
    assert run_command("import_decide", "--district", "karlstrasse") == {
        "district": "karlstrasse",
        "open": 0,
        "differences": [],
    }


@pytest.mark.parametrize(
    "arguments",
    [("facts", "--district", "nirgends"), ("facts", "--district", "kiez", "--on", "gestern")],
)
def test_commands_refuse_in_one_sentence(arguments, answer):
    run_import(answer(shop(1)), "kiez")
    with pytest.raises(CommandError):
        call_command(*arguments, stdout=StringIO(), stderr=StringIO())


def test_a_refused_first_import_leaves_no_district(answer, tmp_path):
    table = tmp_path / "liste.csv"
    table.write_text("wort,noch eines\na,b\n", encoding="utf-8")
    nowhere = answer({"type": "node", "id": 1, "lat": 49.0, "lon": 8.4, "tags": {"name": "Nichts", "building": "yes"}})
    for arguments in (["osm", nowhere], ["table", table]):
        with pytest.raises(CommandError):
            run_command("import", *map(str, arguments), "--district", "neukiez", "--state", "BW")
        assert not District.objects.exists()


@pytest.mark.parametrize("broken_at", ["store.store_new", "runs.finish", "proposals.propose"])
def test_a_broken_first_import_leaves_nothing_and_goes_in_whole_the_next_time(answer, monkeypatch, broken_at):
    run_import(answer(*[shop(number, lat=49.5) for number in (1, 2)]), "altkiez", state="BW")
    before = everything() | {"AuditEntry": 0}
    file = answer(*[shop(number) for number in (3, 4, 5)], vacancy(6))

    def broken(*_arguments, **_details):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(f"kiezkontor.premises.imports.osm.{broken_at}", broken)
        with pytest.raises(ZeroDivisionError):
            run_import(file, "neukiez", state="BW")
    assert not District.objects.filter(slug="neukiez").exists()
    assert everything() | {"AuditEntry": 0} == before
    run_import(file, "neukiez", state="BW")
    assert facts(District.objects.get(slug="neukiez"), on=TODAY)["organisations"]["total"] == 3


def test_a_later_import_that_breaks_takes_nothing_away(answer, monkeypatch):
    run_import(answer(shop(1), shop(2)), state="BW")
    before = everything()

    def broken(*_arguments, **_details):
        raise ZeroDivisionError

    monkeypatch.setattr("kiezkontor.premises.imports.osm.proposals.propose", broken)
    with pytest.raises(ZeroDivisionError):
        run_import(answer(shop(1), shop(3)))
    assert all(everything()[name] >= count for name, count in before.items())
    assert District.objects.filter(slug="karlstrasse").exists()
