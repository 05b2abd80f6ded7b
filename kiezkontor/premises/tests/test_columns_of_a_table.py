"""A table comes with headings of its own; the office says what they mean, as the command does with --mapping."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation, SourceRun
from kiezkontor.premises import uploads
from kiezkontor.premises.actions.uploads import read_upload
from kiezkontor.premises.models import Observation, Unit

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/importe/"
HEADING = "Betrieb,Anschrift,Sorte,Telefonnummer,Takeaway"
ROWS = (
    'Aida,"Knesebeckstraße 3, 10623 Berlin",restaurant,030 31806750,yes\nNgo,"Kantstraße 30, 10623 Berlin",café,,no\n'
)
MEANING = ["name", "address", "category", "phone", ""]


@pytest.fixture
def district():
    return districts.district("Musterkiez", boundary=None)


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


def upload(client, content, name="liste.csv", **details):
    return client.post(f"{LIST}neu/", {"file": SimpleUploadedFile(name, content), **details}, follow=True)


def said(meaning):
    return {f"column_{number}": field or "-" for number, field in enumerate(meaning)}


def assign(client, run, meaning):
    return client.post(f"{LIST}{run.pk}/spalten/", said(meaning), follow=True)


TABLE = f"{HEADING}\n{ROWS}".replace("restaurant", "amenity=restaurant").replace("café", "amenity=cafe").encode()


def as_sheet(content):
    book = Workbook()
    for row in csv.reader(content.decode().splitlines()):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["liste.csv", "liste.xlsx"])
def test_the_office_says_what_the_columns_hold(office, name):
    page = upload(office, as_sheet(TABLE) if name.endswith("xlsx") else TABLE, name)
    run = SourceRun.objects.get()
    assert run.status == "asking"
    assert f"{LIST}{run.pk}/spalten/" in page.text
    assert not Unit.objects.exists()
    asked = office.get(f"{LIST}{run.pk}/spalten/").text
    assert "Betrieb" in asked
    assert "Zum Beispiel: Aida; Ngo" in asked
    assert re.findall(r'<option value="([\w-]*)" selected', asked) == ["name", "address", "-", "phone", "-"]
    done = assign(office, run, MEANING)
    assert "2 Einträge des Quartiers sind jetzt öffentlich zu sehen" in done.text
    aida = Organisation.objects.get(name="Aida")
    assert (aida.phone, aida.category_id) == ("+493031806750", "amenity=restaurant")
    assert set(Unit.objects.values_list("street_name", "house_number")) == {
        ("Knesebeckstraße", "3"),
        ("Kantstraße", "30"),
    }
    assert uploads.path_of(run.pk) is None
    assert AuditEntry.objects.filter(verb="source.columns_assigned", actor_label="Carla Chefin").count() == 1


def test_page_and_command_read_the_same(office, tmp_path):
    upload(office, TABLE)
    assign(office, SourceRun.objects.get(), MEANING)
    (tmp_path / "liste.csv").write_bytes(TABLE)
    (tmp_path / "mapping.toml").write_text(
        'Betrieb="name"\nAnschrift="address"\nSorte="category"\nTelefonnummer="phone"\nTakeaway=""\n', encoding="utf-8"
    )
    arguments = [str(tmp_path / "liste.csv"), "--district", "musterkiez", "--mapping", str(tmp_path / "mapping.toml")]
    call_command("import_table", *arguments)
    assert SourceRun.objects.count() == 1
    assert Observation.objects.count() == 2


def test_a_table_with_headings_we_know_is_read_at_once(office):
    upload(office, b"Name;Branche;Stra\xc3\x9fe;Hausnummer\nKern;Friseur;Weserstr.;1\n")
    assert SourceRun.objects.get().status == "done"


def test_the_next_table_is_proposed_what_the_last_one_meant(office):
    upload(office, TABLE)
    assign(office, SourceRun.objects.get(), MEANING)
    upload(office, TABLE.replace(b"Aida", b"Amun"), "naechste.csv")
    asked = office.get(f"{LIST}{SourceRun.objects.first().pk}/spalten/").text
    chosen = re.findall(r'<option value="([\w-]*)" selected', asked)
    assert chosen == ["name", "address", "category", "phone", "-"]


def test_the_same_table_is_read_again_only_with_another_meaning(office):
    upload(office, TABLE)
    assign(office, SourceRun.objects.get(), MEANING)
    upload(office, TABLE)
    run = SourceRun.objects.first()
    again = assign(office, run, MEANING)
    assert again.status_code == 422
    assert "Diese Tabelle wurde für diesen Tag schon gelesen." in again.text
    assign(office, run, ["name", "address", "category", "", "note"])
    run.refresh_from_db()
    assert run.status == "done"
    assert Unit.objects.count() == Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("meaning", "sentence"),
    [
        (["name", "name", "category", "", ""], "Eine andere Spalte, „Betrieb“, enthält das schon."),
        (["name", "", "category", "", ""], "Keine Spalte sagt verständlich, wo"),
        (["name", "nonsense", "", "", ""], "nonsense"),
    ],
)
def test_what_cannot_be_read_is_said_before(office, meaning, sentence):
    upload(office, TABLE)
    run = SourceRun.objects.get()
    page = assign(office, run, meaning)
    assert page.status_code == 422
    assert sentence in page.text
    run.refresh_from_db()
    assert run.status == "asking"


def test_a_table_that_asks_keeps_nobody_from_importing_and_may_be_given_up(office):
    upload(office, TABLE)
    run = SourceRun.objects.get()
    read_upload(run.pk, with_map=False, may_try_again=True)
    assert uploads.path_of(run.pk) is not None
    upload(office, b"Name;Stra\xc3\x9fe;Hausnummer\nKern;Weserstr.;1\n", "andere.csv")
    assert SourceRun.objects.first().status == "done"
    given_up = office.post(f"{LIST}{run.pk}/verwerfen/", follow=True)
    assert "Die Tabelle wurde verworfen" in given_up.text
    assert uploads.path_of(run.pk) is None
    late = assign(office, run, MEANING)
    assert "bevor sie gelesen wurde" in late.text
    assert Organisation.objects.count() == 1


def test_a_table_nobody_answered_for_is_given_up_after_a_week(office):
    upload(office, TABLE)
    run = SourceRun.objects.get()
    SourceRun.objects.update(started_at=timezone.now() - timedelta(days=8))
    upload(office, TABLE.replace(b"Aida", b"Amun"), "naechste.csv")
    run.refresh_from_db()
    assert run.status == "failed"
    assert uploads.path_of(run.pk) is None


def test_a_table_that_stopped_in_the_middle_goes_on_as_it_was_begun(office):
    upload(office, TABLE)
    run = SourceRun.objects.get()
    assign(office, run, MEANING)
    SourceRun.objects.update(status="failed", done=1)
    upload(office, TABLE)
    assert SourceRun.objects.get().status == "done"
    assert Observation.objects.count() == 2


def test_who_only_walks_the_district_is_not_asked(office, client, district):
    upload(office, TABLE)
    run = SourceRun.objects.get()
    client.force_login(districts.field_worker(district))
    assert client.get(f"{LIST}{run.pk}/spalten/").status_code == 403
    page = client.get(f"{LIST}{run.pk}/").text
    assert "/spalten/" not in page
    assert client.post(f"{LIST}{run.pk}/verwerfen/").status_code == 403


def test_headings_whose_language_is_known_say_it_where_the_page_speaks_another_one(office):
    upload(office, b"Stra\xc3\x9fe;Hausnummer;Name;phone;Sorte\nMusterstr.;1;Aida;030 1;x\n")
    run = SourceRun.objects.get()
    labels = {}
    for language in ("", "en/"):
        page = office.get(f"/musterkiez/{language}buero/importe/{run.pk}/spalten/").text
        labels[language] = re.findall(r'<label class="kern-label" for="id_column_\d">\s*(.*?)\s*</label>', page)
    assert labels[""] == ["Straße", "Hausnummer", "Name", '<span lang="en">phone</span>', "Sorte"]
    german = ['<span lang="de">Straße</span>', '<span lang="de">Hausnummer</span>']
    assert labels["en/"] == [*german, "Name", "phone", "Sorte"]
