"""What a round recorded stands beside official counts, which are numbers alone."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import SubLocation
from kiezkontor.organisations.tests.builders import category
from kiezkontor.premises.models import DistrictBuilding
from kiezkontor.surveys.models import OfficialCount
from kiezkontor.surveys.rules.official_counts import Branch, Counted, NoTable, coverage, read_counts
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.tests.test_segments import Kiez, text

RETAIL, BAKERY = Branch(use_class="retail"), Branch(category="shop=bakery")
BRANCHES = {"retail": RETAIL, "einzelhandel": RETAIL, "bäckerei": BAKERY}
HEADING = "Gebiet;Branche;Anzahl;Quelle;Stand"
APRIL = date(2026, 4, 1)
# One company a row, as the register of the chamber has them; invented.
REGISTER = (
    "opendata_id;city;postcode;ihk_branch_id;planungsraum_id;Planungsraum\n1;Berlin;12047;731108;8100314;Donaustraße"
)


def counted(area="", branch=RETAIL, count=10):
    return Counted(area, branch, count, "IHK", APRIL)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Donaustraße;Einzelhandel;10;IHK;2026-04-01", counted("Donaustraße")),
        (";Bäckerei;0;IHK;01.04.2026", counted(branch=BAKERY, count=0)),
        (";BÄCKEREI ; 3 ;IHK;2026-04-01", counted(branch=BAKERY, count=3)),
        (";Unbekannt;3;IHK;2026-04-01", None),
        (";Bäckerei;-3;IHK;2026-04-01", None),
        (";Bäckerei;9,43032E+11;IHK;2026-04-01", None),
        (";Bäckerei;99999999999;IHK;2026-04-01", None),
        (";Bäckerei;3;;2026-04-01", None),
        (";Bäckerei;10;IHK;1.4.2026", counted(branch=BAKERY)),
        (";Bäckerei;3;IHK;gestern", None),
        (";Bäckerei;3;IHK;31.02.2026", None),
        (f"{'x' * 121};Bäckerei;3;IHK;2026-04-01", None),
        (";Bäckerei", None),
    ],
)
def test_lines_are_read_or_named(line, found):
    assert read_counts(f"{HEADING}\n{line}\n", BRANCHES) == (([found], []) if found else ([], [2]))


@pytest.mark.parametrize(
    "table",
    [
        "",
        HEADING,
        "Branche;Anzahl;Quelle\nBäckerei;1;IHK",
        f"{HEADING};Name\n;Bäckerei;1;IHK;2026-04-01;x",
        REGISTER,
        f"{HEADING}\n{'x' * 200_000}",
    ],
)
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(NoTable):
        read_counts(table, BRANCHES)


def test_commas_and_english_headings_are_understood():
    assert read_counts("branch,count,source,date\nretail,10,IHK,2026-04-01", BRANCHES) == ([counted()], [])


UNITS = [
    Recorded(1, "occupied", "retail", "shop=bakery", sub_location="Nord"),
    Recorded(2, "interim_use", "retail", "shop=books"),
    Recorded(3, "vacant", "retail", "shop=bakery", sub_location="Nord"),
    Recorded(4, "occupied", "gastronomy", "amenity=cafe", sub_location="Nord"),
]


@pytest.mark.parametrize(
    ("count", "recorded", "percent"),
    [
        (counted(), 2, 20),
        (counted("Nord", BAKERY, 2), 1, 50),
        (counted("Nord", count=1), 1, 100),
        (counted(count=1), 2, 200),
        (counted(count=0), 2, None),
        (counted("Nirgends"), None, None),
    ],
)
def test_units_in_use_are_set_beside_a_count(count, recorded, percent):
    (found,) = coverage([count], UNITS, ["Nord"])
    assert (found.recorded, found.percent) == (recorded, percent)


@pytest.fixture
def kiez(db):
    category("shop=bakery", "Bäckerei")
    return Kiez()


def give(kiez, table):
    file = SimpleUploadedFile("ihk.csv", table.encode("utf-8-sig"), content_type="text/csv")
    return kiez.send("coverage", file=file)


def test_the_office_gives_a_table_and_reads_the_coverage(kiez):
    assert "Noch keine amtlichen Zahlen" in kiez.page("coverage")
    assert kiez.url("coverage") in kiez.page("round")
    donau = SubLocation.objects.create(district=kiez.district, name="Donaustraße", boundary={})
    DistrictBuilding.objects.filter(building=kiez.units[0].building).update(sub_location=donau)
    for unit in kiez.units[:2]:
        kiez.see(unit, occupancy="occupied", category="shop=bakery", use_class="retail")
    rows = ["Donaustraße;Bäckerei;4;IHK Berlin;2026-04-01", ";Einzelhandel;5;IHK Berlin;2026-04-01"]
    page = text(give(kiez, "\n".join([HEADING, *rows, "Reuterstraße;Bäckerei;2;IHK Berlin;2026-04-01"])))
    assert "25 % der 4 amtlich gezählten" in page
    assert "40 % der 5 amtlich gezählten" in page
    assert "Kein Teilbereich dieses Namens" in page
    assert "nie mit einem Laden verknüpft" in page
    assert AuditEntry.objects.get(verb="district.official_counts").detail["count"] == 3
    give(kiez, f"{HEADING}\n;Bäckerei;7;IHK Berlin;2026-04-01")
    assert [row.count for row in OfficialCount.objects.all()] == [7]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (REGISTER, "keine Tabelle mit Zahlen"),
        (f"{HEADING}\n;Bäckerei;1;IHK;2026-04-01\n;Quatsch;1;IHK;2026-04-01", "Zeilen sind nicht lesbar: 3."),
    ],
)
def test_a_table_that_cannot_be_used_changes_nothing(kiez, table, said):
    give(kiez, f"{HEADING}\n;Bäckerei;7;IHK Berlin;2026-04-01")
    answer = give(kiez, table)
    assert answer.status_code == 422
    assert said in text(answer)
    assert OfficialCount.objects.get().count == 7


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_kind_of_use_is_known_by_its_name_in_either_language(kiez, language):
    rows = [";Einzelhandel;5;IHK;2026-04-01", ";Retail;6;IHK;2026-05-01", ";retail;7;IHK;2026-06-01"]
    with override(language):
        page = text(give(kiez, "\n".join([HEADING, *rows])))
    assert f'<html lang="{language}"' in page
    assert {row.use_class for row in OfficialCount.objects.all()} == {"retail"}
    assert OfficialCount.objects.count() == 3
