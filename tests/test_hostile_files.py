"""No form that takes a file takes a drawing with a script, a page, a program, a bomb or half a picture."""

import struct
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker

from kiezkontor.organisations.tests.builders import picture
from tests.planted import Planted, planted_once
from tests.test_access import PUBLIC, TABLE, read
from tests.test_visibility import client_of

pytestmark = pytest.mark.django_db

FOLDERS = (
    "ballots",
    "brand",
    "courses",
    "dgs",
    "drafts",
    "exposes",
    "funding",
    "imports",
    "photos",
    "units",
    "vacancies",
    "voices",
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 3.6 billion pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(999))) + chunk(b"IEND", b"")


# What it is → name, type as the browser says it, content.
FILES = {
    "a drawing": ("bild.svg", "image/svg+xml", SVG),
    "a drawing that says it is a photo": ("bild.png", "image/png", SVG),
    "a page": ("bild.jpg", "image/jpeg", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a program": ("bild.jpg", "image/jpeg", b"MZ\x90\x00" + bytes(600)),
    "a bomb": ("bild.png", "image/png", bomb()),
    "half a picture": ("bild.jpg", "image/jpeg", picture(400, 300)[:600]),
    "more than anybody sends": ("bild.jpg", "image/jpeg", picture() + bytes(21_000_000)),
    "nothing": ("bild.jpg", "image/jpeg", b""),
    "a name that leads elsewhere": ("../../../etc/bild.svg", "image/svg+xml", SVG),
}


class FileForm(HTMLParser):
    """A form that takes files. files: names of these fields; refused: those marked as wrong; values: all others.

    action: where the form with the last of these fields leads; empty for the page itself.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.files: list[str] = []
        self.refused: list[str] = []
        self.values: dict[str, str] = {}
        self.action = self.here = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.here = given.get("action", "")
        if tag == "input" and given.get("type") == "file":
            self.files.append(given["name"])
            self.action = self.here
            if given.get("aria-invalid") == "true":
                self.refused.append(given["name"])
        elif tag == "input" and "name" in given and given.get("type") not in {"checkbox", "radio", "submit"}:
            self.values[given["name"]] = given.get("value", "")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with planted_once(django_db_blocker) as planted:
        yield planted


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    """The files of whoever is too quick are not even looked at."""
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)


def forms_with_files(client: Client, world: Planted) -> dict[str, FileForm]:
    """Address → form, of every page of the district that takes a file."""
    found = {}
    for page in sorted((PUBLIC | set(TABLE)) - {"districts:report_received"} - WITH_LINK):
        url = world.address(page, world.own)
        response = read(client, url)
        if response.status_code == 200 and b'type="file"' in getattr(response, "content", b""):
            found[url] = FileForm(response.content.decode())
    return found


WITH_LINK = {page for page in PUBLIC if page.startswith(("organisations:", "outreach:"))}
WITH_LINK |= {"voices:state", "voices:confirm", "vacancies:report_state"}


def stored() -> set[str]:
    there = [folder for folder in FOLDERS if default_storage.exists(folder)]
    return {f"{folder}/{name}" for folder in there for name in default_storage.listdir(folder)[1]}


@pytest.mark.parametrize("name", ["operator", "trader"])
def test_no_form_takes_a_hostile_file(world, name):
    client = client_of(name, world)
    found = forms_with_files(client, world)
    assert found
    before, taken = stored(), []
    for url, form in found.items():
        for field in form.files:
            for what, (file_name, kind, content) in FILES.items():
                sent = form.values | {field: SimpleUploadedFile(file_name, content, content_type=kind)}
                response = client.post(form.action or url, sent)
                if response.status_code != 413 and field not in FileForm(response.content.decode()).refused:
                    taken.append((url, field, what, response.status_code))
    assert taken == []
    assert stored() == before
