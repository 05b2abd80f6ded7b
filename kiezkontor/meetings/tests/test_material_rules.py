from io import BytesIO

import pytest
from PIL import Image

from kiezkontor.meetings.rules.materials import MaterialError, kept
from kiezkontor.organisations.tests.builders import picture

PHOTO = picture(40, 30)


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("Folien.PDF", b"%PDF-1.7 ...", ".pdf"),
        ("tabelle.xlsx", b"PK\x03\x04...", ".xlsx"),
        ("notiz.txt", "Grüße".encode("cp1252"), ".txt"),
        ("../../bild.jpeg", PHOTO, ".jpg"),
    ],
)
def test_what_people_read_and_print_is_kept(name, data, ending):
    found = kept(name, data)
    assert found.ending == ending
    assert found.data == data or ending == ".jpg"


def test_pictures_lose_what_cameras_write_into_them():
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Karlstraße 1"
    Image.new("RGB", (20, 20)).save(made, "JPEG", exif=exif)
    with Image.open(BytesIO(kept("bild.jpg", made.getvalue()).data)) as read:
        assert dict(read.getexif()) == {}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("spiel.exe", b"MZ", "ending"),
        ("seite.html", b"<script>", "ending"),
        ("ohne", b"%PDF-1.7", "ending"),
        ("folien.pdf", b"<!DOCTYPE html>", "not_that"),
        ("brief.docx", b"MZ\x90", "not_that"),
        ("notiz.txt", b"MZ\x00", "not_that"),
        ("notiz.txt", b"", "not_that"),
        ("bild.png", b"<svg/>", "not_that"),
        ("bild.jpg", PHOTO[:100], "not_that"),
        ("lang.txt", b"x" * 10_000_001, "too_heavy"),
    ],
)
def test_what_is_something_else_is_not(name, data, code):
    with pytest.raises(MaterialError) as refused:
        kept(name, data)
    assert refused.value.code == code
