"""The calendar as everybody reads it, and as other programs do."""

import json
import re
from datetime import date, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions.events import become, change_event, move_event
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.calendar.tests.reading import read_strictly
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.tests import builders as members
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def page(district: District, name: str, *args: object, query: str = "", client: Client | None = None) -> str:
    answer = (client or Client()).get(district_path(district.slug, f"calendar:{name}", *args) + query)
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Runde", "Kurs", "Markt"}),
        ("?kind=course", {"Kurs"}),
        ("?topic=Handwerk", {"Markt"}),
        ("?kind=nonsense", {"Runde", "Kurs", "Markt"}),
        ("?from=2099-01-01", set()),
    ],
)
def test_visitors_choose_what_they_look_for(query, shown):
    district = districts.district()
    calendar.event(district, "Runde", topic="Energie")
    calendar.event(district, "Kurs", kind="course")
    calendar.event(district, "Markt", kind="public", topic="Handwerk")
    text = page(district, "events", query=query)
    assert {title for title in ("Runde", "Kurs", "Markt") if f">{title}</a>" in text} == shown
    feed = page(district, "ics", query=query)
    shown = set() if "nonsense" in query else shown  # who subscribes never gets more than they asked for
    assert {title for title in ("Runde", "Kurs", "Markt") if f"SUMMARY:{title}\r\n" in feed} == shown


def test_what_began_today_stays_until_the_day_is_over_and_is_found_among_past_events_then():
    district = districts.district()
    now = timezone.now()
    calendar.event(district, "Heute", starts_at=now - timedelta(seconds=2), ends_at=now - timedelta(seconds=1))
    calendar.event(district, "Vorgestern", starts_at=now - timedelta(days=2))
    coming, past = page(district, "events"), page(district, "past")
    assert ("Heute" in coming, "Vorgestern" in coming) == (True, False)
    assert ("Heute" in past, "Vorgestern" in past) == (False, True)


def test_a_month_shows_each_day_of_what_lasts_several_days():
    district = districts.district()
    calendar.event(
        district,
        "Straßenfest",
        starts_at=datetime(2027, 5, 30, 10, tzinfo=BERLIN),
        ends_at=datetime(2027, 6, 1, 0, tzinfo=BERLIN),
    )
    text = page(district, "month", "2027-05")
    table = text[text.index("<table") : text.index("</table")]
    assert table.count(">Straßenfest<") == 2
    assert "/kalender/2027-06/" in text
    on_a_phone = text[text.index("month-days") :]
    assert on_a_phone.count(">Straßenfest<") == 1
    assert "bis 31. Mai" in on_a_phone


@pytest.mark.parametrize("month", ["2027-13", "1999-12", "2101-01", "2027-00"])
def test_months_nobody_shows_do_not_exist(month):
    district = districts.district()
    base = district_path(district.slug, "calendar:events")
    assert Client().get(f"{base}{month}/").status_code == 404


def test_a_day_with_very_many_events_leads_to_the_rest():
    district = districts.district()
    for _number in range(8):
        calendar.event(district, starts_at=datetime(2027, 5, 12, 10, tzinfo=BERLIN))
    text = page(district, "month", "2027-05")
    assert "?from=2027-05-12" in text


def test_of_the_days_of_a_month_no_more_is_asked_than_it_shows():
    district = districts.district()
    keys = [
        calendar.event(district, kind="course", starts_at=datetime(2027, 5, 12, 10, nth, tzinfo=BERLIN)).pk
        for nth in range(8)
    ]
    with CaptureQueriesContext(connection) as said:
        page(district, "month", "2027-05")
    (asked,) = [query["sql"] for query in said if "meetings_courseday" in query["sql"]]
    assert [key for key in keys if re.search(rf"\b{key}\b", asked)] == keys[:5]
    # where a month begins and ends is looked up, and no list of all events is made to find the groups of a few
    assert not [query["sql"] for query in said if "MIN(" in query["sql"] or "IN (SELECT" in query["sql"]]


def test_a_month_says_in_the_table_and_on_the_phone_what_has_become_of_an_event():
    district = districts.district()
    event = calendar.event(district, "Lesung <& Musik>", starts_at=datetime(2027, 5, 12, 10, tzinfo=BERLIN))
    become(event.pk, "cancelled", by=calendar.office_of(district))
    table, phone = page(district, "month", "2027-05").split("month-days")
    for part in (table[table.index("<table") :], phone):
        assert "Lesung &lt;&amp; Musik&gt;" in part
        assert 'class="month__off"' in part
        assert "abgesagt" in part


