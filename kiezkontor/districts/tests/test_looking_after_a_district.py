import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import District, DistrictHost, DistrictText, Operator, Programme, Project, Street
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
OFFICE = "/musterkiez/buero/quartier"
RING = [[13.41, 52.465], [13.42, 52.465], [13.42, 52.47], [13.41, 52.47], [13.41, 52.465]]
AREA = {"type": "Polygon", "coordinates": [RING]}


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    """The browser of a coordinator of the district."""
    client.force_login(builders.coordinator(kiez, "Karla Koordination"))
    return client


@pytest.fixture
def operator(client, kiez):
    """The browser of the operator of the installation."""
    client.force_login(person("Otto Operator", is_operator=True))
    return client


def picture(kind="PNG", size=(300, 100)):
    content = BytesIO()
    Image.new("RGB", size, "#13505b").save(content, kind)
    return content.getvalue()


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_coordinator_does_not_learn_of_other_districts_before_they_are_public(office):
    late = builders.district("Spätkiez", is_published=False)
    builders.district("Nachbarkiez")
    text = office.get(f"{OFFICE}/namen/").content.decode()
    assert "Nachbarkiez" in text
    assert "Spätkiez" not in text
    refused = office.post(f"{OFFICE}/namen/", {"name": "Musterkiez", "part_of": late.pk})
    assert refused.status_code == 422


