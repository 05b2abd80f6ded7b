import re
from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client

from kiezkontor.directory.models import Entry
from kiezkontor.directory.tests.builders import ALWAYS, listed
from kiezkontor.districts.models import DistrictHost, FundingSource, Operator, Street
from kiezkontor.districts.tests.builders import district, project, street
from kiezkontor.home.views import public
from kiezkontor.premises.tests.builders import unit, vacant

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    made = district("Musterkiez", claim_de="Läden, Leute, Laternen", claim_en="Shops, people, lanterns")
    street(made, "Musterstraße", lines=[[[13.401, 52.461], [13.42, 52.47], [13.439, 52.479]]])
    return made


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def names(text):
    return re.findall(r'card__title"><a href="[^"]+">([^<]+)</a>', text)


# A district's front page


def test_members_stand_in_front_where_there_are_any(client, kiez):
    listed(kiez, "Mitglied", is_member=True)
    listed(kiez, "Ohne Netz")
    text = text_of(client, "/musterkiez/")
    assert names(text) == ["Mitglied"]
    assert "Jedes Mitglied steht gleich oft vorn" in text
    assert "data-shuffle" in text


def test_the_number_of_members_leads_to_the_list_of_them(client, kiez):
    listed(kiez, "Mitglied", is_member=True)
    listed(kiez, "Ohne Netz")
    text = text_of(client, "/musterkiez/")
    (members,) = re.findall(r'figure-tile__label"><a href="([^"]+)">Mitglieder im Netzwerk</a>', text)
    assert names(text_of(client, members)) == ["Mitglied"]
    assert re.search(r'figure-tile__label"><a href="/musterkiez/verzeichnis/">Einträge im Verzeichnis</a>', text)


def test_without_members_entries_stand_there_and_are_called_so(client, kiez):
    listed(kiez, "Ohne Netz")
    text = text_of(client, "/musterkiez/")
    assert names(text) == ["Ohne Netz"]
    assert "Aus dem Verzeichnis" in text
    assert "Mitglieder des Netzwerks" not in text


def test_the_search_leads_to_the_directory(client, kiez):
    listed(kiez, "Ohne Netz")
    form = re.search(r'<form[^>]+action="([^"]+)"[^>]*>.*?name="(q)"', text_of(client, "/musterkiez/"), re.S)
    assert form.groups() == ("/musterkiez/verzeichnis/", "q")


def figures(text):
    numbers = re.findall(r'figure-tile__number">(.*?)</p>.*?figure-tile__label">(.*?)</p>', text, re.S)
    return {re.sub(r"<[^>]+>", "", label): re.sub(r"<[^>]+>", "", number) for number, label in numbers}


def test_the_district_in_numbers(client, kiez):
    listed(kiez, "Immer offen", hours=ALWAYS)
    listed(kiez, "Kette", is_chain=True)
    listed(kiez, "Dritter")
    for _ in range(4):
        vacant(unit(kiez))
    shown = figures(text_of(client, "/musterkiez/"))
    assert shown["Einträge im Verzeichnis"] == "3"
    assert shown["jetzt geöffnet"] == "1"
    assert shown["unabhängig, keine Kette"] == "67 %"
    assert shown["leere Gewerberäume"] == "4"


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, 0), (0, 9, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (9, 9, 100)]
)
def test_shares_are_whole_percents(part, whole, shown):
    assert public.percent(part, whole) == shown


def test_the_project_and_who_runs_and_pays_it_are_named(client, kiez):
    made = project(kiez, short_name="Muster verbindet", operator=Operator.objects.create(name="Verein Laterne"))
    FundingSource.objects.create(project=made, kind="municipality", name="Stadt Musterstadt")
    text = text_of(client, "/musterkiez/")
    for part in ("Wer macht das?", "Muster verbindet", "Getragen von Verein Laterne", "Stadt Musterstadt"):
        assert part in text


