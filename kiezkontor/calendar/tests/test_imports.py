"""Calendars from elsewhere in the office: seen before, taken over, followed, removed."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.actions import imports
from kiezkontor.calendar.models import CalendarFeed, Event
from kiezkontor.calendar.tasks import read_feeds
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fetching import Fetched, NotFetched, Trouble
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
TOWN = Path(__file__).parent / "fixtures" / "stadtkalender.ics"
URL = "https://kalender.musterhausen.example/alle.ics"


def soon(days: int) -> datetime:
    return timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=days)


def entry(uid: str, days: int, title: str = "Fest", *more: str) -> str:
    at = soon(days)
    times = f"DTSTART:{at:%Y%m%dT%H%M%S}\r\nDTEND:{at + timedelta(hours=2):%Y%m%dT%H%M%S}"
    lines = ["BEGIN:VEVENT", f"UID:{uid}", times, f"SUMMARY:{title}", *more, "END:VEVENT"]
    return "\r\n".join(lines)


def town(*entries: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "X-WR-CALNAME:Stadtkalender", *entries, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


class Office:
    def __init__(self) -> None:
        self.district = districts.district()
        self.client = Client()
        self.client.force_login(districts.coordinator(self.district))

    def url(self, page: str, *args: int) -> str:
        return district_path(self.district.slug, f"calendar:{page}", *args)

    def add(self, body: bytes | None = None, **values: object) -> CalendarFeed:
        said = {"kind": "public", **values}
        if body is not None:
            said["file"] = SimpleUploadedFile("stadt.ics", body)
        answer = self.client.post(self.url("office_feed_new"), said)
        assert answer.status_code == 302, answer.content.decode()
        return CalendarFeed.objects.get()

    def page(self, feed: CalendarFeed) -> str:
        return self.client.get(self.url("office_feed", feed.pk)).content.decode()

    def take(self, feed: CalendarFeed) -> None:
        assert self.client.post(self.url("office_feed_take", feed.pk)).status_code == 302


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def web(monkeypatch):
    """What lies at an address: bytes, or what is the matter."""
    there: dict[str, bytes | Trouble] = {}

    def fetch(url: str, **_known: str) -> Fetched:
        found = there[url]
        if isinstance(found, Trouble):
            raise NotFetched(found)
        return Fetched(found, etag='"1"')

    monkeypatch.setattr(imports, "fetch", fetch)
    return there


def titles(district: District) -> list[str]:
    return sorted(Event.objects.filter(district=district).values_list("title", flat=True))


def test_the_office_sees_what_a_calendar_holds_before_anything_is_taken_over(office):
    feed = office.add(town(entry("a", 3, "Straßenfest"), entry("b", 4, "Lesung")))
    assert feed.name == "Stadtkalender"
    text = office.page(feed)
    assert "2 Termine sind neu." in text
    assert "Straßenfest" in text
    assert titles(office.district) == []
    office.take(feed)
    assert titles(office.district) == ["Lesung", "Straßenfest"]
    public = Client().get(office.url("events")).content.decode()
    assert "Straßenfest" in public
    assert "Straßenfest" in Client().get(office.url("events") + "?q=strassenfest").content.decode()


@pytest.mark.parametrize("typed", ["webcal://kalender.musterhausen.example/alle.ics", f" WEBCALS{URL[5:]} "])
def test_an_address_as_calendars_offer_it_is_read_over_https(office, web, typed):
    web[URL] = town(entry("a", 3, "Fest"))
    assert office.add(url=typed).url == URL


@pytest.mark.parametrize("name", ["", "X-WR-CALNAME: "])
def test_a_calendar_without_a_name_is_named_after_its_file_or_its_website(office, web, name):
    body = town(entry("a", 3)).replace(b"X-WR-CALNAME:Stadtkalender", name.encode())
    assert office.add(body).name == "stadt"
    CalendarFeed.objects.all().delete()
    web["https://www.musterhausen.example/alle.ics"] = body
    assert office.add(url="https://www.musterhausen.example/alle.ics").name == "musterhausen.example"


def test_a_calendar_with_a_very_long_name_can_be_added(office):
    feed = office.add(town(entry("a", 3)).replace(b"Stadtkalender", b"Stadtkalender" * 12))
    feed.full_clean(exclude=["waiting"])


def test_a_calendar_added_without_a_name_before_can_be_opened_from_the_list(office):
    feed = office.add(town(entry("a", 3)))
    CalendarFeed.objects.update(name="")
    assert "Kalender ohne Namen</a>" in office.client.get(office.url("office_feeds")).content.decode()
    assert "Fremder Kalender: Kalender ohne Namen" in " ".join(office.page(feed).split())


def test_only_what_takes_place_in_the_district_comes_where_that_is_wanted(office):
    unit = premises.unit(office.district, "12", street_name="Karlstraße")
    District.objects.filter(pk=office.district.pk).update(
        south=unit.lat - 0.01, north=unit.lat + 0.01, west=unit.lon - 0.01, east=unit.lon + 0.01
    )
    body = town(
        entry("a", 3, "Hier", "LOCATION:Café\\, Karlstr. 12\\, 12345\\, Musterhausen"),
        entry("b", 3, "Auch hier", f"GEO:{unit.lat:.5f};{unit.lon:.5f}"),
        entry("c", 3, "Anderswo", "GEO:48.10000;11.50000"),
        entry("d", 3, "Irgendwo", "LOCATION:Bücherei"),
    )
    feed = office.add(body, only_here="on")
    assert "2 Termine bleiben weg" in office.page(feed)
    office.take(feed)
    assert titles(office.district) == ["Auch hier", "Hier"]
    assert Event.objects.get(title="Hier").lat == unit.building.lat


def test_where_events_take_place_matters_from_the_next_reading_on_as_the_office_says_later(office, web):
    web[URL] = town(entry("a", 3, "Anderswo"))
    feed = office.add(url=URL, only_here="on")
    office.take(feed)
    assert "1 Termin bleibt weg" in office.page(feed)
    read_feeds.call()
    address = office.url("office_feed_change", feed.pk)
    assert f'href="{address}"' in office.page(feed)
    assert office.client.post(address, {"name": feed.name}).status_code == 302
    assert titles(office.district) == ["Anderswo"]
    assert "bleibt weg" not in office.page(feed)
    web[URL] = town(entry("a", 3, "Anderswo"), entry("b", 4, "Auch anderswo"))
    assert office.client.post(address, {"name": feed.name, "only_here": "on"}).status_code == 302
    assert titles(office.district) == ["Anderswo"], "what was taken over before is lost or more was taken over"


def test_a_calendar_of_files_is_taken_over_as_the_office_says_before(office):
    feed = office.add(town(entry("a", 3, "Anderswo")), only_here="on")
    assert "1 Termin bleibt weg" in office.page(feed)
    office.client.post(office.url("office_feed_change", feed.pk), {"name": feed.name})
    assert "1 Termin ist neu" in office.page(feed)


def test_a_calendar_is_renamed_later_with_its_events_and_not_read_for_that(office, web):
    web[URL] = town(entry("a", 3, "Fest"), entry("b", 4, "Lesung"))
    feed = office.add(url=URL, name="Stadt")
    office.take(feed)
    Event.objects.filter(title="Lesung").update(organiser="Bücherei")
    del web[URL]
    address = office.url("office_feed_change", feed.pk)
    assert office.client.post(address, {"name": " "}).status_code == 422
    said = office.client.post(address, {"name": "Musterhausen feiert"}, follow=True).content.decode()
    assert ("Musterhausen feiert" in said, "erneut gelesen" in said) == (True, False)
    organisers = dict(Event.objects.values_list("title", "organiser"))
    assert organisers == {"Fest": "Musterhausen feiert", "Lesung": "Bücherei"}
    found = Client().get(office.url("events") + "?q=musterhausen+feiert").content.decode()
    assert ("Fest" in found, "Lesung" in found) == (True, False)
    office.client.post(office.url("office_feed_read", feed.pk))
    assert CalendarFeed.objects.get().name == "Musterhausen feiert"


def test_an_address_is_read_each_hour_and_changes_are_followed(office, web):
    web[URL] = town(entry("a", 3, "Fest"), entry("b", 4, "Lesung"), entry("c", 5, "Markt"), entry("z", 9, "Ende"))
    feed = office.add(url=URL)
    office.take(feed)
    fest = Event.objects.get(title="Fest")
    web[URL] = town(entry("a", 6, "Fest am Platz"), entry("c", 5, "Markt", "STATUS:CANCELLED"), entry("z", 9, "Ende"))
    read_feeds.call()
    moved = Event.objects.get(pk=fest.pk)
    assert (moved.title, moved.starts_at, moved.moved_from) == ("Fest am Platz", soon(6), fest.starts_at)
    assert moved.sequence > fest.sequence
    stages = dict(Event.objects.values_list("title", "stage"))
    assert stages == {
        "Fest am Platz": "announced",
        "Lesung": "announced",
        "Markt": "cancelled",
        "Ende": "announced",
    }
    # The fourth day lies before what the calendar speaks of now.
    web[URL] = town(entry("x", 2, "Neu"), entry("z", 9, "Ende"))
    read_feeds.call()
    assert Event.objects.get(title="Lesung").stage == "cancelled"
    web[URL] = town(entry("x", 2, "Neu"), entry("b", 4, "Lesung"), entry("z", 9, "Ende"))
    read_feeds.call()
    assert Event.objects.get(title="Lesung").stage == "announced"


@pytest.mark.parametrize("trouble", list(Trouble))
def test_what_was_taken_over_stays_when_the_website_fails(office, web, trouble):
    web[URL] = town(entry("a", 3))
    feed = office.add(url=URL)
    office.take(feed)
    web[URL] = trouble
    read_feeds.call()
    feed.refresh_from_db()
    assert feed.trouble == trouble.value
    assert Event.objects.get().stage == "announced"
    for broken in (b"<html>Wartung</html>", town()):
        web[URL] = broken
        read_feeds.call()
        assert Event.objects.get().stage == "announced"
    assert "Was vorher übernommen wurde" in office.page(feed)
    web[URL] = town(entry("a", 3, "Fest"))
    office.client.post(office.url("office_feed_read", feed.pk))
    feed.refresh_from_db()
    assert feed.trouble == ""


def test_an_unchanged_calendar_changes_and_records_nothing(office, web):
    web[URL] = town(entry("a", 3))
    feed = office.add(url=URL)
    office.take(feed)
    before = Event.objects.values().get()
    read_feeds.call()
    CalendarFeed.objects.update(read_at=timezone.now() - timedelta(days=2))
    read_feeds.call()
    assert Event.objects.values().get() == before


def test_what_is_taken_over_is_not_changed_by_hand(office):
    feed = office.add(town(entry("a", 3)))
    office.take(feed)
    event = Event.objects.get()
    for page in ("office_announce", "office_postpone", "office_cancel"):
        office.client.post(office.url(page, event.pk))
    event.refresh_from_db()
    assert event.stage == "announced"
    office.client.post(office.url("office_feed_leave_out", feed.pk, event.pk))
    assert titles(office.district) == []
    office.client.post(
        office.url("office_feed", feed.pk),
        {"file": SimpleUploadedFile("b.ics", town(entry("a", 3), entry("b", 4, "Neu")))},
    )
    office.take(feed)
    assert titles(office.district) == ["Neu"]


def test_what_is_in_the_calendar_already_is_not_doubled(office):
    own = calendar.event(office.district, "Unser Fest")
    feed = office.add(town(entry(own.uid, 3, "Unser Fest"), entry("b", 4, "Lesung")))
    assert "Er steht schon im Kalender" in office.page(feed)
    office.take(feed)
    assert titles(office.district) == ["Lesung", "Unser Fest"]


def test_a_removed_calendar_takes_what_is_to_come_with_it(office):
    feed = office.add(town(entry("a", 3, "Kommt"), entry("b", 4, "Vorbei")))
    office.take(feed)
    Event.objects.filter(title="Vorbei").update(starts_at=soon(-4), ends_at=soon(-4))
    assert office.client.post(office.url("office_feed_remove", feed.pk)).status_code == 302
    assert titles(office.district) == ["Vorbei"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "eine Adresse ein oder wählen Sie eine Datei"),
        ({"url": "http://127.0.0.1/a.ics"}, "nicht im öffentlichen Internet"),
        ({"url": "ftp://stadt.example/a.ics"}, "keine Adresse"),
        ({"file": b"<html>"}, "kein Kalender"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(office, said, sentence):
    if "file" in said:
        said = {"file": SimpleUploadedFile("a.ics", said["file"])}
    answer = office.client.post(office.url("office_feed_new"), {"kind": "public", **said})
    assert answer.status_code == 422
    if sentence != "keine Adresse":
        assert sentence in answer.content.decode()
    assert not CalendarFeed.objects.exists()


def test_a_page_that_is_no_calendar_is_refused_also_where_a_name_is_given(office, web):
    web[URL] = b"<!DOCTYPE html><title>Veranstaltungen</title>"
    answer = office.client.post(office.url("office_feed_new"), {"kind": "public", "url": URL, "name": "Stadt"})
    assert answer.status_code == 422
    assert "kein Kalender" in answer.content.decode()
    assert not CalendarFeed.objects.exists()


def test_one_calendar_that_fails_stops_no_other(office, web):
    by = calendar.office_of(office.district)
    for number in (1, 2):
        feed = imports.add_feed(
            office.district,
            values={"url": f"{URL}?{number}", "only_here": False},
            body=town(entry(f"a{number}", 3)),
            by=by,
        )
        imports.take_over(feed.pk, by=by)
    web[f"{URL}?1"], web[f"{URL}?2"] = Trouble.UNREACHABLE, town(entry("a2", 3, "Neu genannt"))
    read_feeds.call()
    assert titles(office.district) == ["Fest", "Neu genannt"]


def test_a_calendar_nobody_can_reckon_with_stops_no_other(office, web, monkeypatch, caplog):
    by = calendar.office_of(office.district)
    feeds = []
    for number in (1, 2):
        values = {"url": f"{URL}?{number}", "only_here": False}
        feed = imports.add_feed(office.district, values=values, body=town(entry(f"a{number}", 3)), by=by)
        imports.take_over(feed.pk, by=by)
        feeds.append(feed)
    web[f"{URL}?1"], web[f"{URL}?2"] = town(entry("a1", 3, "Anders")), town(entry("a2", 3, "Neu genannt"))
    taken = imports.take

    def take(feed: CalendarFeed, *args: object, **kwargs: object) -> object:
        if feed.pk == feeds[0].pk:
            raise OverflowError
        return taken(feed, *args, **kwargs)

    monkeypatch.setattr(imports, "take", take)
    read_feeds.call()
    assert titles(office.district) == ["Fest", "Neu genannt"]
    assert [each.trouble for each in CalendarFeed.objects.order_by("pk")] == ["unreadable", ""]
    assert any(each.exc_info and each.exc_info[0] is OverflowError for each in caplog.records)
    feeds[0].refresh_from_db()
    assert "Was vorher übernommen wurde, bleibt" in office.page(feeds[0])
    pressed = office.client.post(office.url("office_feed_read", feeds[0].pk), follow=True)
    assert (pressed.status_code, "konnte nicht übernommen werden" in pressed.text) == (200, True)


def test_a_calendar_is_followed_once(office):
    by = calendar.office_of(office.district)
    imports.add_feed(office.district, values={"url": URL}, body=town(), by=by)
    with pytest.raises(ActionRefused):
        imports.add_feed(office.district, values={"url": URL}, body=town(), by=by)


def test_files_are_imported_by_a_command_and_followed_by_their_name(office, tmp_path):
    file = tmp_path / "stadt.ics"
    file.write_bytes(town(entry("a", 3, "Fest"), entry("z", 9, "Ende")))
    said = []
    for body in (file.read_bytes(), town(entry("a", 3, "Großes Fest"), entry("z", 9, "Ende"))):
        file.write_bytes(body)
        out = StringIO()
        call_command(
            "import_ics", str(file), district=office.district.slug, everywhere=True, stdout=out, stderr=StringIO()
        )
        said.append(json.loads(out.getvalue()))
    assert [(each["new"], each["changed"], each["cancelled"]) for each in said] == [(2, 0, 0), (0, 1, 0)]
    assert titles(office.district) == ["Ende", "Großes Fest"]
    call_command(
        "import_ics", str(TOWN), district=office.district.slug, everywhere=True, stdout=StringIO(), stderr=StringIO()
    )


def test_reading_a_calendar_costs_the_same_statements_however_long_it_is(office, django_assert_max_num_queries):
    by = calendar.office_of(office.district)
    body = town(*(entry(f"e{number}", number % 300 + 1, f"Termin {number}") for number in range(600)))
    feed = imports.add_feed(office.district, values={"only_here": False}, body=body, by=by)
    with django_assert_max_num_queries(40):
        imports.take_over(feed.pk, by=by)
    assert Event.objects.count() == 600
