"""People are told where an office has their data from, and the office sees who was not."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import LetterRun, OutgoingMail
from kiezkontor.organisations.models import DataNotice
from kiezkontor.organisations.tests.builders import contact, membership, organisation
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/buero/briefe/informieren/"
LETTERS = "/musterkiez/buero/briefe/"


@pytest.fixture
def district():
    return districts.district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def office(client, district):
    client.force_login(districts.editor(district))
    return client


def shop(district, name, **details):
    made = organisation(name, **details)
    premises.used(premises.unit(district, "7", street_name="Karlstraße", postcode="12049", city="Berlin"), made)
    return made


def names(client):
    return [row["organisation"].name for row in client.get(PAGE).context["rows"]]


def test_whoever_stands_behind_an_entry_and_was_not_told_is_listed(office, district):
    shop(district, "Café GmbH")
    shop(district, "Anna Muster", is_sole_trader=True)
    shop(district, "Will Ruhe", is_sole_trader=True, do_not_contact_since=date(2026, 1, 1))
    contact(shop(district, "Radhaus"), district, basis="observation", said_on=date(2026, 3, 1))
    contact(shop(district, "Sagt selbst"), district, basis="owner", said_on=date(2026, 3, 1))
    assert sorted(names(office)) == ["Anna Muster", "Radhaus"]
    page = office.get(PAGE).text
    assert "bis 29.03.2026" in page
    assert "überfällig" in page
    assert "Hinter 2 Einträgen stehen Menschen" in office.get(LETTERS).text


def test_the_sheet_handed_over_is_noted_for_those_who_are_ticked(office, district):
    anna, bert = (shop(district, name, is_sole_trader=True) for name in ("Anna Muster", "Bert Muster"))
    foreign = organisation("Nebenan", is_sole_trader=True)
    office.post(PAGE, {"told": [anna.pk, foreign.pk, "x", "9" * 30]})
    told = DataNotice.objects.get()
    assert (told.organisation, told.way, told.on) == (anna, "hand", timezone.localdate())
    assert names(office) == [bert.name]


def test_an_invitation_says_where_to_read_it_and_counts(office, district):
    anna = shop(district, "Anna Muster", is_sole_trader=True)
    office.post(f"/musterkiez/buero/eintraege/{anna.pk}/einladen/", {"email": "anna@example.org", "language": "de"})
    assert "/musterkiez/woher-wir-daten-haben/" in OutgoingMail.objects.get(to="anna@example.org").text
    assert DataNotice.objects.get().way == "mail"


def test_letters_say_it_on_their_back_and_count_once_the_file_was_taken(office, district):
    anna = shop(district, "Anna Muster", is_sole_trader=True)
    wanted = {"status": "", "language": "de"}
    office.post(LETTERS, wanted | {"sure": office.post(LETTERS, wanted).context["sure"]})
    run = LetterRun.objects.get()
    assert not DataNotice.objects.exists()
    file = office.post(f"{LETTERS}{run.pk}/briefe.pdf").content
    front, back = (page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    assert "Ihr Eintrag im Verzeichnis" in front
    assert "Artikel 14 DSGVO" in back
    assert "/musterkiez/datenschutz/" in back.replace("\n", "")
    assert DataNotice.objects.get().organisation == anna


@pytest.mark.parametrize(("public_body", "letter"), [(True, "Buchstabe e"), (False, "Buchstabe f")])
def test_everybody_reads_it_with_the_basis_that_holds_here(client, district, public_body, letter):
    district.is_public_authority = public_body
    district.save()
    page = client.get("/musterkiez/woher-wir-daten-haben/").text
    assert letter in page
    assert "buero@example.org" in page
    assert "Article 14 GDPR" in client.get("/musterkiez/en/woher-wir-daten-haben/").text


def test_what_one_office_told_does_not_count_for_another(client, district):
    anna = shop(district, "Anna Muster", is_sole_trader=True)
    neighbours = districts.district("Nachbarkiez")
    membership(anna, neighbours)
    DataNotice.objects.create(district=neighbours, organisation=anna, way="hand", on=timezone.localdate())
    client.force_login(districts.editor(district))
    assert names(client) == ["Anna Muster"]


def test_the_month_begins_with_what_is_known_first(office, district):
    radhaus = shop(district, "Radhaus")
    contact(radhaus, district, basis="public_source", said_on=timezone.localdate() - timedelta(days=3))
    contact(radhaus, district, basis="observation", said_on=timezone.localdate() - timedelta(days=40))
    (row,) = office.get(PAGE).context["rows"]
    assert row["due_on"] == timezone.localdate() - timedelta(days=12)
