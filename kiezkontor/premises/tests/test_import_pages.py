"""The office imports a file in the browser, watches it, and decides on what changed."""

import bz2
import gzip
import io
import json
import os
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation, SourceRun
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises import uploads
from kiezkontor.premises.actions.decision_orders import carry_out_order
from kiezkontor.premises.actions.uploads import read_upload
from kiezkontor.premises.imports import decisions
from kiezkontor.premises.models import DecisionOrder, ImportProposal, Observation, UseSpell
from kiezkontor.premises.tests.uploading import LIST, answer, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
DATA = Path(__file__).resolve().parents[3] / "demo" / "data"
MITTE = [DATA / f"berlin-mitte-handel-2026-04-{day}.overpass.json.gz" for day in (26, 29)]
TABLE = "street,number,name,category,lat,lon\nMusterstraße,1,Bäckerei Muster,shop=bakery,52.47,13.42\n"


@pytest.fixture
def later_run(office):
    """A second import: one bakery got another name, one is new, one is gone."""
    upload(office, answer((1, "Brot Alt"), (2, "Zopf"), (4, "Semmel")), "erste.json")
    upload(office, answer((1, "Brot Neu"), (3, "Krume"), (4, "Semmel"), day=2), "zweite.json")
    return SourceRun.objects.first()


def open_kinds(run):
    rows = ImportProposal.objects.filter(run=run, decision="open")
    return sorted(rows.values_list("kind", "label"))


def test_a_district_is_filled_from_an_uploaded_extract(office, district, data_folder):
    page = upload(office, DATA / "karlsruhe-karlstrasse.osm.pbf", with_map="on")
    run = SourceRun.objects.get()
    assert page.headers["Location"] == f"{LIST}{run.pk}/"
    assert (run.status, run.message, run.started_by.name) == ("done", "", "Carla Chefin")
    shown = office.get(f"{LIST}{run.pk}/").text
    assert re.search(r"Gespeicherte Einträge</dt><dd>78<", shown)
    assert "Dieser Import hat keine Unterschiede hinterlassen." in shown
    assert "78 Einträge des Quartiers sind jetzt öffentlich zu sehen" in shown
    assert (data_folder / "tiles" / "musterkiez.pmtiles").exists()
    assert list((data_folder / "uploads").iterdir()) == []
    assert "karlsruhe-karlstrasse.osm.pbf" in office.get(LIST).text
    assert AuditEntry.objects.filter(verb="source.uploaded", actor_label="Carla Chefin").count() == 1
    assert "78" in office.get("/musterkiez/buero/eintraege/").text


def test_a_later_file_leaves_differences_one_is_accepted_and_the_rest_declined(office, later_run):
    assert open_kinds(later_run) == [("changed", "Brot Neu"), ("gone", "Zopf"), ("new", "Krume")]
    new = ImportProposal.objects.get(kind="new")
    page = office.get(f"{LIST}{later_run.pk}/").text
    assert "Krume" in page
    assert "Bäckerei, Musterstraße 3" in page
    office.post(f"{LIST}{later_run.pk}/entscheiden/", {"difference": new.pk, "decision": "accepted"})
    assert Organisation.objects.filter(name="Krume").exists()
    asked = office.get(f"{LIST}{later_run.pk}/entscheiden/?decision=declined").text
    assert "2 offene Unterschiede von zweite.json" in asked
    done = office.post(f"{LIST}{later_run.pk}/entscheiden/", {"decision": "declined", "kind": ""}, follow=True)
    assert "2 Unterschiede wurden abgelehnt." in done.text
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Brot Alt", "Krume", "Semmel", "Zopf"]
    declined = AuditEntry.objects.filter(verb="import.declined", actor_label="Carla Chefin")
    assert declined.count() == 2
    upload(office, answer((1, "Brot Neu"), (3, "Krume"), (4, "Semmel"), day=3), "dritte.json")
    assert not ImportProposal.objects.filter(decision="open").exists()


