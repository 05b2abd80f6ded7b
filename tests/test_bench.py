"""What `kontor bench` measures is what it says: real samples, our own statements, a load that counts."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test import RequestFactory

from kiezkontor.config.bench import bare, fill, load, sample
from kiezkontor.config.folders import ROOT
from kiezkontor.directory.models import Entry

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
