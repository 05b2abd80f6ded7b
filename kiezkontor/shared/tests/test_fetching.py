"""Reading from other websites leads nowhere into our own network."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kiezkontor.shared import fetching
from kiezkontor.shared.fetching import NotFetched, Trouble, fetch, is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("no address", False),
    ],
)
def test_only_the_public_internet_is_connected_to(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://kalender.example/a.ics",
        "gopher://kalender.example/",
        "webcal://kalender.example/a.ics",
        "http://kalender.example:22/",
        "https://kalender.example:8443/",
        "http://kalender.example:x/",
        "http://anna:geheim@kalender.example/",
        "http:///a.ics",
        "//kalender.example/a.ics",
        "kalender.example/a.ics",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_other_addresses_are_not_read(url):
    with pytest.raises(NotFetched) as refused:
        fetch(url)
    assert refused.value.trouble == Trouble.ADDRESS


class Site(BaseHTTPRequestHandler):
    """A website of tests; `ways` says what lies where."""

    ways: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[tuple[str, dict[str, str]]] = []

    def do_GET(self) -> None:
        Site.asked.append((self.path, dict(self.headers.items())))
        status, headers, body = Site.ways.get(self.path, (404, {}, b""))
        if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch) -> Iterator[str]:
    """Answers at the names *.example, whose addresses count as public."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port, known = server.server_address[1], socket.getaddrinfo
    Site.ways, Site.asked = {}, []

    def lookup(host, asked_port, *args, **kwargs):
        if host.endswith(".example"):
            inside = "10.0.0.7" if host.startswith("innen") else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inside, port))]
        return known(host, asked_port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setitem(fetching.PORTS, "http", port)
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    yield "http://kalender.example"
    server.shutdown()
    server.server_close()


def test_a_calendar_is_read_and_asked_again_only_for_what_is_new(site):
    Site.ways["/a.ics"] = (200, {"ETag": '"eins"', "Last-Modified": "Mon, 01 Mar 2027 10:00:00 GMT"}, b"BEGIN")
    first = fetch(f"{site}/a.ics")
    assert (first.body, first.etag) == (b"BEGIN", '"eins"')
    again = fetch(f"{site}/a.ics", etag=first.etag, changed=first.changed)
    assert again.body is None
    assert Site.asked[0][1]["Host"] == "kalender.example"
    assert Site.asked[1][1]["If-Modified-Since"] == "Mon, 01 Mar 2027 10:00:00 GMT"


def test_redirects_are_followed_as_carefully_as_the_first_address(site):
    Site.ways |= {
        "/alt": (301, {"Location": "/neu"}, b""),
        "/neu": (200, {}, b"da"),
        "/innen": (302, {"Location": "http://innen.example/"}, b""),
        "/datei": (302, {"Location": "file:///etc/passwd"}, b""),
        "/kreis": (302, {"Location": "/kreis"}, b""),
        "/keine": (302, {"Location": "http://["}, b""),
    }
    assert fetch(f"{site}/alt").body == b"da"
    for path, trouble in (
        ("/innen", Trouble.ADDRESS),
        ("/datei", Trouble.ADDRESS),
        ("/kreis", Trouble.UNREACHABLE),
        ("/keine", Trouble.UNREACHABLE),
    ):
        with pytest.raises(NotFetched) as refused:
            fetch(f"{site}{path}")
        assert refused.value.trouble == trouble


def test_what_is_too_large_or_missing_is_named(site, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    Site.ways |= {"/gross": (200, {}, b"x" * 5000), "/halb": (200, {"Content-Length": "90"}, b"x" * 20)}
    for path, trouble, status in (
        ("/gross", Trouble.TOO_LARGE, 0),
        ("/halb", Trouble.UNREACHABLE, 0),
        ("/weg", Trouble.STATUS, 404),
    ):
        with pytest.raises(NotFetched) as refused:
            fetch(f"{site}{path}")
        assert (refused.value.trouble, refused.value.status) == (trouble, status)


def test_a_website_that_never_ends_is_given_up(monkeypatch):
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    monkeypatch.setitem(fetching.PORTS, "http", port)
    monkeypatch.setattr(fetching, "is_public", lambda _address: True)
    with pytest.raises(NotFetched) as refused:
        fetch("http://127.0.0.1/", seconds=0.3)
    assert refused.value.trouble == Trouble.TOO_SLOW
    listening.close()


def test_a_website_that_sends_a_letter_now_and_then_is_given_up(monkeypatch):
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _where = listening.accept()
        try:
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                line.sendall(b"x")
                time.sleep(0.05)
        except OSError:
            line.close()

    threading.Thread(target=drip, daemon=True).start()
    monkeypatch.setitem(fetching.PORTS, "http", listening.getsockname()[1])
    monkeypatch.setattr(fetching, "is_public", lambda _address: True)
    began = time.monotonic()
    with pytest.raises(NotFetched) as refused:
        fetch("http://127.0.0.1/", seconds=0.4)
    assert refused.value.trouble == Trouble.TOO_SLOW
    assert time.monotonic() - began < 3
    listening.close()
