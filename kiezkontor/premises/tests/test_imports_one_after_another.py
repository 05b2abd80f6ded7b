"""A file comes twice, out of order or without a date: each time the office is told what that means."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation, SourceRun
from kiezkontor.premises.access import open_differences_in
from kiezkontor.premises.actions.imports import decide, import_osm, import_table
from kiezkontor.premises.facts import facts
from kiezkontor.premises.models import ImportProposal, Unit
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parents[3] / "demo" / "data"
EARLY, LATE = (DATA / f"berlin-mitte-handel-2026-04-{day}.overpass.json.gz" for day in (26, 29))
TODAY = date(2026, 11, 21)
OFFICE = system_viewer("import")
LIST = "/musterkiez/buero/importe/"


def run_import(path, slug="mitte", **more):
    return import_osm(path, slug=slug, by=OFFICE, today=TODAY, state="BE", **more)


def run_table(file, **more):
    return import_table(file, slug="mitte", by=OFFICE, state="BE", **more)


def answer(folder, *shops, day=None, extra=""):
    elements = [
        {"type": "node", "id": number, "lat": 52.47 + number * 1e-4, "lon": 13.42, "tags": {"shop": kind, "name": name}}
        for number, name, kind in shops
    ]
    stamp = {"osm3s": {"timestamp_osm_base": f"2026-03-{day:02}T08:00:00Z"}} if day else {}
    file = folder / f"antwort-{day}{extra}.json"
    file.write_text(json.dumps(stamp | {"elements": elements}), encoding="utf-8")
    return file


def said(*arguments):
    out, errors = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=errors)
    return json.loads(out.getvalue()), errors.getvalue()


def test_what_waits_already_is_not_told_as_new():
    run_import(EARLY)
    run_import(LATE)
    report, told = said("import_osm", str(LATE), "--district", "mitte", "--no-map")
    assert set(report["differences"].values()) == {0}
    assert (report["already_waiting"], report["open_proposals"]) == (592, 592)
    assert "592 ihrer Unterschiede warteten schon seit einem früheren Import auf eine Entscheidung." in told
    assert "kontor import decide --district mitte" in told


def test_the_page_of_a_repeated_import_leads_to_where_it_is_decided(client, tmp_path, settings):
    settings.DATA = tmp_path
    client.force_login(districts.coordinator(districts.district("Musterkiez", boundary=None), "Carla Chefin"))
    for file in (EARLY, LATE, LATE):
        client.post(f"{LIST}neu/", {"file": SimpleUploadedFile(file.name, file.read_bytes())})
    last, waiting, _first = SourceRun.objects.all()
    page = client.get(f"{LIST}{last.pk}/").text
    assert "592 ihrer Unterschiede warteten schon" in page
    assert "Noch zu entscheiden aus anderen Importen" in page
    assert f'<a href="{LIST}{waiting.pk}/">' in page
    assert "Stand vom 29. April 2026: 592 Unterschiede" in page


def test_an_older_file_undoes_nothing_that_is_known_since(tmp_path):
    run_import(answer(tmp_path, (1, "Brot Alt", "bakery"), (2, "Zopf", "bakery"), day=1))
    run_import(answer(tmp_path, (1, "Brot Neu", "bakery"), (3, "Krume", "bakery"), day=3))
    district = District.objects.get()
    decide(district, ImportProposal.Decision.ACCEPTED, by=OFFICE)
    older = answer(tmp_path, (1, "Brot Mittel", "bakery"), (2, "Zopf", "bakery"), (9, "Rad", "bicycle"), day=2)
    report = run_import(older)
    assert report["older_than"] == "2026-03-03"
    assert report["known_better"] == 3
    told, beyond = report["remarks"]
    assert told.startswith(
        "Diese Datei hat den Stand vom 2. März 2026, ein früherer Import hatte schon den vom 3. März"
    )
    assert beyond.startswith("1 seiner Unterschiede liegt außerhalb der bisherigen Grenze")
    # Nobody has looked for bicycle shops since; that one is news.
    assert [(row.kind, row.label) for row in open_differences_in(district)] == [("newly_covered", "Rad")]
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Brot Neu", "Krume", "Zopf"}


def test_an_older_file_takes_no_open_difference_away():
    run_import(EARLY)
    run_import(LATE)
    report = run_import(EARLY)
    assert (report["open_proposals"], report["already_waiting"]) == (592, 0)


def test_an_older_table_leaves_the_present_as_it_is(tmp_path):
    file = tmp_path / "liste.csv"
    heading = "street;number;name;category;occupancy;area_sqm\n"
    file.write_text(heading + "Weserstr.;1;Kern;Friseur;;60", encoding="utf-8")
    run_table(file, on=date(2018, 2, 1))
    file.write_text(heading + "Weserstr.;1;;;vacant;45", encoding="utf-8")
    report = run_table(file, on=date(2017, 2, 1))
    assert report["older_than"] == "2018-02-01"
    assert "was seither bekannt ist, bleibt" in report["remarks"][0]
    units = {day: facts(District.objects.get(), on=day)["units"] for day in (date(2017, 3, 1), date(2018, 3, 1))}
    assert [(found["vacant"], found["occupied"]) for found in units.values()] == [(1, 0), (0, 1)]
    assert Unit.objects.get().area_sqm == Decimal("60.0")
    file.write_text(heading + "Weserstr.;1;Kern;Friseur;;60", encoding="utf-8")
    run_table(file, on=date(2019, 2, 1))
    assert Organisation.objects.count() == Unit.objects.count() == 1


def test_a_file_without_a_date_says_so(tmp_path):
    file = answer(tmp_path, (1, "Brot", "bakery"))
    report, told = said("import_osm", str(file), "--district", "mitte", "--state", "BE", "--no-map")
    assert report["reference_on"] == timezone.localdate().isoformat()
    assert "Die Datei nennt kein Datum; genommen wurde der" in told
    assert "--date legt ein anderes fest" in told
    other = answer(tmp_path, (1, "Brot", "bakery"), extra="b")
    dated, told = said(
        "import_osm", str(other), "--district", "ost", "--state", "BE", "--no-map", "--date", "2024-05-01"
    )
    assert (dated["reference_on"], "kein Datum" in told) == ("2024-05-01", False)
    assert run_import(answer(tmp_path, (1, "Brot", "bakery"), day=1), "west")["remarks"] == []


def test_a_table_without_a_day_says_so(tmp_path):
    file = tmp_path / "liste.csv"
    file.write_text("street;number;name\nWeserstr.;1;Kern\n", encoding="utf-8")
    report = run_table(file)
    assert "Die Datei nennt kein Datum" in report["remarks"][0]
    assert run_table(file, on=date(2020, 1, 1))["remarks"][0].startswith("Diese Datei hat den Stand vom 1. Januar 2020")


def test_a_day_to_come_is_refused(tmp_path):
    for arguments in (["import_osm", str(EARLY)], ["import_table", str(tmp_path / "liste.csv")]):
        with pytest.raises(ActionRefused, match="Dieser Tag liegt noch vor uns") as refusal:
            call_command(*arguments, "--district", "mitte", "--date", "2999-01-01")
        assert "\n" not in str(refusal.value)


def test_the_form_asks_for_the_day_of_map_data_too(client, tmp_path, settings):
    settings.DATA = tmp_path
    client.force_login(districts.coordinator(districts.district("Musterkiez", boundary=None), "Carla Chefin"))
    content = answer(tmp_path, (1, "Brot", "bakery")).read_bytes()
    client.post(f"{LIST}neu/", {"file": SimpleUploadedFile("a.json", content), "on": "2024-05-01"})
    client.post(f"{LIST}neu/", {"file": SimpleUploadedFile("a.json", content + b" ")})
    undated, dated = SourceRun.objects.all()
    assert dated.reference_on == date(2024, 5, 1)
    assert "kein Datum" not in client.get(f"{LIST}{dated.pk}/").text
    assert "Die Datei nennt kein Datum" in client.get(f"{LIST}{undated.pk}/").text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Es gibt keine Datei"),
        (b'{"type": "Polygon", "coordinates": [[[8.4', "kann nicht gelesen werden"),
        (b"", "ist leer"),
        (b"PK\x03\x04", "kann nicht gelesen werden"),
        (b'{"type": "Point", "coordinates": [8.4, 49.0]}', "ist keine Fläche"),
    ],
)
def test_a_boundary_that_cannot_be_read_is_named_itself(tmp_path, content, sentence):
    boundary = tmp_path / "grenze.geojson"
    if content is not None:
        boundary.write_bytes(content)
    with pytest.raises(ActionRefused) as refusal:
        run_import(EARLY, boundary=boundary)
    assert str(boundary) in str(refusal.value)
    assert sentence in str(refusal.value)
    assert not District.objects.exists()


@pytest.mark.parametrize("command", ["import_osm", "import_table"])
def test_a_missing_file_is_named_with_its_folder(tmp_path, command):
    missing = tmp_path / "weg.json"
    with pytest.raises(ActionRefused, match=str(missing)):
        call_command(command, str(missing), "--district", "mitte", "--state", "BE")
