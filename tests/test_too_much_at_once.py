"""What people send is measured before it is read: pages without files take none, others as much as they say."""

from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations

pytestmark = pytest.mark.django_db
REPORT, SIGN_IN, IMPORT = "/musterkiez/barriere-melden/", "/konto/anmelden/", "/musterkiez/buero/importe/neu/"
TEN_MEGABYTES = b"x" * 10_000_000


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture(autouse=True)
def kept():
    """Every file Django would begin to keep on disk."""
    begun = []
    with patch("django.core.files.uploadhandler.TemporaryUploadedFile", lambda *args: begun.append(args)):
        yield begun


def file(content=TEN_MEGABYTES):
    return SimpleUploadedFile("riesig.bin", content)


@pytest.mark.parametrize("url", [REPORT, SIGN_IN, "/en" + SIGN_IN, "/musterkiez/inhalt-melden/", "/konto/abmelden/"])
def test_visitors_cannot_fill_the_disk(client, district, kept, url):
    answer = client.post(url, {"message": "Hallo", "anything": file()})
    assert answer.status_code == 413
    words = "nothing was saved" if url.startswith("/en") else "es wurde nichts gespeichert"
    assert words in answer.text
    assert kept == []


def test_a_form_longer_than_any_text_is_refused_before_it_is_read(client, district):
    answer = client.post(REPORT, "message=" + "x" * 6_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_a_small_file_on_a_page_without_files_is_passed_over(client, district, kept):
    answer = client.post(REPORT, {"message": "Hallo", "anything": file(b"x" * 3_000_000)})
    assert answer.status_code == 422
    assert kept == []
    assert not answer.wsgi_request.FILES


def test_visitors_are_asked_to_sign_in_before_their_file_is_read(client, district, kept):
    assert client.post(IMPORT, {"file": file()}).url.startswith(SIGN_IN)
    assert kept == []


def test_who_may_not_import_cannot_upload_either(client, district, kept):
    client.force_login(districts.editor(district))
    assert client.post(IMPORT, {"file": file()}).status_code == 413
    client.force_login(districts.coordinator(districts.district("Fremdkiez")))
    assert client.post(IMPORT, {"file": file()}).status_code == 413
    assert kept == []


@pytest.mark.parametrize(
    ("page", "megabytes"),
    [("importe/neu/", 201), ("quartier/marke/", 3), ("quartier/grenze/", 6), ("eintraege/{entry}/fotos/neu/", 21)],
)
def test_pages_with_files_say_how_much_they_take(client, district, page, megabytes):
    entry = organisations.organisation("Bäckerei Muster")
    client.force_login(districts.coordinator(district))
    url = f"/musterkiez/buero/{page.format(entry=entry.pk)}"
    answer = client.post(url, {}, CONTENT_LENGTH=str(300_000_000))
    assert answer.status_code == 413
    assert f"{max(megabytes, 5)} Megabyte" in answer.text


def test_every_form_with_a_file_says_how_much_it_takes():
    """A page whose form carries files has a view that is marked; no view reads files without the mark."""
    views = [path for path in Path("kiezkontor").rglob("views/*.py") if "request.FILES" in path.read_text("utf-8")]
    assert views
    for path in views:
        readers = [text for text in path.read_text("utf-8").split("\n\n\n") if "request.FILES" in text]
        assert all("@takes_files(" in text for text in readers), path


def test_a_browser_that_lies_about_the_length_is_read_only_that_far(district):
    body = b"message=" + TEN_MEGABYTES
    answer = Client().generic("POST", REPORT, body, "application/x-www-form-urlencoded", CONTENT_LENGTH="12")
    assert answer.status_code == 422
    assert answer.wsgi_request.POST["message"] == "xxxx"