def test_a_boundary_that_an_import_derived_is_logged_as_its_deed(office, later_run):
    log = office.get("/musterkiez/buero/protokoll/?verb=district.boundary_derived").text
    assert "Der Import von erste.json hat die Grenze von Musterkiez bestimmt." in log
    assert "hat die Grenze von Musterkiez festgelegt" not in log


def test_a_change_is_shown_before_and_after_with_its_entry(office, later_run):
    page = office.get(f"{LIST}{later_run.pk}/?show=changed").text
    assert "<del>Brot Alt</del>" in page
    assert "<ins>Brot Neu</ins>" in page
    entry = Organisation.objects.get(name="Brot Alt")
    assert f"/musterkiez/buero/eintraege/{entry.pk}/" in page


def test_all_of_a_kind_are_decided_alone(office, later_run):
    office.post(f"{LIST}{later_run.pk}/entscheiden/", {"decision": "accepted", "kind": "gone"})
    assert [kind for kind, _label in open_kinds(later_run)] == ["changed", "new"]
    assert UseSpell.objects.filter(occupancy="unknown").count() == 1


def test_large_numbers_are_written_as_people_write_them(office, later_run):
    SourceRun.objects.filter(pk=later_run.pk).update(counts={"stored": {"buildings": 10_000}}, problems=["x"] * 1_200)
    page = office.get(f"{LIST}{later_run.pk}/").text
    assert re.search(r"Häuser</dt><dd>10\.000<", page)
    assert '<span class="count">1.200</span>' in page
    assert "1.200 Hinweise" in office.get(LIST).text


def test_two_people_decide_at_once(office, later_run):
    change = ImportProposal.objects.get(kind="changed")
    url = f"{LIST}{later_run.pk}/entscheiden/"
    office.post(url, {"difference": change.pk, "decision": "accepted"})
    late = office.post(url, {"difference": change.pk, "decision": "declined"}, follow=True)
    assert "Brot Neu wurde schon entschieden: angenommen. Es wurde nichts geändert." in late.text
    swapped = office.post(url, {"difference": change.pk, "decision": "declined"}, headers={"HX-Request": "true"})
    assert "Darüber wurde schon entschieden; es wurde nichts geändert." in swapped.text
    assert Organisation.objects.filter(name="Brot Neu").exists()


