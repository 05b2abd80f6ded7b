"""What an office is told before and after it brings a table."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import translation

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises import table_help
from kiezkontor.premises.models import Unit
from kiezkontor.premises.rules import table_values
from kiezkontor.premises.rules.table_headings import GERMAN, headings

pytestmark = pytest.mark.django_db
NEW = "/musterkiez/buero/importe/neu/"
TEMPLATE = "/musterkiez/buero/importe/vorlage.csv"
BAD = "Straße;Hausnummer;Name;Belegung\n" + "".join(f"Karlstr.;{number};Ilm;bewohnt\n" for number in range(1, 4))


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district, settings, tmp_path):
    settings.DATA = tmp_path
    client.force_login(districts.coordinator(district))
    return client


def upload(office, text, encoding="utf-8"):
    return office.post(NEW, {"file": SimpleUploadedFile("liste.csv", text.encode(encoding))})


def test_the_template_is_offered_filled_in_and_read(office):
    page = office.get(NEW).text
    assert f'href="{TEMPLATE}"' in page
    for heading, name in (("Straße", "street"), ("Fläche in m²", "area_sqm")):
        assert f">{heading}</th>" in page
        assert f">{name}</td>" in page
    answer = office.get(TEMPLATE)
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Vorlage.csv"
    first, example = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert list(headings(first).columns.values()) == list(GERMAN)
    own = ["Karlstraße", "5", "", "1", "Laden", "", "Bäckerei", "belegt", "2019", "80", "", "52.47", "13.42", ""]
    lines = [";".join(cells) for cells in (first, example, own)]
    shown = office.get(upload(office, "\n".join(lines)).url).text
    assert "Zeile 2: Das ist die Beispielzeile der Vorlage; sie wurde nicht übernommen." in shown
    assert Unit.objects.get().street_name == "Karlstraße"


def test_a_finished_import_leads_to_what_came_of_it(office):
    page = office.get(upload(office, "Straße;Hausnummer;Belegung\nKarlstraße;5;leer\n").url).text.partition("<main")[2]
    assert 'href="/musterkiez/buero/einheiten/"' in page
    assert 'href="/musterkiez/buero/eintraege/"' in page


def test_equal_problems_are_told_together_and_name_the_heading_of_the_file(office):
    shown = office.get(upload(office, BAD).url).text
    assert "In 3 Zeilen, Spalte „Belegung“: Das Wort „bewohnt“ wird nicht verstanden." in shown
    assert "Es sind die Zeilen 2–4." in shown
    assert len(SourceRun.objects.get().problems) == 1


def test_a_thousand_different_words_are_told_in_a_few_sentences_that_name_every_row(office):
    rows = "".join(f"Karlstr.;{number};Ilm;wort{number}\n" for number in range(1, 2001))
    upload(office, f"Straße;Hausnummer;Name;Belegung\n{rows}")
    *single, rest = SourceRun.objects.get().problems
    assert single[0].startswith("Zeile 2, Spalte „Belegung“: Das Wort „wort1“ wird nicht verstanden.")
    assert len(single) == 20
    assert rest.startswith("Und 1.980 weitere dieser Art in der Spalte „Belegung“, zum Beispiel: Das Wort „wort21“")
    assert rest.endswith("Es sind die Zeilen 22–2001.")


def test_the_command_tells_the_same(tmp_path, district, capsys):
    file = tmp_path / "liste.csv"
    file.write_text(BAD, encoding="utf-8")
    call_command("import_table", str(file), "--district", "musterkiez")
    said = capsys.readouterr()
    (problem,) = json.loads(said.out)["problems"]
    assert problem.startswith("In 3 Zeilen, Spalte „Belegung“:")
    assert problem in said.err


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_table_saved_in_another_encoding_is_told_how_to_save_it(office, encoding):
    answer = upload(office, BAD, encoding)
    assert answer.status_code == 422
    assert "bitte speichern Sie sie als „CSV UTF-8“." in answer.text


def test_a_table_with_headings_nobody_understands_is_told_which_are_needed(office):
    asked = upload(office, "Betrieb;Ort der Handlung\nIlm;Ecke\n").url
    page = office.post(f"{asked}spalten/", {"column_0": "name", "column_1": "-"})
    assert page.status_code == 422
    assert "In der ersten Zeile der Datei steht: Betrieb, Ort der Handlung." in page.text
    assert "Überschriften wie Straße, Hausnummer, Name und Belegung" in page.text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("field", "read"),
    [("occupancy", table_values.occupancy), ("use_class", table_values.use_class), ("position", table_values.position)],
)
def test_the_words_the_page_names_are_understood(field, read, language):
    with translation.override(language):
        hint = str(table_help.HINTS[field])
    words = hint.partition(";")[0].replace(" oder eigene Worte", "").replace(" or words of your own", "").rstrip(".")
    understood = {*table_values.OCCUPANCIES, *table_values.USE_CLASSES, *table_values.POSITIONS}
    assert all(read(word) in understood for word in words.split(", "))


def test_a_row_with_a_street_alone_goes_in_without_a_house_and_the_page_says_so(office):
    page = office.get(NEW).text
    assert "nach Straße und Hausnummer, wenigstens nach der Straße" in page
    assert "ohne sie steht die Einheit an der Straße, aber in keinem Haus." in page
    text = "Straße;Hausnummer;Name;Breitengrad;Längengrad\nKarlstraße;;Ilm;;\nKarlstraße;;Ohm;52.47;13.42\n"
    shown = office.get(upload(office, text).url).text
    assert "Zeile 2, Spalte „Hausnummer“: Die Zeile hat eine Straße, aber keine Hausnummer;" in shown
    assert "Zeile 3" not in shown
    assert list(Unit.objects.values_list("street_name", "house_number", "address")) == [("Karlstraße", "", None)] * 2
