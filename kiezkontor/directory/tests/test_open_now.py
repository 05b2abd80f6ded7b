"""Open now: right past midnight, on the nights of the clock, and when nobody has worked out the coming days."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests.builders import district
from kiezkontor.organisations.actions import hours as stored

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
URL = "/musterkiez/verzeichnis/"


@pytest.fixture
def kiez():
    return district(slug="musterkiez", federal_state="BE")


@pytest.fixture
def at(monkeypatch):
    """Make it a moment in Berlin; the nightly step has run on every evening since `worked_out`."""

    def make_it(moment, *, worked_out=None):
        now = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
        monkeypatch.setattr(timezone, "now", lambda: now)
        if worked_out:
            day = datetime.fromisoformat(worked_out).date()
            while day <= now.date():
                stored.extend_all_patterns(today=day)
                day += timedelta(days=1)

    return make_it


def ways_out(client, query):
    """What stands in place of the empty list as people read it, and the addresses it leads to."""
    text = client.get(f"{URL}?{query}").text.partition('class="empty-state"')[2].partition('class="button-row"')
    words = re.sub(r"<[^>]+>", " ", re.sub(r"</?a\b[^>]*>", "", f"<{text[0]}"))
    shown = unescape(" ".join(words.split()))
    return shown, re.findall(r'href="([^"]+)"', text[0]) + re.findall(r'href="([^"]+)"', text[2].partition("</div>")[0])


def sentence(client, url=URL):
    """What is said of the first entry to people without scripts; None where nothing is said."""
    found = re.search(r'<p class="open"[^>]*>([^<]*)</p>', client.get(url).content.decode())
    return unescape(found[1]) if found else None


def test_an_evening_ends_after_midnight_however_many_nights_it_was_worked_out_in(client, kiez, at):
    at("2026-11-01 12:00")
    listed(kiez, "Nachtbar", hours="Mo-Su 18:00-02:00")
    at("2026-12-20 23:30", worked_out="2026-11-01")
    assert sentence(client) == "Geöffnet bis 02:00 Uhr"
    at("2026-12-21 01:59")
    assert sentence(client) == "Geöffnet bis 02:00 Uhr"
    at("2026-12-21 02:00")
    assert sentence(client) == "Geschlossen, öffnet um 18:00 Uhr"


def test_what_never_closes_stays_so_after_months(client, kiez, at):
    at("2026-11-01 12:00")
    listed(kiez, "Tankstelle", hours="24/7")
    at("2026-12-14 12:00", worked_out="2026-11-01")
    assert sentence(client) == "Durchgehend geöffnet"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-10-25 01:30", "Geöffnet bis 05:00 Uhr"),
        ("2026-10-25 04:59", "Geöffnet bis 05:00 Uhr"),
        ("2026-10-25 05:00", "Geschlossen, öffnet um 22:00 Uhr"),
        ("2027-03-28 01:30", "Geöffnet bis 05:00 Uhr"),
        ("2027-03-28 03:30", "Geöffnet bis 05:00 Uhr"),
        ("2027-03-27 21:59", "Geschlossen, öffnet um 22:00 Uhr"),
    ],
)
def test_the_nights_in_which_the_clock_changes_end_by_the_clock(client, kiez, at, moment, said):
    at(moment)
    listed(kiez, "Nachtbar", hours="Mo-Su 22:00-05:00")
    assert sentence(client) == said
    assert f">{said}<" in client.get(f"{URL}?open=1").content.decode() or not said.startswith("Geöffnet")


@pytest.mark.parametrize(("days", "said"), [(1, "Geöffnet bis 18:00 Uhr"), (44, "Geöffnet bis 18:00 Uhr"), (46, None)])
def test_nights_without_a_worker_end_in_silence_and_not_in_a_wrong_answer(client, kiez, at, days, said):
    at("2026-11-02 10:00")
    entry = listed(kiez, "Laden", hours="Mo-Su 09:00-18:00")
    now = datetime(2026, 11, 2, 10) + timedelta(days=days)
    at(now.isoformat())
    assert sentence(client) == said
    profile = f"{URL}{entry.slug}/"
    assert sentence(client, profile) == said
    assert "09:00–18:00" in client.get(profile).content.decode()


@pytest.mark.parametrize(
    ("hours", "said"), [("Mo-Su 18:00-02:00", "Geöffnet"), ("24/7", "Geöffnet"), ("Mo-Su 18:00-23:45", "bis 23:45 Uhr")]
)
def test_a_night_cut_where_the_knowledge_ends_has_no_end(client, kiez, at, hours, said):
    at("2026-11-01 12:00")
    entry = listed(kiez, "Nachtbar", hours=hours)
    at("2026-12-15 23:30")
    assert sentence(client).removeprefix("Geöffnet ") == said
    profile = client.get(f"{URL}{entry.slug}/").content.decode()
    assert "00:00 Uhr" not in profile
    assert ('23:00Z&quot;,&quot;weiter&quot;]]"' in profile) == (said == "Geöffnet")
    assert not re.search(r'"closes":\s*"00:00"', profile)


def test_who_opens_in_summer_only_is_closed_in_winter(client, kiez, at):
    at("2026-11-25 12:00")
    listed(kiez, "Eisdiele", hours="Apr-Sep: Mo-Su 11:00-20:00")
    assert sentence(client) == "Geschlossen"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-25 04:00", "Als Nächstes öffnet um 06:00 Uhr: Bäckerei Früh"),
        ("2026-11-25 19:00", "Als Nächstes öffnet morgen um 06:00 Uhr: Bäckerei Früh"),
        ("2026-11-28 19:00", "Als Nächste öffnen am Montag um 06:00 Uhr: Bäckerei Früh, Bäckerei Früh und Spät"),
    ],
)
def test_where_all_are_closed_the_next_to_open_is_named(client, kiez, at, moment, said):
    at("2026-11-24 12:00")
    early = listed(kiez, "Bäckerei Früh", hours="Mo-Fr 06:00-18:00")
    listed(kiez, "Bäckerei Früh und Spät", hours="Mo 06:00-18:00; Fr 08:00-18:00")
    listed(kiez, "Bäckerei ohne Zeiten")
    listed(kiez, "Nachtbar", kind="amenity=bar", hours="24/7")
    at(moment)
    shown, leads_to = ways_out(client, "category=shop%3Dbakery&open=1")
    assert "Von 3 passenden Einträgen hat jetzt keiner geöffnet, soweit bekannt" in shown
    assert said in shown
    assert leads_to[0] == f"{URL}{early.slug}/"
    assert leads_to[-2:] == [f"{URL}?category=shop%3Dbakery", URL]


def test_where_nothing_is_known_to_open_soon_no_time_is_promised(client, kiez, at):
    at("2026-11-25 12:00")
    listed(kiez, "Eisdiele", hours="Apr-Sep: Mo-Su 11:00-20:00")
    shown, leads_to = ways_out(client, "open=1")
    assert "Der eine passende Eintrag hat jetzt nicht geöffnet, soweit bekannt" in shown
    assert "Als Nächste" not in shown
    assert leads_to == [URL]


def test_many_that_open_together_are_named_in_part_and_with_few_statements(client, kiez, at):
    at("2026-11-25 04:00")
    asked = []
    for names in ("A", "BCDEF"):
        for name in names:
            listed(kiez, f"Bäckerei {name}", hours="Mo-Su 06:00-18:00")
        with CaptureQueriesContext(connection) as statements:
            shown, _leads_to = ways_out(client, "open=1")
        asked.append(len(statements))
    assert "Als Nächste öffnen um 06:00 Uhr: Bäckerei A, Bäckerei B, Bäckerei C und andere" in shown
    assert asked[0] == asked[1] <= 12