def test_deciding_in_place_updates_the_counts(office, later_run):
    new = ImportProposal.objects.get(kind="new")
    url = f"{LIST}{later_run.pk}/entscheiden/"
    assert "Alle 3 annehmen" in office.get(f"{LIST}{later_run.pk}/?show=new").text
    part = office.post(url, {"difference": new.pk, "decision": "accepted"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert f'id="difference-{new.pk}"' in part
    entry = Organisation.objects.get(name="Krume")
    assert f"/musterkiez/buero/eintraege/{entry.pk}/" in part
    assert 'hx-swap-oob="true"' in part
    buttons = part.partition('id="decide-all"')[2]
    assert "Alle 2 annehmen" in buttons
    assert "kind=new" not in buttons


def test_the_wider_query_is_paged_and_told_as_newly_covered(office, django_assert_max_num_queries):
    for file in MITTE:
        upload(office, file)
    run = SourceRun.objects.first()
    with django_assert_max_num_queries(16):
        page = office.get(f"{LIST}{run.pk}/?show=newly_covered").text
    assert page.count('<li class="sheet"') == 50
    assert "Neu von der Quelle erfasst" in page
    assert re.search(r'<span class="count">590</span>', page)
    assert "?show=newly_covered&amp;page=2" in page


def test_a_long_list_of_closures_takes_few_queries(office, django_assert_max_num_queries):
    names = [(number, f"Laden {number}") for number in range(1, 40)]
    upload(office, answer(*names), "alle.json")
    upload(office, answer(names[0], names[-1], day=2), "zwei.json")
    run = SourceRun.objects.first()
    with django_assert_max_num_queries(16):
        page = office.get(f"{LIST}{run.pk}/?show=gone").text
    assert page.count('<li class="sheet"') == 37
    assert "Musterstraße 12" in page


def test_a_table_goes_in_and_its_bad_rows_are_named(office, district):
    rows = TABLE + "Musterstraße,2,Café Muster,amenity=cafe,weit,weg\n"
    upload(office, rows.encode(), "rundgang.csv", on="2026-02-01", round_number="2")
    run = SourceRun.objects.get()
    assert (run.kind, run.status, run.counts["round"]) == ("table", "done", 2)
    page = office.get(f"{LIST}{run.pk}/").text
    assert "Die Quelle spricht vom 1. Februar 2026." in page
    assert "Zeile 3" in page
    again = upload(office, rows.encode(), "rundgang.csv", on="2026-02-01", round_number="2")
    assert again.status_code == 422
    assert "Diese Tabelle wurde für diesen Tag schon gelesen." in again.text
    assert Observation.objects.count() == run.counts["rows"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.csv", b"", "Die Datei ist leer."),
        ("bild.png", b"\x89PNG\r\n\x1a\n\0\0\0", "weder OpenStreetMap-Daten"),
        ("alt.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 40, ".xls"),
        ("seite.osm", b"<!doctype html><html></html>", "Webseite"),
        ("daten.zip", b"PK\x03\x04" + b"\0" * 60, "Tabelle"),
        ("notizen.txt", b"Guten Tag\nHallo\n", "Spalte"),
        ("kaputt.osm.gz", gzip.compress(b"<osm>", mtime=0)[:-12], "beschädigt"),
    ],
)
def test_a_file_nobody_can_read_is_refused_with_a_sentence(office, data_folder, name, content, sentence):
    page = upload(office, content, name)
    assert page.status_code == 422
    assert sentence in page.text
    assert not SourceRun.objects.exists()
    folder = data_folder / "uploads"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_file_that_is_too_large_is_refused(office, monkeypatch):
    monkeypatch.setattr("kiezkontor.premises.forms_imports.MAX_MEGABYTES", 0)
    page = upload(office, TABLE.encode())
    assert page.status_code == 422
    assert "Bitte schneiden Sie zuerst das Quartier aus." in page.text


def test_what_turns_out_useless_while_reading_says_so_on_the_page(office):
    upload(office, json.dumps({"elements": []}).encode(), "leer.json")
    run = SourceRun.objects.get()
    assert run.status == "failed"
    assert "weder Betriebe noch Adressen" in office.get(f"{LIST}{run.pk}/").text
    assert uploads.path_of(run.pk) is None


def test_remarks_beyond_the_most_that_are_kept_are_counted(office, monkeypatch):
    monkeypatch.setattr("kiezkontor.premises.imports.runs.MAX_PROBLEMS", 2)
    nowhere = [{"type": "node", "id": number, "tags": {"shop": "bakery"}} for number in range(10, 15)]
    found = json.loads(answer((1, "Brot")))
    upload(office, json.dumps(found | {"elements": found["elements"] + nowhere}).encode(), "lueckenhaft.json")
    assert SourceRun.objects.get().problems[2:] == ["Und 3 weitere Hinweise."]


def test_one_import_at_a_time(office, waiting):
    upload(office, TABLE.encode(), "erste.csv")
    page = upload(office, TABLE.replace("Muster,", "Anders,").encode(), "zweite.csv")
    assert page.status_code == 422
    assert "Der Import von erste.csv läuft noch." in page.text
    assert SourceRun.objects.count() == 1


def test_one_sees_how_far_an_import_has_got(office, waiting):
    upload(office, TABLE.encode(), "tabelle.csv")
    run = SourceRun.objects.get()
    page = office.get(f"{LIST}{run.pk}/").text
    assert 'hx-trigger="every 2s"' in page
    assert "es beginnt von selbst" in page
    assert "Noch einmal nachsehen" in page
    SourceRun.objects.update(status="running", done=300, total=1200, message="300 von 1200 …")
    part = office.get(f"{LIST}{run.pk}/stand/", headers={"HX-Request": "true"}).text
    assert 'value="25"' in part
    badge = part.partition('id="import-state" hx-swap-oob="true"')[2]
    assert "läuft" in badge
    assert "wartet" not in part
    assert "300 von 1200 …" in part
    SourceRun.objects.update(status="done")
    ended = office.get(f"{LIST}{run.pk}/stand/", headers={"HX-Request": "true"})
    assert ended.headers["HX-Redirect"] == f"{LIST}{run.pk}/"


def fall_silent(run, **ago):
    """The worker of a run died so long ago."""
    then = (timezone.now() - timedelta(**ago)).timestamp()
    SourceRun.objects.filter(pk=run.pk).update(status="running", started_at=timezone.now() - timedelta(**ago))
    os.utime(uploads.path_of(run.pk), (then, then))


def test_an_import_whose_worker_died_says_what_happens_next(office, waiting):
    upload(office, TABLE.encode(), "tabelle.csv")
    run = SourceRun.objects.get()
    fall_silent(run, minutes=4)
    assert "wird es von selbst noch einmal versucht" in office.get(f"{LIST}{run.pk}/").text
    fall_silent(run, hours=1)
    page = office.get(f"{LIST}{run.pk}/").text
    assert "Laden Sie dieselbe Datei noch einmal hoch" in page
    assert "every 2s" not in page


def test_a_stopped_import_goes_on_under_the_same_run(office, district, waiting, settings):
    upload(office, TABLE.encode(), "tabelle.csv")
    run = SourceRun.objects.get()
    fall_silent(run, hours=1)
    upload(office, TABLE.encode(), "tabelle.csv")
    assert SourceRun.objects.get().status == "waiting"
    for _attempt in range(3):
        read_upload(run.pk, with_map=False, may_try_again=False)
    assert SourceRun.objects.get().status == "done"
    assert Observation.objects.count() == 1


def test_a_fault_is_tried_again_and_then_told(office, district, waiting, monkeypatch):
    upload(office, TABLE.encode(), "tabelle.csv")
    run = SourceRun.objects.get()

    def broken(*_arguments, **_details):
        raise ZeroDivisionError

    monkeypatch.setattr("kiezkontor.premises.actions.uploads.import_table", broken)
    with pytest.raises(ZeroDivisionError):
        read_upload(run.pk, with_map=False, may_try_again=True)
    run.refresh_from_db()
    assert run.status == "running"
    with pytest.raises(ZeroDivisionError):
        read_upload(run.pk, with_map=False, may_try_again=False)
    assert "wegen eines Fehlers im Programm" in office.get(f"{LIST}{run.pk}/").text
    assert uploads.path_of(run.pk) is None


def test_field_workers_see_and_do_not_decide(district, later_run):
    client = Client()
    client.force_login(districts.field_worker(district))
    page = client.get(f"{LIST}{later_run.pk}/").text
    assert "Krume" in page
    assert "Annehmen" not in page
    assert "Datei importieren" not in client.get(LIST).text
    new = ImportProposal.objects.get(kind="new")
    order = {"difference": new.pk, "decision": "accepted"}
    assert client.post(f"{LIST}{later_run.pk}/entscheiden/", order).status_code == 403
    assert upload(client, TABLE.encode()).status_code == 403
    assert "Unterschiede" not in client.get("/musterkiez/buero/").text


def test_a_foreign_import_does_not_exist(office, district):
    foreign = organisations.source_run(districts.district("Fremdkiez"))
    for tail in ("", "stand/", "entscheiden/?decision=accepted"):
        assert office.get(f"{LIST}{foreign.pk}/{tail}").status_code == 404
    own = organisations.source_run(district)
    theirs = ImportProposal.objects.create(run=foreign, kind="new", ref="node/1", label="Fremd")
    order = {"difference": theirs.pk, "decision": "declined"}
    assert office.post(f"{LIST}{own.pk}/entscheiden/", order).status_code == 404
    theirs.refresh_from_db()
    assert theirs.decision == "open"


def test_the_office_start_page_leads_to_open_differences(office, later_run):
    assert "Über 3 Unterschiede des letzten Imports entscheiden" in office.get("/musterkiez/buero/").text


def test_the_pages_speak_english(office, later_run):
    page = office.get(f"/musterkiez/en/buero/importe/{later_run.pk}/?show=gone").text
    assert "The source no longer has it." in page
    assert "Accept all 3" in page


def bomb(name):
    """A small file that unpacks to very much."""
    nothing = 70_000_000
    if name == "bombe.osm.gz":
        return gzip.compress(b'<?xml version="1.0"?><osm>' + bytes(nothing))
    if name == "bombe.osm.bz2":
        return bz2.compress(b'<?xml version="1.0"?><osm>' + bytes(nothing))
    if name == "bombe.json.gz":
        return gzip.compress(b'{"elements": [' + b" " * nothing)
    pbf_header = b"\x0a\x07OSMData\x18\x06"  # 6 bytes follow that say they unpack to 4 GB
    block = len(pbf_header).to_bytes(4) + pbf_header + b"\x10\xff\xff\xff\xff\x0f"
    first = b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02\x10\x00"
    return first + block * 8


@pytest.mark.parametrize("name", ["bombe.osm.gz", "bombe.osm.bz2", "bombe.json.gz", "bombe.osm.pbf"])
def test_a_bomb_is_defused_by_the_worker_and_not_while_the_office_waits(office, waiting, name):
    with patch("kiezkontor.districts.osmfile._unpacked", side_effect=AssertionError("unpacked in the request")):
        assert upload(office, bomb(name), name).status_code == 302
    run = SourceRun.objects.get()
    read_upload(run.pk, with_map=False, may_try_again=False)
    assert "entpackt sich zu weit mehr" in office.get(f"{LIST}{run.pk}/").text
    assert uploads.path_of(run.pk) is None


def test_a_spreadsheet_is_told_by_its_directory_alone(office, waiting, tmp_path):
    book = Workbook()
    book.active.append(["street", "number", "name"])
    book.save(tmp_path / "liste.xlsx")
    with patch("openpyxl.load_workbook", side_effect=AssertionError("unpacked")):
        assert upload(office, tmp_path / "liste.xlsx").status_code == 302
    assert SourceRun.objects.get().kind == "table"


def test_a_spreadsheet_with_a_million_parts_is_refused_unread(office):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        for number in range(2_100):
            parts.writestr(f"{number}", b"")
    with patch("kiezkontor.premises.tablefile.zipfile.ZipFile", side_effect=AssertionError("read")):
        page = upload(office, archive.getvalue(), "viele.xlsx")
    assert "wird entpackt viel größer" in page.text


def test_a_file_that_takes_all_memory_ends_with_a_sentence(office, waiting):
    upload(office, TABLE.encode(), "tabelle.csv")
    run = SourceRun.objects.get()
    with patch("kiezkontor.premises.actions.uploads.import_table", side_effect=MemoryError):
        read_upload(run.pk, with_map=False, may_try_again=True)
    assert "enthält mehr, als auf einmal gelesen werden kann" in office.get(f"{LIST}{run.pk}/").text
    assert uploads.path_of(run.pk) is None


@pytest.fixture
def many_differences(office, monkeypatch):
    """More differences than are decided while somebody waits."""
    monkeypatch.setattr("kiezkontor.premises.views.imports.AT_ONCE", 2)
    monkeypatch.setattr("kiezkontor.premises.imports.decisions.CHUNK", 2)
    upload(office, answer((1, "Brot Alt"), (2, "Zopf")), "erste.json")
    upload(office, answer((1, "Brot Neu"), (3, "Krume"), (4, "Semmel"), (5, "Hefe"), day=2), "zweite.json")
    return SourceRun.objects.first()


def test_many_differences_are_decided_by_the_worker(office, many_differences):
    url = f"{LIST}{many_differences.pk}/"
    answered = office.post(f"{url}entscheiden/", {"decision": "accepted"})
    assert answered.url == url
    assert open_kinds(many_differences) == []
    said = office.get(f"{url}stand/", headers={"HX-Request": "true"})
    assert said.headers["HX-Redirect"] == url
    assert "5 Unterschiede wurden angenommen." in office.get(url).text
    assert AuditEntry.objects.filter(verb="import.accepted", actor_label="Carla Chefin").count() == 1


def test_one_sees_how_far_a_decision_has_got_and_presses_again_in_vain(office, many_differences, waiting):
    url = f"{LIST}{many_differences.pk}/"
    office.post(f"{url}entscheiden/", {"decision": "accepted"})
    page = office.get(url).text
    assert "0 von 5 Unterschieden sind entschieden." in page
    assert "Alle 5 annehmen" not in page
    again = office.post(f"{url}entscheiden/", {"decision": "declined"}, follow=True)
    assert "wird noch ausgeführt" in again.text
    assert DecisionOrder.objects.count() == 1
    part = office.get(f"{url}stand/", headers={"HX-Request": "true"}).text
    assert 'hx-trigger="every 2s"' in part


def test_an_interrupted_decision_goes_on_and_doubles_nothing(office, many_differences, waiting):
    url = f"{LIST}{many_differences.pk}/"
    office.post(f"{url}entscheiden/", {"decision": "accepted"})
    order = DecisionOrder.objects.get()
    real, calls = decisions._decide_in_run, []

    def dies_at_the_second(*args, **details):
        calls.append(args)
        real(*args, **details)
        if len(calls) == 2:
            raise ZeroDivisionError

    broken = patch("kiezkontor.premises.imports.decisions._decide_in_run", dies_at_the_second)
    with broken, pytest.raises(ZeroDivisionError):
        carry_out_order(order.pk, may_try_again=True)
    assert len(open_kinds(many_differences)) == 3
    for _attempt in range(2):
        carry_out_order(order.pk, may_try_again=True)
    assert open_kinds(many_differences) == []
    names = sorted(Organisation.objects.values_list("name", flat=True))
    assert names == ["Brot Neu", "Hefe", "Krume", "Semmel", "Zopf"]


def test_a_decision_whose_worker_died_long_ago_may_be_made_anew(office, many_differences, waiting):
    url = f"{LIST}{many_differences.pk}/"
    office.post(f"{url}entscheiden/", {"decision": "accepted"})
    DecisionOrder.objects.update(ordered_at=timezone.now() - timedelta(hours=1))
    assert "Alle 5 ablehnen" in office.get(url).text
    office.post(f"{url}entscheiden/", {"decision": "declined"})
    carry_out_order(DecisionOrder.objects.get(finished_at=None).pk, may_try_again=False)
    assert open_kinds(many_differences) == []
    assert not Organisation.objects.filter(name="Krume").exists()


def test_deciding_on_many_changes_takes_few_queries_each(office, django_assert_max_num_queries):
    names = [(number, f"Laden {number}") for number in range(1, 60)]
    upload(office, answer(*names), "alle.json")
    upload(office, answer(*[(number, f"{name} Neu") for number, name in names], day=2), "neue.json")
    ids = list(ImportProposal.objects.filter(kind="changed").values_list("pk", flat=True))
    assert len(ids) == 59
    with django_assert_max_num_queries(59 + 60):
        decisions.decide(ids, "accepted", by=system_viewer("import"))
