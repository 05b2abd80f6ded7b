"""Tables people bring: what their rows mean, and one line for each that cannot be used."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from kiezkontor.districts.osmfile import UnreadableFile
from kiezkontor.premises.rules import table_values
from kiezkontor.premises.rules.row_problems import RowProblem, grouped, stretches
from kiezkontor.premises.rules.sentences import Sentence
from kiezkontor.premises.rules.strays import astray, middle_of
from kiezkontor.premises.rules.table_headings import GERMAN, BadTable, headings
from kiezkontor.premises.rules.tables import EXAMPLE, TableRow, read_rows
from kiezkontor.premises.tablefile import read_mapping, read_table

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"
DAY = date(2026, 3, 1)


def read_text(tmp_path, text, **more):
    file = tmp_path / "table.csv"
    file.write_text(text, encoding=more.pop("encoding", "utf-8"))
    rows = read_table(file)
    columns = headings(next(rows), more.pop("mapping", None))
    return list(read_rows(rows, columns, on=DAY, **more))


def only_rows(found):
    return [item for item in found if isinstance(item, TableRow)]


def left_out(found):
    return [(item.line, str(item.sentence)) for item in found if isinstance(item, RowProblem) and item.left_out]


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("02/2019", "2019-02-01", "2019-02-28"),
        ("2019-02-03", "2019-02-03", "2019-02-03"),
        ("3.2.2019", "2019-02-03", "2019-02-03"),
        ("before 2019", None, "2018-12-31"),
        ("vor 2019", None, "2018-12-31"),
        ("before 2019-05", None, "2019-04-30"),
    ],
)
def test_a_beginning_may_be_known_roughly(written, earliest, latest):
    assert table_values.since(written) == (earliest and date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize("written", ["gestern", "2019-13", "30.2.2019", "19", "before", "0019", "2019-02-30"])
def test_a_beginning_that_is_no_date_is_refused(written):
    with pytest.raises(table_values.BadValue):
        table_values.since(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [("12,5", "12.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("80 m²", "80"), ("80", "80"), ("", None)],
)
def test_numbers_are_read_as_germans_write_them(written, value):
    assert table_values.decimal(written) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("written", "floor"), [("", 0), ("EG", 0), ("1", 1), ("2. OG", 2), ("-1", -1), ("1.UG", -1)])
def test_floors_are_read_as_people_write_them(written, floor):
    assert table_values.floor(written) == floor


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8"), ("\t", "utf-8-sig")]
)
def test_separator_and_byte_order_mark_are_found(tmp_path, separator, encoding):
    text = separator.join(["street", "Number", " NAME "]) + "\n" + separator.join(["Karlstr.", "12 a", "Café Müller"])
    (row,) = only_rows(read_text(tmp_path, text, encoding=encoding))
    assert (row.street, row.number, row.name, row.occupancy) == ("Karlstraße", "12A", "Café Müller", "occupied")


def test_a_full_row_is_read_with_all_it_says(tmp_path):
    text = (
        "street;number;position;floor;name;use_class;category;occupancy;since;area_sqm;note;lat;lon\n"
        'Karlstraße;5;Hof;1;"Ilm; Sohn";;Bäckerei;occupied;before 2019;"82,55";laut;49,001;8,4\n'
    )
    (row,) = only_rows(read_text(tmp_path, text))
    assert row == TableRow(
        line=2, street="Karlstraße", number="5", position="courtyard", floor=1, name="Ilm; Sohn", use_class="retail",
        category="shop=bakery", occupancy="occupied", since=(None, date(2018, 12, 31)), area_sqm=Decimal("82.6"),
        note="laut", lat=49.001, lon=8.4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (";;;;;;", None),
        (";5;;;;;", "neither street nor coordinates"),
        ("Karlstr.;5;x;;;;shop=raumfahrt", "not known"),
        ("Karlstr.;5;x;maybe;;;", "Possible are: occupied"),
        ("Karlstr.;5;x;;gestern;;", "not a date"),
        ("Karlstr.;5;x;;2027;;", "in the future"),
        (";;x;;;49.0;", "not a number of degrees"),
        ("Karlstr.;5;x;vacant;2019;;;zu viel", "more cells"),
    ],
)
def test_a_bad_row_gets_one_line_and_the_rest_goes_in(tmp_path, row, says):
    if says == "not a number of degrees":
        row = ";;x;;;49.0.1;"
        heading = "street;number;name;occupancy;since;lat;lon"
    else:
        heading = "street;number;name;occupancy;since;lat;category"
    found = read_text(tmp_path, f"{heading}\n{row}\nKarlstr.;6;Nachbar;;;;\n")
    assert [good.name for good in only_rows(found)] == ["Nachbar"]
    if says is None:
        assert left_out(found) == []
    else:
        ((line, sentence),) = left_out(found)
        assert line == 2
        assert says in sentence


def test_real_faults_of_a_real_list_are_named_one_by_one():
    rows = read_table(DATA / "berlin-gastronomie-auszug.csv")
    columns = headings(next(rows), {"address": "address", "phone": "phone", "opening_hours": "opening_hours"})
    assert columns.unknown == ["cuisine", "website", "takeaway", "wheelchair", "district"]
    found = list(read_rows(rows, columns, on=DAY, inside=lambda lat, lon: 52.33 < lat < 52.68 and 13.08 < lon < 13.77))
    sentences = [sentence for _line, sentence in left_out(found)]
    assert sum("outside the district" in sentence for sentence in sentences) == 10
    assert sum("repeats line" in sentence for sentence in sentences) == len(sentences) - 10 > 0
    good = only_rows(found)
    assert len(good) + len(sentences) == 189
    assert {row.use_class for row in good} == {"gastronomy"}
    assert sum(not row.name for row in good) > 5
    notes = [item for item in found if isinstance(item, RowProblem) and not item.left_out]
    named = [note for note in notes if "Name and address" not in str(note.sentence)]
    assert len(named) == sum(not row.name for row in good)


def test_endless_headings_and_cells_are_told_in_short():
    columns = headings(["Straße", "A" * 100_000, *map(str, range(60_000))])
    assert (len(columns.unknown), max(map(len, columns.unknown)), columns.unknown[-1]) == (101, 40, "…")
    assert len(headings(["Straße"] * 5_000).repeated) == 101
    (problem,) = read_rows([["K 1", "x" * 100_000]], headings(["Straße", "Belegung"]), on=date(2026, 5, 1))
    assert len(str(problem.sentence)) < 300


def test_a_mapping_gives_other_headings_a_meaning(tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"Straße": "street", "Nr": "number", "Laden": "name", "Belegung": "occupancy"}', "utf-8")
    found = read_text(tmp_path, "Straße;Nr;Laden;Belegung\nKarlstr.;5;;Leerstand\n", mapping=read_mapping(mapping))
    assert only_rows(found)[0].occupancy == "vacant"


def test_a_mapping_to_nowhere_is_refused():
    with pytest.raises(BadTable, match="does not exist: strasse"):
        headings(["Straße"], {"Straße": "strasse"})


def test_a_table_without_any_known_heading_is_refused():
    with pytest.raises(BadTable, match="No column"):
        headings(["9,43032E+11", "foo"])


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (["Straße", "HAUSNUMMER", "Fläche in m²", "Etage"], ["street", "number", "area_sqm", "floor"]),
        (["STRASSE", "Hausnr.", "Branche", "Kategorie"], ["street", "number", "category"]),
        (["street", "Belegung", "Telefon"], ["street", "occupancy"]),
    ],
)
def test_german_headings_are_understood(row, columns):
    assert list(headings(row).columns.values()) == columns


def test_a_table_that_does_not_say_where_names_what_it_found():
    with pytest.raises(BadTable, match=r"holds: Betrieb, Ort der Handlung, name\. Needed are headings such as street"):
        headings(["\ufeffBetrieb", "Ort der Handlung", "", "name"])


def test_a_problem_names_the_heading_as_the_file_has_it(tmp_path):
    text = "Straße;Hausnummer;Name;Belegung;Breitengrad;Längengrad\nKarlstr.;5;Ilm;bewohnt;;\nKarlstr.;6;Ilm;;49,0;\n"
    problems = [item for item in read_text(tmp_path, text) if isinstance(item, RowProblem)]
    assert [problem.column for problem in problems] == ["Belegung", "Längengrad"]


def test_equal_problems_are_one():
    words = [("a", 5), ("b", 3), ("a", 2), ("a", 9)]
    problems = [RowProblem(line, Sentence("“%(value)s”", {"value": word}), column="Seit") for word, line in words]
    assert [(str(group.sentence), group.lines) for group in grouped(problems)] == [("“a”", (5, 2, 9)), ("“b”", (3,))]
    assert grouped([]) == []


def test_of_many_different_problems_of_a_kind_the_rest_is_told_as_one():
    words = ["a", "b", "a", "c", "d", "e", "b"]
    problems = [RowProblem(line, Sentence("“%(value)s”", {"value": word})) for line, word in enumerate(words, start=2)]
    told = [(str(group.sentence), group.lines, group.is_rest) for group in grouped(problems, most=2)]
    assert told == [("“a”", (2, 4), False), ("“b”", (3, 8), False), ("“c”", (5, 6, 7), True)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([], []), ([7], [(7, 7)]), ([2, 3, 4, 6, 8, 9], [(2, 4), (6, 6), (8, 9)])],
)
def test_lines_that_follow_each_other_are_one_stretch(lines, expected):
    assert stretches(lines) == expected


def test_the_example_of_the_template_does_not_go_in(tmp_path):
    names = list(EXAMPLE)
    text = ";".join(GERMAN[name] for name in names) + "\n" + ";".join(EXAMPLE.values()) + "\n"
    found = read_text(tmp_path, text)
    assert only_rows(found) == []
    assert left_out(found) == [(2, "This is the example of the template; it was left out.")]
    (row,) = only_rows(read_text(tmp_path, text.replace("Beispielzeile, bitte überschreiben", "")))
    assert (row.name, row.use_class, row.category, row.occupancy) == (
        *("Bäckerei Beispiel", "retail", "shop=bakery", "occupied"),
    )


def test_a_spreadsheet_is_read_like_a_text(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Laden", 0)
    sheet.append(["street", "number", "name", "since", "area_sqm"])
    sheet.append(["Karlstr.", 5, "Ilm", date(2019, 5, 1), 12.5])
    book.save(tmp_path / "table.xlsx")
    rows = read_table(tmp_path / "table.xlsx")
    (row,) = only_rows(read_rows(rows, headings(next(rows)), on=DAY))
    assert (row.number, row.since, row.area_sqm) == ("5", (date(2019, 5, 1), date(2019, 5, 1)), Decimal("12.5"))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(250 * 1024 * 1024))


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("empty.csv", lambda path: path.write_bytes(b"")),
        ("latin.csv", lambda path: path.write_bytes("street;name\nKarlstraße;Ilm".encode("latin-1"))),
        ("page.csv", lambda path: path.write_bytes(b"<html></html>")),
        ("old.xls", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
        ("cut.xlsx", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50))),
        ("bomb.xlsx", bomb),
    ],
)
def test_a_table_that_cannot_be_used_is_declined_in_one_sentence(tmp_path, name, write):
    write(tmp_path / name)
    with pytest.raises(UnreadableFile) as caught:
        list(read_table(tmp_path / name))
    assert str(caught.value).endswith(".")


def test_letters_that_are_none_are_left_out_of_a_table(tmp_path):
    file = tmp_path / "table.csv"
    file.write_bytes("name,street\nB\x00äcker\x1b,Karlstraße\n".encode())
    assert list(read_table(file))[1] == ["Bäcker", "Karlstraße"]


def far_rows(*more):
    rows = [f"Laden {number},shop=books,52.5{number},13.4" for number in range(6)]
    return "\n".join(["name,category,lat,lon", *rows, *more])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Nanos,amenity=bar,-17.5576,-60.4475", "-17.5576, -60.4475 do not lie in Germany"),
        ("Ritter,amenity=bar,38.3300,-75.1000", "38.3300, -75.1000 do not lie in Germany"),
        ("Oma,amenity=bar,47.4900,11.0900", "do not lie in the federal state of the district (Berlin)"),
        ("Rand,amenity=bar,52.4200,13.2000", None),
    ],
)
def test_without_a_boundary_the_federal_state_is_the_limit(tmp_path, row, why):
    middle = middle_of([(52.5, 13.4)] * 5)
    found = read_text(tmp_path, far_rows(row), astray=astray("BE", "Berlin", middle))
    assert [why in said for _line, said in left_out(found)] == ([True] if why else [])
    assert len(only_rows(found)) == 6 + (why is None)


def test_in_a_large_state_what_is_far_from_all_others_stays_out():
    asked = astray("BY", "Bayern", middle_of([(47.49, 11.09)] * 4 + [(48.14, 11.58)]))
    assert asked(47.50, 11.10) is None
    assert asked(47.90, 11.30) is None
    assert "lie 81 km away from the middle" in str(asked(48.14, 11.58))
    assert astray("BY", "Bayern", middle_of([(47.49, 11.09)] * 4))(48.14, 11.58) is None


def test_where_most_lie_in_another_state_the_state_of_the_district_is_wrong():
    asked = astray("BE", "Berlin", middle_of([(49.00, 8.40)] * 5))
    assert asked(49.01, 8.41) is None
    assert "Germany" in str(asked(38.33, -75.10))


def test_rows_with_one_name_and_address_are_told_with_the_first_of_them(tmp_path):
    rows = [
        "Kern,Berliner Str. 1,amenity=bar,52.50,13.40",
        "Kern,Berliner Str. 1,amenity=cafe,52.51,13.40",
        ",Berliner Str. 8,amenity=bar,52.50,13.41",
        ",Berliner Str. 8,amenity=cafe,52.51,13.41",
        "Kern,Berliner Str. 2,amenity=cafe,52.52,13.40",
    ]
    found = read_text(tmp_path, "\n".join(["name,address,category,lat,lon", *rows]))
    told = [
        (item.line, item.sentence.values) for item in found if isinstance(item, RowProblem) and item.sentence.values
    ]
    assert told == [(3, {"earlier": 2}), (5, {"earlier": 4})]
    assert len(only_rows(found)) == 5


def test_two_vacant_shops_in_one_house_are_no_repetition(tmp_path):
    rows = ["Weserstr.,1,,vacant,", "Weserstr.,1,,vacant,", "Weserstr.,3,Kern,,links", "Weserstr.,3,Kern,,rechts"]
    found = read_text(tmp_path, "\n".join(["street,number,name,occupancy,position", *rows]))
    assert not any(isinstance(item, RowProblem) for item in found)