PAGES = ["", "/namen", "/grenze", "/teilbereiche", "/strassen", "/marke", "/buero", "/texte", "/texte/imprint/de"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_coordination_only(client, kiez, page):
    address = f"{OFFICE}{page}/"
    assert client.get(address).status_code == 302
    client.force_login(builders.editor(kiez))
    assert client.get(address).status_code == 403
    client.force_login(builders.coordinator(builders.district("Nachbarkiez")))
    assert client.get(address).status_code == 404
    client.force_login(builders.coordinator(kiez))
    assert client.get(address).status_code == 200


def test_the_overview_lists_what_only_the_office_knows(office, kiez):
    text = office.get(f"{OFFICE}/").content.decode()
    assert "Tragen Sie die Postanschrift des Büros ein" in text
    assert "wer den Anbieter vertritt" in text


def test_names_and_place_are_changed_and_remembered(office, kiez):
    values = {
        "name": "Neuer Kiez",
        "official_name": "QM-Gebiet Neuer Kiez",
        "claim_de": "Nah dran",
        "kind": "programme_area",
        "municipality": "Musterstadt",
        "federal_state": "SN",
        "is_published": "on",
        "languages": ["en"],
    }
    assert office.post(f"{OFFICE}/namen/", values).status_code == 302
    kiez.refresh_from_db()
    assert (kiez.name, kiez.federal_state, kiez.languages) == ("Neuer Kiez", "SN", ["de", "en"])
    entry = AuditEntry.objects.get(verb="district.changed")
    assert entry.actor_label == "Karla Koordination"
    assert entry.detail["changes"]["name"] == {"before": "Musterkiez", "after": "Neuer Kiez"}
    assert "claim_en" not in entry.detail["changes"]
    office.post(f"{OFFICE}/namen/", values)
    assert verbs().count("district.changed") == 1


def test_a_district_cannot_lie_within_its_own_part(office, kiez):
    part = builders.district("Teil", part_of=kiez)
    values = {"name": "x", "kind": "town", "municipality": "x", "federal_state": "SN", "part_of": part.pk}
    answer = office.post(f"{OFFICE}/namen/", values)
    assert answer.status_code == 422
    assert "Ein Quartier kann nicht in sich selbst liegen." in answer.content.decode()


def test_the_office_is_written_as_people_write_it(office, kiez):
    values = {"office_phone": "02366 936 06 21", "office_hours": "Montag bis Donnerstag 9-12 Uhr"}
    assert office.post(f"{OFFICE}/buero/", values).status_code == 302
    kiez.refresh_from_db()
    assert kiez.office_phone == "+4923669360621"
    assert kiez.office_hours == "Mo-Th 09:00-12:00"
    assert "09:00–12:00" in office.get(f"{OFFICE}/buero/").content.decode()


@pytest.mark.parametrize(("field", "value"), [("office_phone", "12"), ("office_hours", "immer mal wieder")])
def test_what_nobody_could_read_is_refused(office, kiez, field, value):
    assert office.post(f"{OFFICE}/buero/", {field: value}).status_code == 422
    kiez.refresh_from_db()
    assert getattr(kiez, field) == ""


def test_a_boundary_is_drawn_before_it_is_saved(office, kiez):
    file = SimpleUploadedFile("grenze.geojson", json.dumps(AREA).encode())
    preview = office.post(f"{OFFICE}/grenze/vorschau/", {"file": file})
    text = preview.content.decode()
    assert preview.status_code == 200
    assert "<svg" in text
    assert "Das ist eine Vorschau" in text
    kiez.refresh_from_db()
    assert kiez.west == builders.WEST
    kept = preview.context["form"].initial["drawn"]
    assert office.post(f"{OFFICE}/grenze/", {"drawn": kept}).status_code == 302
    kiez.refresh_from_db()
    assert (kiez.west, kiez.south, kiez.east, kiez.north) == (13.41, 52.465, 13.42, 52.47)
    assert kiez.boundary["type"] == "Polygon"


@pytest.mark.parametrize(
    ("boundary", "sentence"),
    [
        ("keine Grenze", "Das ist kein GeoJSON"),
        ('{"type": "Point", "coordinates": [13, 52]}', "keine Fläche"),
        ('{"type": "Polygon", "coordinates": [[[4500000, 5800000], [4500100, 5800000], [4500100, 5800100]]]}', "Grad"),
        ("[" * 100_000, "Das ist kein GeoJSON"),
    ],
)
def test_a_boundary_that_is_none_gets_one_sentence(office, kiez, boundary, sentence):
    for address in (f"{OFFICE}/grenze/", f"{OFFICE}/grenze/vorschau/"):
        answer = office.post(address, {"drawn": boundary})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_an_empty_boundary_takes_the_old_one_away(office, kiez):
    assert office.post(f"{OFFICE}/grenze/", {"drawn": ""}).status_code == 302
    kiez.refresh_from_db()
    assert kiez.boundary is None
    assert kiez.box is None


def rows(*values, initial=0):
    data = {"form-TOTAL_FORMS": len(values), "form-INITIAL_FORMS": initial}
    for number, row in enumerate(values):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data


def test_parts_are_added_ordered_and_removed_without_scripts(office, kiez):
    area = json.dumps(AREA)
    first = rows(
        {"name": "Passage", "position": 2, "boundary": area}, {"name": "Markt", "position": 1, "boundary": area}, {}
    )
    assert office.post(f"{OFFICE}/teilbereiche/", first).status_code == 302
    assert [part.name for part in kiez.sub_locations.all()] == ["Markt", "Passage"]
    second = rows({"name": "Markt", "boundary": area}, {"name": "Passage", "boundary": area, "remove": "on"}, initial=2)
    assert office.post(f"{OFFICE}/teilbereiche/", second).status_code == 302
    assert [part.name for part in kiez.sub_locations.all()] == ["Markt"]


def test_a_part_needs_its_own_name_and_a_boundary(office, kiez):
    area = json.dumps(AREA)
    twice = rows({"name": "Markt", "boundary": area}, {"name": "Markt", "boundary": area})
    assert office.post(f"{OFFICE}/teilbereiche/", twice).status_code == 422
    assert office.post(f"{OFFICE}/teilbereiche/", rows({"name": "Markt"})).status_code == 422
    assert not kiez.sub_locations.exists()


def test_streets_are_known_in_every_spelling(office, kiez):
    known = builders.street(kiez, "Karlstraße")
    office.post(f"{OFFICE}/strassen/", {"names": "Karlstr.\nAm Markt\n\n"})
    assert Street.objects.count() == 2
    office.post(f"{OFFICE}/strassen/", {"names": "", "remove": [known.pk]})
    assert [street.name for street in kiez.streets.all()] == ["Am Markt"]
    assert Street.objects.filter(pk=known.pk).exists()
    market = Street.objects.get(name="Am Markt")
    office.post(f"{OFFICE}/strassen/", {"names": "Karlstrasse", "remove": [market.pk]})
    assert [street.name for street in kiez.streets.all()] == ["Karlstraße"]


def test_a_number_no_row_can_have_is_a_street_that_is_not_there(office, kiez):
    known = builders.street(kiez, "Karlstraße")
    answer = office.post(f"{OFFICE}/strassen/", {"names": "Am Markt", "remove": [known.pk, "9" * 23]})
    assert answer.status_code == 422
    assert [street.name for street in kiez.streets.all()] == ["Karlstraße"]


def test_rows_that_a_request_only_claims_are_not_built(office, kiez):
    answer = office.post(f"{OFFICE}/teilbereiche/", rows({"name": "Markt"}) | {"form-TOTAL_FORMS": "9" * 23})
    assert answer.status_code == 422
    assert answer.content.decode().count('name="form-') < 1000


def test_a_brand_is_checked_before_it_is_saved(office, kiez):
    check = office.post(f"{OFFICE}/marke/pruefen/", {"colour": "#13505b", "colour_accent": "#14506e"})
    text = check.content.decode()
    assert "lässt sich kaum von der Markenfarbe unterscheiden" in text
    assert 'fill="#13505b"' in text
    assert " style=" not in text
    kiez.refresh_from_db()
    assert kiez.colour == "#14506e"
    refused = office.post(f"{OFFICE}/marke/", {"colour": "#13505b", "colour_accent": "#14506e"})
    assert refused.status_code == 422
    assert office.post(f"{OFFICE}/marke/", {"colour": "#13505B", "colour_accent": "#F0B541"}).status_code == 302
    kiez.refresh_from_db()
    assert (kiez.colour, kiez.colour_accent) == ("#13505b", "#f0b541")


def test_a_colour_that_does_not_fit_is_answered_with_one_that_does(office):
    refused = office.post(f"{OFFICE}/marke/", {"colour": "#fefefe", "colour_accent": "#13505b"})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Diese Farbe ist fast so weiß wie die Seite" in text
    assert "zu 1" not in text
    (proposal,) = set(re.findall(r'name="colour"\s+value="(#[0-9a-f]{6})">\s*<svg', text))
    assert f"Die nächste passende Farbe ist {proposal}." in text
    tried = office.post(f"{OFFICE}/marke/pruefen/", {"colour": ["#fefefe", proposal], "colour_accent": "#13505b"})
    assert f'name="colour" class="kern-form-input__input" value="{proposal}"' in tried.content.decode()
    assert office.post(f"{OFFICE}/marke/", {"colour": proposal, "colour_accent": "#13505b"}).status_code == 302


def brand(**more):
    return {"colour": "#13505b", "colour_accent": "#f0b541"} | more


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_written_anew(office, kiez, kind):
    upload = SimpleUploadedFile("logo.php", picture(kind, (3000, 500)))
    assert office.post(f"{OFFICE}/marke/", brand(logo=upload, logo_alt="Ein Haus")).status_code == 302
    kiez.refresh_from_db()
    assert kiez.logo.name.endswith(".webp")
    assert kiez.logo.size < 1_000
    with kiez.logo.open() as stored, Image.open(stored) as read:
        assert (read.format, read.width) == ("WEBP", 448)
    assert 'alt="Ein Haus"' in office.get("/musterkiez/ueber-uns/").content.decode()
    assert office.post(f"{OFFICE}/marke/", brand(without_logo="on")).status_code == 302
    kiez.refresh_from_db()
    assert not kiez.logo


@pytest.mark.parametrize(
    "content",
    [b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', b"", picture()[:80], b"x" * 2_000_001],
)
def test_a_file_that_is_no_logo_is_refused(office, kiez, content):
    upload = SimpleUploadedFile("logo.png", content)
    assert office.post(f"{OFFICE}/marke/", brand(logo=upload, logo_alt="x")).status_code == 422
    kiez.refresh_from_db()
    assert not kiez.logo


def test_a_logo_needs_words_for_those_who_do_not_see_it(office, kiez):
    upload = SimpleUploadedFile("logo.png", picture())
    assert office.post(f"{OFFICE}/marke/", brand(logo=upload)).status_code == 422


def test_a_legal_text_is_read_before_it_is_saved_and_the_default_comes_back(office, client, kiez):
    page = office.get(f"{OFFICE}/texte/privacy/de/")
    assert "Das Wichtigste zuerst" in page.context["form"].initial["body"]
    preview = office.post(f"{OFFICE}/texte/privacy/de/vorschau/", {"body": "# Neu\n\n**fett**"})
    assert "<h2>Neu</h2>" in preview.content.decode()
    assert not DistrictText.objects.exists()
    assert office.post(f"{OFFICE}/texte/privacy/de/", {"body": "Eigener Text"}).status_code == 302
    assert "Eigener Text" in client.get("/musterkiez/datenschutz/").content.decode()
    assert "wann der Text zuletzt geprüft" in office.get(f"{OFFICE}/texte/").content.decode()
    assert office.post(f"{OFFICE}/texte/privacy/de/", {"body": " "}).status_code == 302
    assert "Das Wichtigste zuerst" in client.get("/musterkiez/datenschutz/").content.decode()
    assert verbs() == ["district.text_written", "district.text_removed"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_form_of_a_text_saves_the_language_it_shows(office, language):
    page = office.get(f"{OFFICE}/texte/imprint/{language}/").content.decode()
    address = re.search(r'<form method="post" action="([^"]+/imprint/[^"]+)"', page)[1]
    assert office.post(address, {"body": "Eigener Text"}).status_code == 302
    assert DistrictText.objects.get().language == language


def test_each_text_is_read_in_each_language_of_the_district(office, client, kiez):
    found = set(re.findall(r'href="([^"]+)" hreflang', office.get(f"{OFFICE}/texte/").text.partition("<main")[2]))
    assert {"/musterkiez/impressum/", "/musterkiez/en/impressum/", "/musterkiez/leichte-sprache/"} <= found
    assert len(found) == 2 * len(DistrictText.Kind)
    assert {client.get(each).status_code for each in found} == {200}


def test_a_district_that_speaks_german_alone_names_no_english_page(office, kiez):
    kiez.languages = ["de"]
    kiez.save()
    assert 'hreflang="en"' not in office.get(f"{OFFICE}/texte/").text.partition("<main")[2]


@pytest.mark.parametrize("address", ["gedicht/de", "imprint/fr"])
def test_there_are_no_other_texts(office, address):
    assert office.get(f"{OFFICE}/texte/{address}/").status_code == 404


def test_host_names_are_set_by_the_operator_alone(client, kiez):
    client.force_login(builders.coordinator(kiez))
    assert client.get(f"{OFFICE}/hostnamen/").status_code == 403


def test_a_district_answers_to_its_own_names(operator, client, kiez):
    DistrictHost.objects.create(district=builders.district("Nachbarkiez"), host="nachbar.example")
    answer = operator.post(f"{OFFICE}/hostnamen/", {"hosts": "Kiez.example\nwww.kiez.example"})
    assert answer.status_code == 302
    assert client.get("/kontakt/", headers={"host": "kiez.example"}).status_code == 200
    for taken in ("nachbar.example", "testserver", "kein host", "localhost"):
        assert operator.post(f"{OFFICE}/hostnamen/", {"hosts": taken}).status_code == 422
    assert list(kiez.hosts.values_list("host", "is_primary")) == [("kiez.example", True), ("www.kiez.example", False)]


def test_an_operator_begins_a_district(operator, client):
    values = {
        "slug": "neukiez",
        "name": "Neukiez",
        "municipality": "Musterstadt",
        "federal_state": "NW",
        "kind": "centre",
    }
    answer = operator.post("/buero/neues-quartier/", values)
    assert answer.headers["Location"] == "/neukiez/buero/quartier/"
    assert District.objects.get(slug="neukiez").languages == ["de", "en"]
    assert client.get("/neukiez/impressum/").status_code == 200
    for slug in ("neukiez", "buero", "Groß", "a--b"):
        assert operator.post("/buero/neues-quartier/", values | {"slug": slug}).status_code == 422


def test_nobody_else_begins_a_district(client, kiez):
    assert client.get("/buero/neues-quartier/").status_code == 302
    client.force_login(builders.coordinator(kiez))
    assert client.get("/buero/neues-quartier/").status_code == 403


# Projects

PROJECTS = "/musterkiez/buero/projekte"


def facts(kiez, **more):
    return {
        "slug": "plattform",
        "short_name": "Plattform",
        "districts": [kiez.pk],
        "from_on": "2017-01-01",
        "from_precision": "day",
        "until_on": "2018-12-31",
        "stage": "launched",
    } | more


def test_a_project_is_begun_changed_and_shown(office, client, kiez):
    body = Operator.objects.create(name="Träger Muster")
    assert office.post(f"{PROJECTS}/neu/", facts(kiez, operator=body.pk)).status_code == 302
    assert "Träger Muster" in client.get("/musterkiez/projekte/plattform/").content.decode()
    changed = facts(kiez, from_precision="year", from_on="2020-06-15", until_on="")
    preview = office.post(f"{PROJECTS}/plattform/vorschau/", changed)
    assert "seit 2020" in preview.content.decode()
    assert Project.objects.get().from_on.year == 2017
    assert office.post(f"{PROJECTS}/plattform/bearbeiten/", changed).status_code == 302
    project = Project.objects.get()
    assert (project.from_on.month, project.until_on, project.operator) == (1, None, None)
    assert verbs() == ["project.created", "project.changed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_on": "2016-01-01"},
        {"from_on": ""},
        {"districts": []},
        {"slug": "Groß"},
        {"short_name": ""},
    ],
)
def test_a_project_that_cannot_be_is_refused(office, kiez, wrong):
    assert office.post(f"{PROJECTS}/neu/", facts(kiez, **wrong)).status_code == 422
    assert not Project.objects.exists()


def test_an_unknown_beginning_is_said(office, client, kiez):
    office.post(f"{PROJECTS}/neu/", facts(kiez, from_precision="unknown", until_on=""))
    assert "Laufzeit nicht bekannt" in client.get("/musterkiez/projekte/plattform/").content.decode()


def test_a_project_is_not_put_into_a_foreign_district(office, kiez):
    other = builders.district("Nachbarkiez")
    assert office.post(f"{PROJECTS}/neu/", facts(kiez, districts=[kiez.pk, other.pk])).status_code == 422


def test_payers_stand_in_the_order_of_their_numbers(office, client, kiez):
    project = builders.project(kiez, slug="plattform")
    programme = Programme.objects.create(name="Soziale Stadt")
    logo = SimpleUploadedFile("berlin.png", picture())
    first = rows(
        {"position": 2, "kind": "state", "name": "Land Berlin", "logo": logo, "logo_alt": "Land Berlin"},
        {"position": 1, "kind": "federation", "name": "Bund", "programme": programme.pk},
        {"kind": "federation"},
    )
    assert office.post(f"{PROJECTS}/plattform/foerderung/", first).status_code == 302
    assert [payer.name for payer in project.funding_sources.all()] == ["Bund", "Land Berlin"]
    text = client.get("/musterkiez/kontakt/").content.decode()
    assert "Gefördert aus Mitteln des Bundes und des Landes Berlin (Soziale Stadt)." in text
    assert 'alt="Land Berlin"' in text
    bund, land = project.funding_sources.all()
    second = rows(
        {"pk": bund.pk, "position": 2, "kind": "federation", "name": "Bund"},
        {"pk": land.pk, "position": 1, "kind": "state", "name": "Land Berlin", "logo_alt": "Land Berlin"},
        initial=2,
    )
    office.post(f"{PROJECTS}/plattform/foerderung/", second)
    assert [payer.pk for payer in project.funding_sources.all()] == [land.pk, bund.pk]
    assert project.funding_sources.first().logo
    office.post(f"{PROJECTS}/plattform/foerderung/", rows(second and {"name": "Bund", "kind": "federation"}))
    assert project.funding_sources.count() == 1


def test_a_row_of_another_project_is_not_taken_over(office, kiez):
    builders.project(kiez, slug="plattform")
    foreign = builders.project(builders.district("Nachbarkiez"), slug="drueben")
    row = foreign.team.create(name="Ida Drüben")
    office.post(f"{PROJECTS}/plattform/team/", rows({"pk": row.pk, "name": "Umbenannt"}))
    row.refresh_from_db()
    assert row.name == "Ida Drüben"
    assert row.project == foreign


def test_a_team_has_order_and_periods(office, client, kiez):
    project = builders.project(kiez, slug="plattform")
    people = rows(
        {"position": 2, "name": "Adam Alsdann", "role_de": "Öffentlichkeitsarbeit"},
        {"position": 1, "name": "Zoe Zuerst", "from_on": "2020-01-01", "until_on": "2020-12-31"},
    )
    assert office.post(f"{PROJECTS}/plattform/team/", people).status_code == 302
    assert project.team.first().until_on == date(2021, 1, 1)
    assert 'value="2020-12-31"' in office.get(f"{PROJECTS}/plattform/team/").text
    assert [member.name for member in project.team.all()] == ["Zoe Zuerst", "Adam Alsdann"]
    wrong = rows({"name": "Zoe Zuerst", "from_on": "2021-01-01", "until_on": "2020-01-01"})
    assert office.post(f"{PROJECTS}/plattform/team/", wrong).status_code == 422
    assert project.team.count() == 2


def test_operators_and_programmes_are_named_once(office, kiez):
    assert office.post(f"{PROJECTS}/traeger/neu/", {"name": "Träger", "phone": "030 123456"}).status_code == 302
    assert Operator.objects.get().phone == "+4930123456"
    assert office.post(f"{PROJECTS}/traeger/neu/", {"name": "Träger"}).status_code == 422
    assert office.post(f"{PROJECTS}/programme/neu/", {"name": "Initiative"}).status_code == 302
    parent = Programme.objects.get()
    office.post(f"{PROJECTS}/programme/neu/", {"name": "Programm", "parent": parent.pk})
    assert Programme.objects.get(name="Programm").parent == parent
    assert office.post(f"{PROJECTS}/programme/neu/", {"name": "Programm"}).status_code == 422


def test_all_that_is_wrong_with_the_office_is_said_at_once(office):
    wrong = {"office_hours": "irgendwann", "office_phone": "12", "office_email": "keine", "office_postcode": "1"}
    page = office.post(f"{OFFICE}/buero/", wrong)
    assert page.status_code == 422
    assert "4 Angaben stimmen noch nicht" in page.text
    assert "Eine Postleitzahl hat fünf Ziffern" in page.text


def test_a_text_was_not_reviewed_on_a_day_to_come(office):
    page = office.post(f"{OFFICE}/texte/imprint/de/", {"body": "## Impressum", "reviewed_on": "2999-01-01"})
    assert page.status_code == 422
    assert "An diesem Tag kann den Text noch niemand geprüft haben." in page.text
    assert not DistrictText.objects.exists()


@pytest.mark.parametrize("path", ["texte/", "texte/imprint/de/"])
def test_the_texts_are_marked_among_the_sections(office, path):
    assert f'href="{OFFICE}/texte/" aria-current="page">Texte' in office.get(f"{OFFICE}/{path}").text