def test_members_see_events_for_members_and_the_public_feed_does_not_tell_them():
    district = districts.district()
    calendar.event(district, "Nur für uns", audience="members")
    calendar.event(district, "Erst geplant", announce=False)
    client = Client()
    client.force_login(members.member(district))
    assert "Nur für uns" in page(district, "events", client=client)
    for each in (client, Client()):
        for name in ("ics", "atom", "embedded"):
            text = page(district, name, client=each)
            assert "Nur für uns" not in text
            assert "Erst geplant" not in text
    assert "Nur für uns" not in page(district, "events")


@pytest.mark.parametrize("name", ["map", "map_events"])
def test_the_map_reads_no_more_of_its_events_than_it_says(name):
    district = districts.district()
    found = calendar.event(district, "Hoffest", place="Hof", lat=51.0, lon=7.0)
    become(found.pk, "cancelled", by=calendar.office_of(district))
    with CaptureQueriesContext(connection) as said:
        text = page(district, name)
    assert "Hoffest" in text
    assert ("abgesagt" in text) == (name == "map")
    read = [query["sql"] for query in said if "calendar_event" in query["sql"]]
    assert not [sql for sql in read if '"calendar_event"."text"' in sql or "organisations_organisation" in sql]


def test_places_stand_on_the_map_and_in_the_list_beside_it():
    district = districts.district()
    known = calendar.event(district, "Am Platz", lat=51.06, lon=7.0, place="Platz")
    calendar.event(district, "Irgendwo")
    text, found = page(district, "map"), json.loads(page(district, "map_events"))
    assert (f'data-key="{known.pk}"' in text, "Irgendwo" in text) == (True, False)
    (feature,) = found["features"]
    assert (feature["properties"]["name"], feature["geometry"]["coordinates"]) == ("Am Platz", [7.0, 51.06])


@pytest.mark.parametrize(
    ("what", "status"),
    [
        (None, "EventScheduled"),
        ("cancelled", "EventCancelled"),
        ("postponed", "EventPostponed"),
        ("moved", "EventRescheduled"),
    ],
)
def test_search_engines_read_what_became_of_an_event(what, status):
    district = districts.district()
    found = calendar.event(
        district, "</script>Runde", capacity=10, place="Café Muster", step_free="yes", online_url="https://x.example/"
    )
    office = calendar.office_of(district)
    if what == "moved":
        later = found.starts_at + timedelta(days=7)
        move_event(found.pk, starts_at=later, ends_at=later + timedelta(hours=1), by=office)
    elif what:
        become(found.pk, what, by=office)
    script = re.search(r"<script type=\"application/ld\+json\">(.*?)</script>", page(district, "event", found.pk))
    assert script
    data = json.loads(script[1])
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert data["name"] == "</script>Runde"
    assert data["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert data["location"][0]["amenityFeature"]["value"] is True
    assert data["maximumAttendeeCapacity"] == 10
    assert ("previousStartDate" in data) == (what == "moved")


def test_other_calendars_read_the_feed_without_a_warning():
    district = districts.district()
    words = "Größe, Öffnung; Über\\unter\nzweite Zeile — " * 9
    calendar.event(
        district, "Ä" * 120, text=words, place="Café, Hof", address="Karlstraße 9", topic="a,b", lat=51, lon=7
    )
    day = datetime(2099, 5, 12, tzinfo=BERLIN)
    calendar.event(district, "Ganztags", starts_at=day, ends_at=day + timedelta(days=1, hours=23), is_all_day=True)
    feed = page(district, "ics").encode()
    first, second = read_strictly(feed)
    assert str(first["DESCRIPTION"]) == words
    assert (second.decoded("DTSTART"), second.decoded("DTEND")) == (date(2099, 5, 12), date(2099, 5, 14))


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?topic=Energie", 1), ("?topic=eigene", 0), ("?kind=nonsense", 0), ("?audience=public", 2), ("?x=y", 2)],
)
def test_a_subscription_never_holds_more_than_it_asks_for(query, count):
    district = districts.district()
    calendar.event(district, "Runde", topic="Energie")
    calendar.event(district, "Markt")
    assert len(read_strictly(page(district, "ics", query=query).encode())) == count
    assert page(district, "atom", query=query).count("<entry>") == count
    shown = page(district, "embedded", query=query)
    assert ("Runde" in shown) + ("Markt" in shown) == count


def test_the_office_finds_the_list_for_other_websites(client):
    district = districts.district()
    client.force_login(districts.coordinator(district))
    assert "/kalender/einbetten/" in client.get(district_path(district.slug, "calendar:office")).text


def test_an_unchanged_feed_is_the_same_again_however_often_it_is_read():
    district = districts.district()
    calendar.event(district)
    assert page(district, "ics") == page(district, "ics")


