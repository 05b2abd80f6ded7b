"""What `kontor bench` measures is what it says: real samples, our own statements, a load that counts."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from kiezkontor.config import web_server
from kiezkontor.config.bench import bare, calendar, content, fill, load, meeting, parts, questions, sample, walk
from kiezkontor.config.folders import ROOT
from kiezkontor.config.management.commands import bench_site
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.shared.errors import ActionRefused

DATA = ROOT / "demo" / "data"


@pytest.mark.parametrize("total", [1_000, 100_000, 1_000_000])
def test_a_country_is_divided_into_districts_without_remainder(total):
    found = sample.districts(total)
    assert sum(district.shops for district in found) == total
    assert len({district.slug for district in found}) == len(found)
    assert all(district.shops <= 1_500 for district in found[1:])


def test_the_same_district_is_drawn_the_same_each_time():
    shops, streets = sample.real_shops(DATA), sample.real_streets(DATA)
    wanted = sample.Wanted("bench-1", 90)
    first = list(sample.elements(wanted, 0, shops, streets))
    assert first == list(sample.elements(wanted, 0, shops, streets))
    assert len({node["id"] for node in first}) == 90
    assert all(node["tags"]["name"] for node in first)


@pytest.mark.django_db
def test_a_bare_page_sends_the_statements_of_ours(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    report = fill.fill(90, data=DATA, say=lambda message: None)
    assert report["organisations"] == Entry.objects.count() == 90
    monkeypatch.setenv("KONTOR_DATA", str(tmp_path))
    monkeypatch.setattr(bare, "statements", {})
    bare.load()
    taken = parts.measure(District.objects.get())
    assert taken.keys() == {"search", "facets", "box"}
    assert all(0 < each["p50"] <= each["p95"] for each in taken.values())
    path = (tmp_path / "bench" / "list.paths").read_text().split()[0]
    page = bare.same_statements(RequestFactory().get(path)).content.decode()
    assert Entry.objects.order_by("pk").first().street in page


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


def test_the_bundled_client_counts_answers_and_failures(tmp_path, monkeypatch):
    monkeypatch.setattr(load.shutil, "which", lambda name: None)
    paths = Path(tmp_path / "paths")
    paths.write_text("/\n/missing\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        found = load.put_load_on(f"http://127.0.0.1:{server.server_address[1]}", paths, connections=2, seconds=0.3)
    finally:
        server.shutdown()
    assert found.requests > 2
    assert 0 < found.failed < found.requests
    assert found.bytes == 2 * found.requests
    assert found.p50 <= found.p95 <= found.p99


TABLE = """ref,name,category,street,number,postcode,city,lat,lon,phone,opening_hours,text
1,Bäckerei Sonne,Bäckerei,Marktstraße,1,12345,Musterstadt,52.5,13.4,030 1234567,Mo-Fr 06:00-18:00,Brot vom Steinofen.
2,Café Mond,Café,Marktstraße,2,12345,Musterstadt,52.5001,13.4001,,,"Kuchen, abends Lesungen."
3,Optik Stern,Optiker,Marktstraße,3,12345,Musterstadt,52.5002,13.4002,,,
"""


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


@pytest.mark.django_db
def test_a_table_of_others_is_served_with_its_texts_at_the_written_addresses(tmp_path, client, table):
    assert content.fill_from(table, say=str)["stored"]["new_organisations"] == 3
    content.write_paths(tmp_path / "paths", words=["Steinofen", "Lesungen"], rows=2)
    paths = {file.name: file.read_text().split() for file in (tmp_path / "paths").iterdir()}
    assert paths.keys() == {"list", "search", "detail", "json", "feed"}
    pages = {path: client.get(path) for kind in paths.values() for path in kind}
    assert {page.status_code for page in pages.values()} == {200}
    found = [[name for name in NAMES if name in pages[path].content.decode()] for path in paths["search"]]
    assert found == [["Bäckerei Sonne"], ["Café Mond"]]
    assert len(pages[paths["json"][0]].json()["items"]) == 2


NAMES = ("Bäckerei Sonne", "Café Mond", "Optik Stern")


@pytest.mark.django_db
def test_a_table_that_is_there_already_is_not_stored_again(table):
    content.fill_from(table, say=str)
    told: list[str] = []
    assert content.fill_from(table, say=told.append)["unchanged"]
    assert Entry.objects.count() == 3
    assert not [line for line in told if "texts" in line]


@pytest.mark.django_db
def test_an_installation_in_use_is_not_filled_with_a_table_of_others(table):
    districts.district("Musterkiez", slug="kiez")
    with pytest.raises(ActionRefused):
        content.fill_from(table, say=str)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_pages_of_json_asked_for_are_as_large_as_pages_of_the_list_and_differ(client, tmp_path, settings):
    settings.DATA = tmp_path
    fill.fill(100, data=DATA, say=str)
    paths = questions.paths_of(District.objects.get())["json"]
    pages = [client.get(path).json()["items"] for path in paths]
    assert [len(page) for page in pages] == [40] * len(pages)
    assert len({page[0]["id"] for page in pages}) == len(paths) == 2


def test_a_site_to_be_measured_keeps_no_page(tmp_path, monkeypatch):
    """The process it becomes reads its settings anew; pages it kept would make it look a hundred times as fast."""
    started = {}
    monkeypatch.setattr(bench_site.content, "fill_from", lambda file, **_more: {})
    monkeypatch.setattr(bench_site.content, "write_paths", lambda folder, **_more: None)
    for step in ("frontend", "collected"):
        monkeypatch.setattr(bench_site.setup, step, lambda *_told: None)
    monkeypatch.setattr(bench_site.web_server, "require_free", lambda *_where: None)
    monkeypatch.setattr(bench_site.os, "execve", lambda _file, program, environment: started.update(locals()))
    call_command("bench_site", tmp_path / "table.csv", paths=tmp_path, port=8123)
    assert started["program"] == web_server.arguments(web_server.HOST, 8123)
    told = [sys.executable, "-c", "from django.conf import settings; print(settings.PUBLISHED)"]
    assert subprocess.run(told, env=started["environment"], cwd=ROOT, capture_output=True, text=True).stdout == "None\n"


def test_a_walk_is_measured_in_a_browser_or_says_that_there_is_none(monkeypatch):
    monkeypatch.setattr(walk.chromium, "find", lambda: None)
    with pytest.raises(CommandError, match="kontor test browser"):
        walk.measured()


@pytest.mark.django_db
def test_the_round_to_be_measured_is_in_the_field_and_somebody_walks_it(client, monkeypatch):
    monkeypatch.setattr(walk, "UNITS", 3)
    client.cookies["sessionid"] = walk.round_to_walk()
    assert [each["number"] for each in client.get("/walk/buero/begehung/gruss/").json()["rounds"]] == [2, 1]
    packed = client.post("/walk/buero/begehung/2/mitnehmen/", {}, content_type="application/json").json()
    assert [unit["done"] for unit in packed["units"]] == [False] * 3


@pytest.mark.django_db
def test_the_meeting_to_be_measured_goes_on_and_somebody_writes(client):
    going_on, session = meeting.meeting_to_follow()
    told = client.get(f"/sitzung/sitzung/{room.token_of(going_on)}/mitlesen/stand/")
    assert (told.status_code, "ETag" in told.headers) == (200, True)
    client.cookies["sessionid"] = session
    item = going_on.items.order_by("-position")[0]
    written = client.post(f"/sitzung/buero/sitzungen/punkte/{item.pk}/text/", {"minutes": "Ja", "version": 0})
    assert written.status_code == 302


def test_of_a_hundred_answers_five_may_take_longer():
    assert meeting.spread([]) == {"count": 0}
    assert meeting.spread([float(number) for number in range(100, 0, -1)]) == {
        "count": 100,
        "p50": 50.5,
        "p95": 96.0,
        "most": 100.0,
    }


@pytest.mark.django_db
def test_a_calendar_is_measured_with_the_same_statements_however_long_it_is(monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    monkeypatch.setattr(calendar, "REPEATS", 2)
    found = calendar.measured(300)
    counts = {name: (page["statements_few"], page["statements_many"]) for name, page in found["pages"].items()}
    assert {name: pair for name, pair in counts.items() if pair[0] != pair[1] or not pair[0]} == {}
    assert all(page["p95"] > 0 for page in found["pages"].values())