@pytest.mark.parametrize(
    ("until_on", "said", "unsaid"),
    [
        (date(2018, 12, 31), "Das Projekt „Plattform“ wurde 2018 abgeschlossen", "Hier geht es gerade los"),
        (None, "Hier geht es gerade los", "abgeschlossen"),
    ],
)
def test_a_district_without_entries_begins_or_is_over_as_its_project_is(client, until_on, said, unsaid):
    still = district(slug="schillerkiez")
    project(still, short_name="Plattform", slug="plattform", from_on=date(2017, 1, 1), until_on=until_on)
    page = client.get("/schillerkiez/").text
    assert said in page
    assert unsaid not in page
    assert ("Gestartet" in client.get("/schillerkiez/projekte/plattform/").text) == (until_on is None)


def test_a_still_map_is_drawn_without_scripts(client, kiez):
    entry = listed(kiez, "Bäckerei Ähre")
    Entry.objects.filter(pk=entry.pk).update(lat=52.47, lon=13.42)
    text = text_of(client, "/musterkiez/")
    assert re.search(r'teaser__streets" d="M\d+ \d+l', text)
    assert re.search(r'teaser__dots use--retail" d="M\d+ \d+h0"', text)


def test_the_still_map_follows_the_streets(client, kiez):
    before = re.search(r'teaser__streets" d="([^"]*)"', text_of(client, "/musterkiez/"))[1]
    Street.objects.update(lines=[[[13.401, 52.479], [13.439, 52.461]]])
    assert re.search(r'teaser__streets" d="([^"]*)"', text_of(client, "/musterkiez/"))[1] != before


def test_english_visitors_read_english(client, kiez):
    text = text_of(client, "/musterkiez/en/")
    assert "Shops, people, lanterns" in text
    assert "Läden, Leute" not in text


def test_a_district_answers_at_its_own_host_with_its_own_links(client, kiez, settings):
    DistrictHost.objects.create(district=kiez, host="musterkiez.example")
    entry = listed(kiez, "Bäckerei Ähre")
    text = client.get("/", headers={"Host": "musterkiez.example"}).content.decode()
    assert f'href="/verzeichnis/{entry.slug}/"' in text
    assert client.get(f"/verzeichnis/{entry.slug}/", headers={"Host": "musterkiez.example"}).status_code == 200


# The installation's front page


def test_the_front_page_leads_to_the_public_districts(client, kiez):
    listed(kiez, "Bäckerei Ähre")
    district("Entwurf", is_published=False)
    text = text_of(client, "/")
    assert 'href="/musterkiez/"' in text
    assert "1 Eintrag" in text
    assert "Entwurf" not in text


def test_a_new_installation_says_that_it_is_empty(client):
    assert "Noch ist kein Quartier öffentlich" in text_of(client, "/")


def test_the_front_page_asks_the_database_as_often_with_many_districts(client, django_assert_num_queries):
    district()
    with django_assert_num_queries(2):
        client.get("/")
    for _ in range(8):
        district()
    with django_assert_num_queries(2):
        client.get("/")


def test_health_is_the_databases(client, monkeypatch):
    assert client.get("/health/").content == b"ok\n"

    class Broken:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(public, "connection", Broken())
    visitor = Client(raise_request_exception=False)
    assert visitor.get("/health/").status_code == 500


def test_robots_stay_out_of_offices(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /konto/" in response.content.decode()


# When something is not there or goes wrong


def test_a_missing_page_keeps_the_districts_face_and_offers_the_search(client, kiez):
    response = client.get("/musterkiez/gibt-es-nicht/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Musterkiez" in text
    assert 'action="/musterkiez/verzeichnis/"' in text


def test_a_missing_page_outside_of_districts(client):
    response = client.get("/gibt-es-nicht/")
    assert response.status_code == 404
    assert "Kiezkontor" in response.content.decode()


def test_a_defect_is_told_without_the_database(kiez, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(public.access_facets, "figures", broken)
    visitor = Client(raise_request_exception=False)
    response = visitor.get("/musterkiez/")
    assert response.status_code == 500
    assert "Da ist etwas schiefgegangen" in response.content.decode()


def test_a_form_without_its_secret_is_refused_in_words(kiez):
    kiez.office_email = "buero@example.org"
    kiez.save()
    entry = listed(kiez, "Bäckerei Ähre")
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/musterkiez/verzeichnis/{entry.slug}/nachricht/", {})
    assert response.status_code == 403
    assert "Musterkiez" in response.content.decode()
