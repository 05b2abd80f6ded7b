"""The area monitoring sheet, as a council gets it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.surveys.tests.walks import AFTER, BEFORE, FIRST, SECOND, freeze

pytestmark = pytest.mark.django_db
OFFICE = "/kiez/buero/bestandsaufnahmen/2/gebietsmonitoring.pdf"
PUBLIC = "/kiez/bestandsaufnahme/2/gebietsmonitoring.pdf"


def read(client, path):
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(response.content))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def kiez(walked):
    walked(1, FIRST, *BEFORE)
    walked(2, SECOND, *AFTER)
    kiez = District.objects.get()
    project = districts.project(kiez)
    project.funding_sources.create(kind="federation", name="Bund")
    return kiez


def test_the_office_takes_a_tagged_sheet_to_the_council(kiez, client):
    freeze(1), freeze(2)
    client.force_login(districts.coordinator(kiez))
    assert f'href="{OFFICE}?since=1"' in client.get("/kiez/buero/bestandsaufnahmen/2/").content.decode()
    pdf = read(client, OFFICE)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "de"
    assert 1 <= len(pdf.pages) <= 2
    told = text_of(pdf)
    for words in ("Gebietsmonitoring", "Stichtag: 1. Februar 2018", "Nutzungsstruktur", "Wie gezählt wurde", "sha256:"):
        assert words in told
    last = pdf.pages[-1].extract_text()
    assert "Wie gezählt wurde" in last
    assert "sha256:" in last
    assert "1 von 7 Einheiten" in told
    assert "Bund" in told
    assert "Blumen Muster" not in told


def test_a_sheet_of_a_frozen_round_is_the_same_file_again(kiez, client):
    freeze(1), freeze(2)
    client.force_login(districts.coordinator(kiez))
    assert client.get(OFFICE).content == client.get(OFFICE).content


def test_a_round_in_the_field_says_that_it_may_change(kiez, client):
    client.force_login(districts.coordinator(kiez))
    assert "noch nicht eingefroren" in text_of(read(client, OFFICE))


def test_everybody_gets_the_sheet_of_a_published_round_without_small_numbers(kiez, client):
    freeze(1, publish=True)
    assert client.get(PUBLIC).status_code == 404
    freeze(2, publish=True)
    told = text_of(read(client, PUBLIC))
    assert "Ein Strich steht für eine oder zwei Einheiten" in told
    assert "Frühwarnung" not in told
    english = read(client, PUBLIC.replace("/kiez/", "/kiez/en/"))
    assert "Area monitoring" in text_of(english)
    assert english.trailer["/Root"]["/Lang"] == "en"
