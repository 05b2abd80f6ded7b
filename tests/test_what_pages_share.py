"""What many pages share is made once after a change, seldom asks the database, and never outlives a change."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.directory.models import Entry
from kiezkontor.directory.tests.builders import listed, many_listed
from kiezkontor.districts.actions.profile import change_office
from kiezkontor.districts.changes import tell_changed
from kiezkontor.districts.models import DistrictHost
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.tests.builders import unit, vacant
from kiezkontor.shared import remembered
from tests.test_query_budgets import add_project, add_shop, add_vacancy

pytestmark = pytest.mark.django_db
BY = system_viewer("tests")
FILTERED = "/musterkiez/verzeichnis/?use=retail"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez", slug="musterkiez")


def statements(site, path):
    with CaptureQueriesContext(connection) as asked:
        answer = site.ask(path)
    assert answer.status == 200, path
    # How many changes there were is asked for every fifth of a second, not by every page.
    return [each["sql"] for each in asked if "districts_pagechange" not in each["sql"]]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/musterkiez/?ohne=veroeffentlichte", 4),
        (FILTERED, 3),
        ("/musterkiez/verzeichnis/?open=1&sort=name", 3),
        ("/musterkiez/verzeichnis/?q=laden", 3),
        ("/musterkiez/karte/?use=retail", 3),
        ("/musterkiez/karte/eintraege.geojson?use=retail", 1),
        ("/musterkiez/leerstand/?1", 0),
        ("/musterkiez/ueber-uns/?1", 0),
        ("/musterkiez/team/?1", 4),
        ("/musterkiez/projekte/?1", 4),
        ("/musterkiez/impressum/?1", 4),
        ("/musterkiez/kontakt/?1", 4),
        ("/musterkiez/api/entries.atom?use=retail", 1),
        ("/musterkiez/api/v1/entries?use=retail", 2),
    ],
)
def test_a_page_takes_four_statements_at_most(site, kiez, path, most):
    for number in range(60):
        add_shop(kiez, number)
    for number in range(4):
        add_vacancy(kiez, number)
    add_project(kiez, 1)
    tell_changed([kiez.pk])
    site.ask(path)
    assert len(statements(site, path)) <= most


def test_a_profile_takes_four_statements(site, kiez):
    for number in range(9):
        add_shop(kiez, number)
    slug = Entry.objects.first().slug
    path = f"/musterkiez/verzeichnis/{slug}/?1"
    site.ask(path)
    assert len(statements(site, path)) <= 4


def test_what_is_remembered_never_outlives_a_change(site, kiez):
    listed(kiez, "Bäckerei Krume")
    project = districts.project(kiez)
    source = project.funding_sources.create(kind="federation", name="Bund")
    assert "aus Mitteln des Bundes" in site.ask(FILTERED).text
    source.name = "Stiftung Nachbarschaft"
    source.kind = "foundation"
    source.save()
    tell_changed([0])
    assert "Stiftung Nachbarschaft" in site.ask(FILTERED).text
    kiez.name = "Neuer Kiez"
    kiez.save()
    tell_changed([kiez.pk])
    assert "Neuer Kiez" in site.ask(FILTERED).text
    kiez.is_published = False
    kiez.save()
    tell_changed([kiez.pk])
    assert site.ask(FILTERED).status == 404


def test_each_project_shows_who_pays_for_it_and_the_district_who_pays_for_the_present_one(site, kiez):
    present, former = districts.project(kiez), districts.project(kiez, until_on=date(2020, 1, 1))
    present.funding_sources.create(kind="federation", name="Bund")
    former.funding_sources.create(kind="foundation", name="Stiftung Nachbarschaft")
    pages = {"projekte/" + former.slug + "/?1": "Stiftung Nachbarschaft", "verzeichnis/?use=retail": "des Bundes"}
    for path in (*pages, *reversed(pages)):
        shown = [text for text in pages.values() if text in site.ask(f"/musterkiez/{path}").text]
        assert shown == [pages[path]]


def test_a_district_that_goes_or_moves_is_not_found_under_its_old_name(site, kiez):
    DistrictHost.objects.create(district=kiez, host="muster.example")
    assert site.ask("/verzeichnis/?1", HTTP_HOST="muster.example").status == 200
    assert site.ask(FILTERED).status == 200
    kiez.slug = "anderer-kiez"
    kiez.save()
    kiez.hosts.all().delete()
    tell_changed([0])
    assert site.ask(FILTERED).status == 404
    assert site.ask("/verzeichnis/?1", HTTP_HOST="muster.example").status == 400


def test_vacancies_streets_and_teasers_follow_their_changes(site, kiez):
    listed(kiez, "Bäckerei Krume")
    pages = ("/musterkiez/leerstand/?1", "/musterkiez/?1", "/musterkiez/karte/?1")
    before = [site.ask(path).text for path in pages]
    for number in range(5):
        vacant(unit(kiez, str(number), street_name="Lange Straße"))
    tell_changed([kiez.pk])
    after = [site.ask(path).text for path in pages]
    assert "5" in after[0]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, False]


@pytest.mark.parametrize(
    "before", ["", "a=b; ", "a=b;\t", "\xe2\x80\x83"]
)  # the last is a wide blank, which Django strips
def test_whoever_is_signed_in_is_shown_everything_anew(site, kiez, before):
    cookie = f"{before}{settings.SESSION_COOKIE_NAME}=whatever"
    site.ask(FILTERED)
    kiez.name = "Noch nicht gesagt"
    kiez.save()
    assert "Noch nicht gesagt" not in site.ask(FILTERED).text
    assert "Noch nicht gesagt" in site.ask(FILTERED, HTTP_COOKIE=cookie).text
    assert "Noch nicht gesagt" not in site.ask(FILTERED).text


def test_hosts_and_languages_keep_their_own_parts(site, kiez):
    DistrictHost.objects.create(district=kiez, host="muster.example")
    german = site.ask(FILTERED).text
    english = site.ask("/musterkiez/en/verzeichnis/?use=retail").text
    own_host = site.ask("/verzeichnis/?use=retail", HTTP_HOST="muster.example").text
    assert (">Barrierefreiheit<" in german, ">Accessibility<" in english) == (True, True)
    assert 'href="/musterkiez/impressum/"' in german
    assert 'href="/musterkiez/en/impressum/"' in english
    assert 'href="/impressum/"' in own_host
    assert site.ask(FILTERED).text == german


def test_the_page_one_is_on_is_marked_on_each_page(site, kiez):
    for path in ("karte", "verzeichnis", "karte"):
        text = site.ask(f"/musterkiez/{path}/?1").text
        assert text.count('aria-current="page"') == text.count(f'href="/musterkiez/{path}/" aria-current="page"') >= 1


def test_what_an_action_changes_is_seen_at_once(site, kiez):
    assert "Hinterhaus" not in site.ask("/musterkiez/kontakt/?1").text
    change_office(
        kiez,
        by=BY,
        office_name="Büro im Hinterhaus",
        office_street="Am Hof 3",
        office_postcode="12049",
        office_city="Berlin",
    )
    assert "Hinterhaus" in site.ask("/musterkiez/kontakt/?1").text


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 20)
    remembered.forget_all()
    meta = {remembered.HOLDS: lambda _scope: "mark"}
    for number in range(200):
        assert remembered.remembered(meta, number, lambda number=number: number, scope=1) == number
    assert len(remembered._kept) == 20
    assert remembered.remembered(meta, 199, lambda: "anew", scope=1) == 199
    assert remembered.remembered(meta, 0, lambda: "anew", scope=1) == "anew"
    assert remembered.remembered({}, 199, lambda: date(2026, 1, 1), scope=1) == date(2026, 1, 1)


@pytest.mark.parametrize("first", ["verzeichnis/", "en/verzeichnis/", "karte/", "api/v1/entries"])
def test_pages_that_share_show_what_those_show_that_do_not(site, client, kiez, first):
    many_listed(kiez, 50)
    for name in ("Laden am Eck", "Laden der Mitte"):
        listed(kiez, name, kind="shop=kiosk", wheelchair="yes", is_chain=True, is_member=True, hours="24/7")
    queries = (
        *("", "page=2", "sort=name", "sort=distance", "use=retail", "use=retail&page=2", "open=1", "step_free=1"),
        *("member=1&sort=name", "category=shop%3Dkiosk", "independent=1&use=gastronomy", "q=laden", "q=laden&open=1"),
        *("q=laden&step_free=1&independent=1", "q=kiosk&sort=fair", "q=kisok", "q=gibtesnicht", "q=laden&page=2"),
    )
    for query in queries:
        path = f"/musterkiez/{first}?{query}"
        asked = [site.ask(path).text for _time in range(2)]
        assert asked == [client.get(path).text] * 2, query