def test_readers_of_the_atom_feed_hear_of_new_and_changed_events():
    district = districts.district()
    first, second = calendar.event(district, "Erster & <b>"), calendar.event(district, "Zweiter")
    become(first.pk, "cancelled", by=calendar.office_of(district))
    root = ElementTree.fromstring(page(district, "atom"))
    titles = [each.text for each in root.iter("{http://www.w3.org/2005/Atom}title")][1:]
    assert titles == ["Erster & <b>", "Zweiter"]
    assert second.pk in [
        int(each.text.rsplit("/", 1)[1])
        for each in root.iter("{http://www.w3.org/2005/Atom}id")
        if each.text and "event" in each.text
    ]


def test_other_websites_may_show_the_list_and_no_other_page():
    district = districts.district()
    calendar.event(district, "Straßenfest")
    answer = Client().get(district_path(district.slug, "calendar:embedded"))
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    text = answer.content.decode()
    assert "<script" not in text
    assert '<base target="_top">' in text
    assert "Straßenfest" in text
    other = Client().get(district_path(district.slug, "calendar:events"))
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


def test_a_long_list_has_pages_that_can_be_passed_on():
    district = districts.district()
    Event.objects.bulk_create(
        Event(
            district=district,
            uid=f"u{number}",
            kind="public",
            stage="announced",
            title=f"Nummer {number:02}",
            starts_at=timezone.now() + timedelta(days=number + 1),
            ends_at=timezone.now() + timedelta(days=number + 1),
        )
        for number in range(40)
    )
    assert "Nummer 35" not in page(district, "events")
    assert "Nummer 35" in page(district, "events", query="?page=2")


def test_an_event_at_a_house_of_the_district_finds_its_place_on_the_map():
    district = districts.district()
    unit = premises.unit(district, "12a", street_name="Karlstraße")
    found = calendar.event(district, address="Karlstr. 12A")
    assert (found.lat, found.lon) == (unit.building.lat, unit.building.lon)
    office = calendar.office_of(district)
    moved = change_event(found.pk, values={"address": "Anderswo 3"}, by=office)
    assert (moved.lat, moved.lon) == (None, None)
    assert "lat" not in AuditEntry.objects.filter(verb="event.changed").latest("pk").detail["fields"]


def test_events_are_found_by_words_as_people_type_them():
    district = districts.district()
    found = calendar.event(district, "Workshop Schaufenstergestaltung", text="Wir räumen um.", place="Papeterie")
    calendar.event(district, "Gewerberunde")
    for query in ("?q=schaufenster", "?q=papeterie", "?q=umräumen+Schaufenster", "?q=schaufesnter"):
        text = page(district, "events", query=query)
        assert ("Schaufenstergestaltung" in text, ">Gewerberunde</a>" in text) == (True, False), query
    become(found.pk, "cancelled", by=calendar.office_of(district))
    assert "Schaufenstergestaltung" in page(district, "events", query="?q=schaufenster")
    directory = Client().get(district_path(district.slug, "directory:list") + "?q=schaufenster").content.decode()
    assert "/kalender/?q=schaufenster" in directory


def test_what_is_for_members_is_neither_found_nor_suggested_to_others():
    district = districts.district()
    calendar.event(district, "Frühstücksgeheimnis", audience="members")
    calendar.event(district, "Noch geplantes Frühstücksallerlei", announce=False)
    client = Client()
    client.force_login(members.member(district))
    assert "Frühstücksgeheimnis" in page(district, "events", query="?q=fruehstueck", client=client)
    for query in ("?q=fruehstueck", "?q=fr%C3%BChst%C3%BCcksgeheimnsi"):
        text = page(district, "events", query=query)
        assert "Frühstücksgeheimnis" not in text
        assert "allerlei" not in text


def test_the_front_page_names_the_next_three_that_take_place():
    district = districts.district()
    now = timezone.now()
    for number in (1, 2, 3, 4):
        calendar.event(district, f"Runde {number}", starts_at=now + timedelta(days=number))
    calendar.event(district, "Unter uns", audience="members", starts_at=now + timedelta(hours=1))
    become(Event.objects.get(title="Runde 1").pk, "cancelled", by=calendar.office_of(district))
    text = Client().get(district_path(district.slug, "home:district")).content.decode()
    assert [number for number in range(1, 5) if f">Runde {number}</a>" in text] == [2, 3, 4]
    assert "Unter uns" not in text


def test_search_engines_are_told_of_events():
    district = districts.district()
    found = calendar.event(district)
    text = Client().get(district_path(district.slug, "sitemap")).content.decode()
    assert f"/kalender/{found.pk}/" in text


def test_a_calendar_is_taken_up_with_one_press_with_the_filters_of_the_page():
    district = districts.district()
    calendar.event(district, kind="course")
    path = district_path(district.slug, "calendar:ics")
    text = page(district, "events", query="?kind=course")
    assert f'href="webcal://testserver{path}?kind=course"' in text
    assert f'href="{path}?kind=course"' in text
