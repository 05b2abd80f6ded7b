"""An office brings the lists of its walks."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import FieldClaim, Organisation, SourceRun
from kiezkontor.premises.actions.imports import import_osm, import_table
from kiezkontor.premises.facts import facts
from kiezkontor.premises.imports import tables
from kiezkontor.premises.models import Building, Observation, SurveyRound, Unit, UseSpell
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"
OFFICE = system_viewer("import")
HEADING = "street;number;position;name;category;occupancy;since;lat;lon"
FIRST = date(2017, 2, 1)
SECOND = date(2018, 2, 1)


@pytest.fixture
def table(tmp_path):
    def write(*rows, heading=HEADING):
        file = tmp_path / "table.csv"
        file.write_text("\n".join([heading, *rows]), encoding="utf-8")
        return file

    return write


def run_table(file, *, on=FIRST, **more):
    return import_table(file, slug="kiez", by=OFFICE, on=on, state="BE", municipality="Berlin", **more)


def units(on):
    return facts(District.objects.get(), on=on)["units"]


def test_a_first_walk_makes_units_and_observations(table):
    report = run_table(
        table(
            "Weserstr.;1;links;Café Süß;Café;occupied;before 2010;;",
            "Weserstraße;1;rechts;;;vacant;2016-05;;",
            "Weserstr.;3 a;;Wohnung;;used_as_housing;;;",
            "Weserstr.;5;;;;unknown;;;",
            "Weserstr.;7;;Pop-up;;interim_use;2017;;",
        ),
        round_number=1,
    )
    assert report["stored"] == {"observations": 5, "new_units": 5, "new_organisations": 2}
    assert units(FIRST) == {
        "total": 5, "occupied": 1, "vacant": 1, "interim_use": 1, "used_as_housing": 1, "under_works": 0, "unknown": 1,
    }  # fmt: skip
    assert Building.objects.count() == 4
    round_one = SurveyRound.objects.get(number=1)
    assert round_one.reference_on == FIRST
    assert Observation.objects.filter(survey_round=round_one).count() == 5
    cafe = UseSpell.objects.get(occupancy="occupied")
    assert (cafe.begins_earliest, cafe.begins_latest, cafe.use_class) == (None, date(2009, 12, 31), "gastronomy")
    vacant = UseSpell.objects.get(occupancy="vacant")
    assert (vacant.begins_earliest, vacant.begins_latest) == (date(2016, 5, 1), date(2016, 5, 31))
    assert Entry.objects.filter(name="Café Süß", street="Weserstraße", number="1").exists()
    (row,) = facts(District.objects.get(), on=FIRST)["vacancies"]
    assert (row["osm"], row["street"], row["number"], row["since"]) == (None, "Weserstraße", "1", "2016-05-01")


def test_the_same_table_again_changes_nothing(table):
    file = table("Weserstr.;1;;Ilm;Bäckerei;;;;", "Weserstr.;3;;;;vacant;;;")
    run_table(file, round_number=1)
    again = run_table(file, round_number=1)
    assert again["unchanged"]
    assert Observation.objects.count() == Unit.objects.count() == 2
    assert SourceRun.objects.count() == 1


def test_a_second_walk_compares_by_door(table):
    run_table(table("Weserstr.;1;;Ilm;Bäckerei;;;;", "Weserstr.;3;;;;vacant;;;", "Weserstr.;5;;Kern;Friseur;;;;"))
    run_table(
        table("Weserstr.;5;;Kern;Friseur;;;;", "Weserstr.;3;;Vogt;Schuhgeschäft;;;;", "Weserstr.;1;;Neu;Café;;;;"),
        on=SECOND,
        round_number=2,
    )
    assert Unit.objects.count() == 3
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Ilm", "Kern", "Vogt", "Neu"}
    of_door = {unit.house_number: [spell.occupancy for spell in unit.spells.all()] for unit in Unit.objects.all()}
    assert of_door == {"1": ["occupied", "occupied"], "3": ["vacant", "occupied"], "5": ["occupied"]}
    effects = Observation.objects.filter(seen_on=SECOND).order_by("unit__house_number").values_list("effect", flat=True)
    assert list(effects) == ["changes", "changes", "confirms"]
    assert not Entry.objects.filter(name="Ilm").exists()
    assert units(FIRST)["vacant"] == 1
    assert units(SECOND)["vacant"] == 0


def test_neighbours_in_one_house_keep_their_units(table):
    run_table(table("Weserstr.;1;;Ilm;Bäckerei;;;;", "Weserstr.;1;;Kern;Friseur;;;;"))
    run_table(table("Weserstr.;1;;Neu;Café;;;;", "Weserstr.;1;;Kern;Friseur;;;;"), on=SECOND)
    assert Unit.objects.count() == 2
    kern = Organisation.objects.get(name="Kern")
    assert UseSpell.objects.filter(occupants=kern).count() == 1


@pytest.mark.parametrize("occupancy", ["vacant", "occupied"])
def test_a_neighbour_alone_in_a_later_table_keeps_its_unit(table, occupancy):
    run_table(table("Weserstr.;1;;Ilm;Bäckerei;;;;", "Weserstr.;1;;Kern;Friseur;;;;"))
    for day in (SECOND, date(2019, 2, 1)):
        run_table(table(f"Weserstr.;1;;Kern;;{occupancy};;;"), on=day)
    assert Unit.objects.count() == Organisation.objects.count() == 2
    assert UseSpell.objects.get(occupants__name="Ilm").unit.spells.count() == 1
    last = UseSpell.objects.filter(unit__spells__occupants__name="Kern").order_by("begins_latest").last()
    assert last.occupancy == occupancy


def test_a_corrected_table_of_a_round_supersedes_the_first(table):
    run_table(table("Weserstr.;1;;;;vacant;;;"), round_number=1)
    run_table(table("Weserstr.;1;;Ilm;Bäckerei;occupied;;;"), round_number=1)
    assert list(Observation.objects.order_by("pk").values_list("effect", flat=True)) == ["changes", "supersedes"]
    assert units(FIRST)["occupied"] == 1
    assert UseSpell.objects.count() == 1


def test_a_walk_finds_the_shops_of_the_map(table, mapping):
    import_osm(DATA / "karlsruhe-karlstrasse.osm.pbf", slug="kiez", by=OFFICE, today=date(2026, 3, 1))
    shop = Unit.objects.exclude(street_name="").exclude(house_number="").filter(spells__occupants__name__gt="")[0]
    occupant = shop.spells.get().occupants.get()
    before = Unit.objects.count(), Organisation.objects.count()
    FieldClaim.objects.create(organisation=occupant, field="phone", basis="owner", said_on=FIRST)
    run_table(
        table(
            f"{shop.street_name};{shop.house_number};;{occupant.name};;;;0721 1234567",
            heading="street;number;position;name;category;occupancy;since;Telefon",
        ),
        on=date(2026, 4, 1),
        mapping=mapping,
    )
    assert (Unit.objects.count(), Organisation.objects.count()) == before
    assert shop.observations.count() == 2
    assert shop.spells.count() == 1
    occupant.refresh_from_db()
    assert occupant.phone != "+497211234567"


@pytest.fixture
def mapping(tmp_path):
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps({"Telefon": "phone"}), encoding="utf-8")
    return file


def test_the_real_list_of_restaurants_goes_in_but_for_its_faults(tmp_path):
    ring = [[13.08, 52.33], [13.77, 52.33], [13.77, 52.68], [13.08, 52.68], [13.08, 52.33]]
    District.objects.create(
        slug="kiez", name="Berlin", municipality="Berlin", federal_state="BE", west=13.08, east=13.77, south=52.33,
        north=52.68, boundary={"type": "Polygon", "coordinates": [ring]},
    )  # fmt: skip
    report = run_table(DATA / "berlin-gastronomie-auszug.csv")
    assert report["rows"] + report["left_out"] == 189
    assert report["problems"][1].startswith("In 10 Zeilen: Die Koordinaten liegen außerhalb des Quartiers")
    assert "address" in report["unknown_columns"]
    found = facts(District.objects.get(), on=FIRST)["organisations"]
    assert found["total"] == report["rows"]
    assert found["by_use_class"]["gastronomy"] == report["rows"]
    assert 0 < found["named"] < report["rows"]


def test_a_table_nobody_can_read_is_refused_in_one_sentence(table):
    with pytest.raises(ActionRefused):
        run_table(table("9;8", heading="a;b"))
    with pytest.raises(ActionRefused, match="--state"):
        import_table(table("Weserstr.;1;;;;;;;"), slug="nirgends", by=OFFICE)
    assert not Unit.objects.exists()


def test_the_command_prints_its_report_and_names_bad_rows(table):
    out, err = StringIO(), StringIO()
    file = table("Weserstr.;1;;Ilm;Bäckerei;;;;", ";;;Nirgends;;;;;")
    call_command(
        "import_table", str(file), "--district", "kiez", "--state", "BE", "--round", "1", stdout=out, stderr=err
    )
    report = json.loads(out.getvalue())
    assert (report["rows"], report["left_out"], report["round"]) == (1, 1, 1)
    assert "3" in err.getvalue()
    with pytest.raises(CommandError):
        call_command("import_table", str(file), "--district", "kiez", "--on", "gestern", stdout=out, stderr=err)


def test_a_table_that_goes_on_tells_of_all_it_stored(table, monkeypatch):
    run_table(table("Weserstr.;1;;Eins;;occupied;;;"))
    monkeypatch.setattr(tables, "CHUNK", 2)
    rows = [f"Weserstr.;{number};;Laden {number};;occupied;;;" for number in range(2, 7)]
    store, calls = tables._observe, iter(range(9))

    def dies_in_the_second_chunk(*arguments):
        if next(calls) == 1:
            raise KeyboardInterrupt
        return store(*arguments)

    monkeypatch.setattr(tables, "_observe", dies_in_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        run_table(table(*rows), on=SECOND)
    assert Observation.objects.count() == 3
    report = run_table(table(*rows), on=SECOND)
    assert report["stored"] == {"observations": 5, "new_units": 5, "new_organisations": 5}
    assert SourceRun.objects.latest("pk").counts["stored"] == report["stored"]
    assert Observation.objects.count() == 6


def test_a_table_without_rows_is_refused_and_leaves_no_district(table):
    with pytest.raises(ActionRefused, match="keine Zeile darunter"):
        run_table(table())
    assert not District.objects.exists()
    assert not SourceRun.objects.exists()
