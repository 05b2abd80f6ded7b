from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kiezkontor.districts.models import (
    DistrictHost,
    DistrictText,
    FundingSource,
    Operator,
    Programme,
    SubLocation,
    TeamMember,
)
from kiezkontor.districts.senders import sender_of
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
PAGES = [
    "ueber-uns/",
    "projekte/",
    "team/",
    "kontakt/",
    "impressum/",
    "datenschutz/",
    "barrierefreiheit/",
    "regeln/",
    "leichte-sprache/",
    "gebaerdensprache/",
    "barriere-melden/",
    "inhalt-melden/",
]


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def funded(kiez):
    initiative = Programme.objects.create(name="Zukunftsinitiative Stadtteil")
    programme = Programme.objects.create(name="Soziale Stadt", parent=initiative)
    project = builders.project(
        kiez,
        slug="plattform",
        short_name="Gewerbeplattform",
        from_on=date(2017, 1, 1),
        until_on=date(2018, 12, 31),
        operator=Operator.objects.create(name="Planungsbüro Muster", claim="Büro für Beispiele"),
    )
    for position, (kind, name) in enumerate([("federation", "Bund"), ("state", "Land Berlin")]):
        FundingSource.objects.create(project=project, kind=kind, name=name, programme=programme, position=position)
    TeamMember.objects.create(project=project, name="Zoe Zuerst", role_de="Leitung", position=1)
    TeamMember.objects.create(project=project, name="Adam Alsdann", position=2)
    return project


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "en/"])
def test_every_page_of_a_new_district_opens_and_reads_complete(client, kiez, page, language):
    answer = client.get(f"/musterkiez/{language}{page}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Musterkiez" in text
    for rubbish in ("None", "{{", "{%", "TODO", "[Name", "XXX", "ec.europa.eu/consumers/odr"):
        assert rubbish not in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_at_the_districts_own_host_and_links_stay_there(client, kiez, page):
    DistrictHost.objects.create(district=kiez, host="musterkiez.example")
    answer = client.get(f"/{page}", headers={"host": "musterkiez.example"})
    assert answer.status_code == 200
    assert 'href="/kontakt/"' in answer.content.decode()
    assert 'href="/musterkiez/' not in answer.content.decode()


def test_links_stay_inside_the_path_of_a_district(client, kiez):
    text = client.get("/musterkiez/en/kontakt/").content.decode()
    assert 'href="/musterkiez/en/ueber-uns/"' in text
    assert 'href="/ueber-uns/"' not in text


def test_the_office_of_an_own_host_is_at_the_installation(client, kiez):
    DistrictHost.objects.create(district=kiez, host="musterkiez.example")
    answer = client.get("/buero/meldungen/?alle=1", headers={"host": "musterkiez.example"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://localhost:8000/musterkiez/buero/meldungen/?alle=1"


@pytest.mark.parametrize("host", ["fremd.example", "musterkiez.fremd.example"])
def test_an_unknown_host_is_not_answered(client, kiez, host):
    assert client.get("/", headers={"host": host}).status_code in {400, 404}


@pytest.mark.parametrize(
    ("host", "query"), [("fremd.example", ""), ("a b", ""), ("localhost", "&".join(f"use={n}" for n in range(1_200)))]
)
def test_what_strangers_send_does_not_fill_the_log(client, kiez, capsys, host, query):
    answer = client.get(f"/musterkiez/verzeichnis/?{query}", headers={"host": host})
    assert answer.status_code == 400
    assert capsys.readouterr().err == ""


def test_the_short_address_leads_to_the_district(client, kiez):
    answer = client.get("/musterkiez?von=plakat")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/musterkiez/?von=plakat"


def test_an_unpublished_district_is_not_there_for_visitors(client):
    builders.district("Spätkiez", slug="spaetkiez", is_published=False)
    answer = client.get("/spaetkiez/kontakt/")
    assert answer.status_code == 404
    assert "Spätkiez" not in answer.content.decode()


@pytest.mark.parametrize(
    "rest", ["", "/", "/kontakt", "/kontakt/", "/en", "/en/", "/buero", "/buero/team/", "/brand.css"]
)
def test_an_unpublished_district_answers_as_if_it_did_not_exist(client, rest):
    builders.district("Spätkiez", slug="spaetkiez", is_published=False)
    hidden, unknown = client.get(f"/spaetkiez{rest}"), client.get(f"/niekiez{rest}")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content
    assert dict(hidden.headers) == dict(unknown.headers)


def test_the_office_opens_its_unpublished_district_by_the_short_address(client):
    late = builders.district("Spätkiez", slug="spaetkiez", is_published=False)
    client.force_login(builders.coordinator(late))
    assert "Spätkiez" in client.get("/spaetkiez").content.decode()


def test_a_project_names_no_district_that_is_not_public_yet(client, kiez):
    late = builders.district("Spätkiez", slug="spaetkiez", is_published=False)
    builders.project(kiez, late, slug="beide")
    assert "Spätkiez" not in client.get("/musterkiez/projekte/beide/").content.decode()


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST", "localhost.", "127.0.0.1:80", "[::1]", "[::1]:8000"]
)
def test_the_installation_answers_to_its_host_however_it_is_written(client, kiez, host):
    assert client.get("/musterkiez/kontakt/", headers={"host": host}).status_code == 200


def test_a_project_says_who_runs_it_for_how_long_and_who_pays(client, funded):
    text = client.get("/musterkiez/projekte/plattform/").content.decode()
    assert "1. Januar 2017 bis 31. Dezember 2018 (01/2017-12/2018)" in text
    assert "24 Monate, 730 Tage" in text
    assert "Planungsbüro Muster – Büro für Beispiele" in text
    assert (
        "Gefördert aus Mitteln des Bundes und des Landes Berlin (Zukunftsinitiative Stadtteil, Programm Soziale Stadt)."
        in text
    )
    assert text.index("Zoe Zuerst") < text.index("Adam Alsdann")
    assert "abgeschlossen" in text


def test_a_project_in_english_keeps_what_is_german_by_name(client, funded):
    text = client.get("/musterkiez/en/projekte/plattform/").content.decode()
    assert "1 January 2017 to 31 December 2018" in text
    assert "24 months, 730 days" in text
    assert "finished" in text


def test_a_project_of_another_district_is_not_found_here(client, kiez):
    builders.project(builders.district("Nachbarkiez"), slug="drueben")
    assert client.get("/musterkiez/projekte/drueben/").status_code == 404
    assert client.get("/nachbarkiez/projekte/drueben/").status_code == 200


def test_the_funding_line_stands_on_every_public_page(client, funded):
    assert "Gefördert aus Mitteln des Bundes" in client.get("/musterkiez/kontakt/").content.decode()


def test_people_who_left_are_marked_by_their_period(client, funded):
    TeamMember.objects.create(
        project=funded, name="Ida Inzwischen", from_on=date(2017, 1, 1), until_on=date(2017, 7, 1), position=3
    )
    assert "1. Januar 2017 bis 30. Juni 2017" in client.get("/musterkiez/team/").content.decode()


def test_the_place_says_within_what_it_lies_and_what_it_overlaps(client, kiez):
    inner = {
        "type": "Polygon",
        "coordinates": [[[13.41, 52.465], [13.42, 52.465], [13.42, 52.47], [13.41, 52.47], [13.41, 52.465]]],
    }
    box = {"south": 52.465, "north": 52.47, "west": 13.41, "east": 13.42}
    builders.district("Siedlung", kind="estate", boundary=inner, **box)
    builders.district("Weit Weg", boundary=None, south=None, north=None, west=None, east=None)
    SubLocation.objects.create(district=kiez, name="Fußgängerzone", boundary=inner)
    text = client.get("/siedlung/ueber-uns/").content.decode()
    assert "Liegt in" in text
    assert 'href="/musterkiez/ueber-uns/"' in text
    text = client.get("/musterkiez/ueber-uns/").content.decode()
    assert 'href="/siedlung/ueber-uns/"' in text
    assert "Fußgängerzone" in text
    assert "Weit Weg" not in text


def test_where_no_boundary_is_known_the_office_says_of_what_it_is_a_part(client):
    whole = builders.district("Graefekiez", boundary=None, south=None, north=None, west=None, east=None)
    no_box = {"south": None, "north": None, "west": None, "east": None}
    builders.district("Düttmann-Siedlung", slug="duettmann", boundary=None, part_of=whole, **no_box)
    assert 'href="/graefekiez/ueber-uns/"' in client.get("/duettmann/ueber-uns/").content.decode()
    assert 'href="/duettmann/ueber-uns/"' in client.get("/graefekiez/ueber-uns/").content.decode()


def test_about_us_says_in_one_place_who_runs_the_project_how_long_and_who_pays(client, funded):
    text = client.get("/musterkiez/ueber-uns/").text
    assert "Hier arbeitete Planungsbüro Muster mit dem Projekt „" in text
    assert "Laufzeit: 1. Januar 2017 bis 31. Dezember 2018 (" in text
    assert "Soziale Stadt" in text[text.index("Wer macht das?") : text.index("Auf einen Blick")]


def test_the_front_page_says_at_once_whose_project_it_is(client, funded, kiez):
    text = client.get("/musterkiez/").text
    who = text.index("Ein Projekt von Planungsbüro Muster: ")
    assert text.index("<h1") < who < text.index("</h1>") + 600


def test_numbers_are_written_as_people_dial_them_in_texts_and_mails_too(client, kiez):
    kiez.office_phone = "+4923669360621"
    kiez.save()
    for page in ("impressum", "barrierefreiheit", "leichte-sprache", "en/impressum"):
        text = client.get(f"/musterkiez/{page}/").content.decode()
        assert '<a href="tel:+4923669360621"' in text
        assert ">02366 9360621</a>" in text
    assert sender_of(kiez).legal_line.endswith(", 02366 9360621")


def test_the_office_is_reached_by_a_tap_on_its_days(client, kiez):
    kiez.office_phone = "+4923669360621"
    kiez.office_email = "buero@musterkiez.example"
    kiez.office_hours = "Mo-Th"
    kiez.save()
    text = client.get("/musterkiez/kontakt/").content.decode()
    assert 'href="tel:+4923669360621"' in text
    assert "02366 9360621" in text
    assert text.count("erreichbar") == 4
    assert text.count(">geschlossen<") == 3
    assert "Nächster Feiertag: " in text


def test_hours_are_printed_by_day(client, kiez):
    kiez.office_hours = "Mo-Th 09:00-12:00,13:00-16:30"
    kiez.save()
    assert "13:00–16:30" in client.get("/musterkiez/kontakt/").content.decode()


def test_what_the_office_wrote_stands_instead_of_the_default(client, kiez):
    DistrictText.objects.create(
        district=kiez,
        kind="imprint",
        body="# Wer wir sind\n\n<script>alert(1)</script> [Tippen](javascript:alert(1)) **Musterbüro**",
        reviewed_on=date(2026, 1, 5),
    )
    text = client.get("/musterkiez/impressum/").content.decode()
    assert "<h2>Wer wir sind</h2>" in text
    assert "<strong>Musterbüro</strong>" in text
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text
    assert "Zuletzt geprüft am 5. Januar 2026" in text
    assert "DDG" not in text
    english = client.get("/musterkiez/en/impressum/").content.decode()
    assert 'lang="de"' in english
    assert "Musterbüro" in english


@pytest.mark.parametrize(
    ("state", "privacy", "access"),
    [
        ("BE", "Berliner Beauftragte für Datenschutz", "Landesbeauftragte für digitale Barrierefreiheit"),
        ("SN", "Sächsische Datenschutz- und Transparenzbeauftragte", "Landesbeauftragten für Inklusion"),
        ("NW", "Nordrhein-Westfalen", "Ombudsstelle für barrierefreie Informationstechnik"),
    ],
)
def test_legal_pages_follow_the_law_of_the_state(client, kiez, state, privacy, access):
    kiez.federal_state = state
    kiez.save()
    assert privacy in client.get("/musterkiez/datenschutz/").content.decode()
    assert access in client.get("/musterkiez/barrierefreiheit/").content.decode()


def test_the_brand_is_cached_until_it_changes(client, kiez):
    page = client.get("/musterkiez/kontakt/").content.decode()
    address = page.split("/musterkiez/brand-")[1].split('"')[0]
    answer = client.get(f"/musterkiez/brand-{address}")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--brand:#14506e" in answer.content.decode()
    again = client.get("/musterkiez/brand.css", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304
    kiez.colour = "#7a1f5c"
    kiez.save()
    changed = client.get("/musterkiez/brand.css", headers={"if-none-match": answer.headers["ETag"]})
    assert "--brand:#7a1f5c" in changed.content.decode()


# Reports


def test_visitors_are_asked_to_sign_in(client, kiez):
    answer = client.get("/musterkiez/buero/meldungen/")
    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"]


@pytest.mark.parametrize("page", ["projekte/", "team/", "ueber-uns/", "projekte/erstes/"])
def test_long_lists_ask_the_database_no_more_often(client, kiez, page):
    def fill(number):
        project = builders.project(kiez, slug="erstes" if number == 0 else f"weiteres-{number}")
        project.operator = Operator.objects.get_or_create(name="Träger")[0]
        project.save()
        TeamMember.objects.create(project=project, name=f"Person {number}")
        FundingSource.objects.create(project=project, kind="federation", name="Bund")
        builders.street(kiez, f"Straße {number}")
        builders.district(f"Nachbar {number}")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/musterkiez/{page}").status_code == 200
        return len(queries)

    fill(0)
    fill(1)
    few = asked()
    for number in range(2, 12):
        fill(number)
    assert asked() == few
    assert few <= 16


def test_who_is_signed_in_is_not_asked_to_sign_in(client, kiez):
    assert "Anmelden" in client.get("/musterkiez/").content.decode()
    client.force_login(builders.coordinator(kiez, "Carla"))
    shown = client.get("/musterkiez/").content.decode()
    assert "Anmelden" not in shown
    assert "Büro" in shown
