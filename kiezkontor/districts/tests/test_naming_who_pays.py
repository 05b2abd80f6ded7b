import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kiezkontor.districts import images
from kiezkontor.districts.rules.funding_sentence import Payer, funding_sentence
from kiezkontor.districts.tests.builders import district, project
from kiezkontor.organisations.tests.builders import picture

SOCIAL_CITY = ("Zukunftsinitiative Stadtteil", "Soziale Stadt")
SOURCES = [Payer("federation", "Bund", SOCIAL_CITY), Payer("state", "Land Berlin", SOCIAL_CITY)]


@pytest.mark.parametrize(
    ("payers", "language", "sentence"),
    [
        ([], "de", ""),
        (
            SOURCES,
            "de",
            "Gefördert aus Mitteln des Bundes und des Landes Berlin "
            "(Zukunftsinitiative Stadtteil, Programm Soziale Stadt).",
        ),
        (
            SOURCES,
            "en",
            "Funded by the German Federal Government and the State of Berlin "
            "(Zukunftsinitiative Stadtteil, programme Soziale Stadt).",
        ),
        (
            [Payer("state", "Freistaat Sachsen"), Payer("eu", "Europäische Union"), Payer("own", "Eigenanteil")],
            "de",
            "Gefördert aus Mitteln des Freistaates Sachsen und der Europäischen Union sowie aus Eigenmitteln.",
        ),
        (
            [Payer("state", "Freistaat Sachsen"), Payer("municipality", "Stadt Stollberg")],
            "en",
            "Funded by the Free State of Saxony and the Town of Stollberg.",
        ),
        (
            [Payer("federation", "Bund"), Payer("other", "Stiftung Musterhaus"), Payer("municipality", "Stadt Herten")],
            "de",
            "Gefördert durch: Bund, Stiftung Musterhaus und Stadt Herten.",
        ),
        (
            [Payer("federation", "Bund"), Payer("municipality", "Eigenanteil der Stadt")],
            "en",
            "Funded by the German Federal Government and the town’s own contribution.",
        ),
        (
            [Payer("municipality", "Eigenanteil des Marktes Murnau")],
            "en",
            "Funded by the Market Town of Murnau’s own contribution.",
        ),
        ([Payer("municipality", "Markt Murnau")], "en", "Funded by the Market Town of Murnau."),
        ([Payer("municipality", "Stadt")], "en", "Funded by the town."),
        ([Payer("municipality", "Eigenanteil Dritter")], "en", "Funded by Eigenanteil Dritter."),
        ([Payer("own", "Eigenmittel")], "de", "Finanziert aus Eigenmitteln."),
        ([Payer("own", "Eigenmittel")], "en", "Financed from own funds."),
        # a name that only begins like a known word is not bent
        ([Payer("municipality", "Stadtwerke Muster")], "de", "Gefördert durch: Stadtwerke Muster."),
    ],
)
def test_the_sentence_names_the_payers_in_printed_order(payers, language, sentence):
    assert funding_sentence(payers, language) == sentence


def test_an_english_page_names_payers_without_a_logo_in_english(client, db):
    kiez = district("Musterkiez")
    made = project(kiez)
    for kind, name in (
        ("state", "Freistaat Bayern"),
        ("municipality", "Eigenanteil des Marktes"),
        ("other", "Stiftung"),
    ):
        made.funding_sources.create(kind=kind, name=name)
    labels = re.findall(r'<span class="funding__label"([^>]*)>([^<]+)<', client.get("/musterkiez/en/").text)
    assert labels == [
        ("", "The Free State of Bavaria"),
        ("", "The market town’s own contribution"),
        (' lang="de"', "Stiftung"),
    ]
    german = re.findall(r'<span class="funding__label"[^>]*>([^<]+)<', client.get("/musterkiez/").text)
    assert german == ["Freistaat Bayern", "Eigenanteil des Marktes", "Stiftung"]


def test_a_payer_without_a_logo_is_named_whatever_the_logo_was_called(client, db):
    made = project(district("Musterkiez"))
    made.funding_sources.create(kind="state", name="Land Berlin", logo_alt="Wappen mit Bär")
    made.funding_sources.create(kind="other", name="Stiftung", logo="funding/haus.webp", logo_alt="Ein Haus")
    page = client.get("/musterkiez/").text
    assert re.findall(r'<span class="funding__label"[^>]*>([^<]+)<', page) == ["Land Berlin"]
    assert 'alt="Ein Haus"' in page
    assert "Wappen mit Bär" not in page


def test_a_logo_whose_metadata_break_their_reader_is_refused(monkeypatch):
    def broken(image):
        raise TypeError("bad operand type for abs(): 'bytes'")

    monkeypatch.setattr(images.ImageOps, "exif_transpose", broken)
    with pytest.raises(ValidationError):
        images.logo_file(SimpleUploadedFile("logo.jpg", picture()))
