"""Calendars as towns really publish them; the fixture is invented and has the faults of real ones."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.calendar.rules.following import Known, plan
from kiezkontor.calendar.rules.foreign import Entry, Fault, Foreign, place_and_address, read_calendar
from kiezkontor.calendar.rules.foreign_lines import decoded, plain, zone_named

BERLIN = ZoneInfo("Europe/Berlin")
SINCE, UNTIL = datetime(2027, 4, 1, tzinfo=BERLIN), datetime(2028, 4, 1, tzinfo=BERLIN)
TOWN = (Path(__file__).parent / "fixtures" / "stadtkalender.ics").read_bytes()


def read(body: bytes) -> Foreign:
    return read_calendar(body, zone=BERLIN, since=SINCE, until=UNTIL)


def one(*lines: str) -> Foreign:
    entry = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:eins", "SUMMARY:Fest", "LOCATION:Hof", *lines, "END:VEVENT"]
    return read("\r\n".join([*entry, "END:VCALENDAR", ""]).encode())


def at(entry: Entry) -> tuple[str, str]:
    return f"{entry.starts_at:%m-%d %H:%M}", f"{entry.ends_at:%m-%d %H:%M}"


def test_a_town_s_calendar_is_read_whatever_is_wrong_with_it():
    found = read(TOWN)
    assert found.name == "Musterhausen Veranstaltungen"
    assert [(each.title, *at(each)) for each in found.entries] == [
        ("Jobmesse am Ring", "04-08 10:00", "04-08 16:00"),
        ("Mittwochstreff für Seniorinnen und Senioren. Mit Kuchen, Musik und Tanz", "04-09 14:30", "04-09 16:30"),
        ("Probealarm", "04-10 11:00", "04-10 12:00"),
        ("Feuerwehrfest", "04-12 00:00", "04-13 23:59"),
        ("Offener Chor (Dienstag!)", "04-13 20:00", "04-13 21:00"),
        ("Lesung", "04-15 17:00", "04-15 19:00"),
        ("Lesung", "04-16 17:00", "04-16 18:00"),
        ("Ohne Kennung", "04-17 18:00", "04-17 19:30"),
        ("Jede Sekunde", "04-18 20:00", "04-18 21:00"),
        ("Offener Chor", "04-19 19:30", "04-19 21:00"),
        ("Der letzte ohne Ende", "04-20 16:00", "04-20 17:30"),
        ("Offener Chor", "04-26 19:30", "04-26 21:00"),
    ]
    by_title = {each.title: each for each in found.entries}
    fair = by_title["Jobmesse am Ring"]
    assert (fair.place, fair.address, fair.lat) == ("Forum Musterhausen", "Am Ring 9", 51.034695)
    assert by_title["Feuerwehrfest"].lat is None
    assert (
        by_title["Offener Chor"].text == "Alle dürfen kommen.\nNoten gibt es vor Ort.\nEintritt frei & ohne Anmeldung"
    )
    assert by_title["Ohne Kennung"].is_cancelled
    assert by_title["Ohne Kennung"].text.endswith("gefaltet wurde, das dahin gehört\nund eine, die jemand mitten im"
                                                  " Text begonnen hat.")  # fmt: skip


def test_each_fault_is_named_once():
    notes = [(note.fault, note.about) for note in read(TOWN).notes]
    assert len(notes) == len(set(notes))
    elsewhere = {Fault.LETTERS, Fault.TWICE, Fault.TOO_MANY, Fault.KNOWN, Fault.CUT}
    assert {fault for fault, _about in notes} == set(Fault) - elsewhere


@pytest.mark.parametrize(
    ("lines", "times", "fault"),
    [
        (["DTSTART:20270408T080000Z", "DTEND:20270408T090000Z"], ("04-08 10:00", "04-08 11:00"), None),
        (["DTSTART:20270408T0800"], ("04-08 08:00", "04-08 10:00"), Fault.NO_END),
        (["DTSTART:2027-04-08T08:00:00"], ("04-08 08:00", "04-08 10:00"), Fault.NO_END),
        (["DTSTART;VALUE=DATE:20270408"], ("04-08 00:00", "04-08 23:59"), None),
        (["DTSTART;VALUE=DATE:20270408", "DTEND;VALUE=DATE:20270408"], ("04-08 00:00", "04-08 23:59"), None),
        (["DTSTART:20270408", "DURATION:P2D"], ("04-08 00:00", "04-09 23:59"), None),
        (
            ["DTSTART;TZID=W. Europe Standard Time:20270408T080000", "DURATION:PT1H"],
            ("04-08 08:00", "04-08 09:00"),
            None,
        ),
        (
            ['DTSTART;TZID="Eastern Standard Time":20270408T080000', "DURATION:PT1H"],
            ("04-08 08:00", "04-08 09:00"),
            None,
        ),
        (["DTSTART;TZID=Nirgendwo:20270408T080000", "DURATION:PT1H"], ("04-08 08:00", "04-08 09:00"), Fault.ZONE),
        (["DTSTART:20270230T080000"], None, Fault.NO_BEGIN),
        (["DTSTART:irgendwann"], None, Fault.NO_BEGIN),
    ],
)
def test_times_are_read_as_they_are_written(lines, times, fault):
    found = one(*lines)
    assert [at(each) for each in found.entries] == ([times] if times else [])
    assert [note.fault for note in found.notes] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["03-24", "03-31", "04-07"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270407T060000Z", ["03-24", "03-31", "04-07"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1WE;COUNT=2", ["03-31", "04-28"]),
        ("RDATE:20270410T080000,20270411T080000", ["03-24", "04-10", "04-11"]),
        ("RRULE:FREQ=SECONDLY", ["03-24"]),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", ["03-24"]),
        ("RRULE:unlesbar", ["03-24"]),
    ],
)
def test_what_comes_again_keeps_its_time_of_day_when_the_clocks_change(rule, days):
    lines = ["DTSTART;TZID=Europe/Berlin:20270324T080000", "DTEND;TZID=Europe/Berlin:20270324T090000", rule]
    body = "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "SUMMARY:Fest", *lines, "END:VEVENT", "END:VCALENDAR"]
    )
    found = read_calendar(body.encode(), zone=BERLIN, since=datetime(2027, 3, 1, tzinfo=BERLIN), until=UNTIL)
    assert [at(each) for each in found.entries] == [(f"{day} 08:00", f"{day} 09:00") for day in days]
    assert len({each.key for each in found.entries}) == len(days)


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20270408T080000", "RDATE:99991231T235959,00010101T000000"],
        ["DTSTART:20270408T080000", "RECURRENCE-ID:99991231T235959Z"],
        ["DTSTART:20270408T080000", "RRULE:FREQ=WEEKLY;COUNT=1;UNTIL=99991231T235959Z"],
        ["DTSTART:20270408T080000", "DTEND:99991231T235959"],
        ["DTSTART;VALUE=DATE:20270408", "DTEND:99991231T235959"],
        ["DTSTART;VALUE=DATE:20270408", "DTEND;VALUE=DATE:22001231"],
    ],
)
def test_times_far_from_ours_are_none(lines):
    (found,) = one(*lines).entries
    assert at(found)[0].startswith("04-08")
    assert found.ends_at - found.starts_at <= timedelta(days=3653)


@pytest.mark.parametrize("begin", ["99991231T235959", "99991231", "99991231T235959Z", "00010101T000000", "00010101"])
def test_what_begins_far_from_our_time_has_no_beginning(begin):
    found = one(f"DTSTART:{begin}", "RRULE:FREQ=WEEKLY")
    assert (found.entries, found.notes[0].fault) == ([], Fault.NO_BEGIN)


def seconds_for(*lines: str, times: int = 1) -> float:
    """What it costs to read a calendar of so many entries with these lines."""
    entry = "\r\n".join(["BEGIN:VEVENT", "UID:%d", "SUMMARY:Fest", "DTSTART:19700105T080000", *lines, "END:VEVENT"])
    entries = [entry.replace("%d", str(number)) for number in range(times)]
    body = "\r\n".join(["BEGIN:VCALENDAR", *entries, "END:VCALENDAR"]).encode()
    began = time.process_time()
    read(body)
    return time.process_time() - began


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("RRULE:FREQ=DAILY;BYMONTHDAY=31;BYDAY=MO;BYSETPOS=5", 20),
        ("RRULE:FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", 20),
        ("RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", 60),
        ("RRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=300", 60),
        ("X-A" + ";a" * 20_000 + ":b", 1),
        ("DESCRIPTION:" + "<div>" * 40_000, 5),
        ("DESCRIPTION:" + "<ol>" * 10_000, 10),
        ("EXDATE;TZID=Nowhere/Foo:" + ",".join(["20270401T080000"] * 60_000), 1),
    ],
    ids=[
        "many filters",
        "no day of a week",
        "no day of a month",
        "no day of a year",
        "a long head",
        "deep in a text",
        "deep lists in a text",
        "a zone that is none",
    ],
)
def test_no_calendar_keeps_us_busy(line, times):
    assert seconds_for(line, times=times) < 4


def test_a_rule_that_never_finds_a_day_is_named():
    found = one("DTSTART:20270408T080000", "DTEND:20270408T090000", "RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTH=5")
    assert [at(each)[0] for each in found.entries] == ["04-08 08:00"]
    assert [note.fault for note in found.notes] == [Fault.RULE]


def test_signs_that_turn_the_direction_of_writing_are_left_out():
    assert decoded("SUMMARY:Fest\u202egnp.exe\u202c".encode()) == ("SUMMARY:Festgnp.exe", False)


def test_old_letters_are_read_as_they_were_meant():
    found = read(TOWN.decode().encode("cp1252"))
    assert any("für Seniorinnen" in each.title for each in found.entries)
    assert found.notes[0].fault == Fault.LETTERS


@pytest.mark.parametrize("body", [b"", b"<html>Wartung</html>", b"\x00\xff\xfe" * 50, b"PK\x03\x04"])
def test_what_is_no_calendar_is_refused(body):
    with pytest.raises(ValueError, match="no calendar"):
        read(body)


def test_halves_of_calendars_are_read_as_far_as_they_go():
    for cut in range(0, len(TOWN), 97):
        if b"BEGIN:VCALENDAR" in TOWN[:cut]:
            found = read(TOWN[:cut])
            assert (found.covers, found.notes[-1].fault) == (None, Fault.CUT)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Forum, Am Büchel 9, 12345, Musterhausen", ("Forum", "Am Büchel 9")),
        ("Am Büchel 9, 12345 Musterhausen, Deutschland", ("", "Am Büchel 9")),
        ("Bücherei, Platz des 4. Juli 3D", ("Bücherei", "Platz des 4. Juli 3D")),
        ("Haus – Zug 16 Nord, Auf der Wiese 5", ("Haus – Zug 16 Nord", "Auf der Wiese 5")),
        ("Marktplatz", ("Marktplatz", "")),
        ("Musterdorf, 12347, Musterhausen", ("Musterdorf", "")),
        ("", ("", "")),
    ],
)
def test_place_and_street_are_told_apart(text, parts):
    assert place_and_address(text) == parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>Eins</p><p>Zwei &amp; drei</p>", "Eins\nZwei & drei"),
        ("a < b und c > d", "a < b und c > d"),
        ("<script>alert(1)</script>Da", "Da"),
        ("<img src=x onerror=alert(1)>Bild", "Bild"),
        ("Zeile\u00a0eins\n\n\n\nzwei\x07", "Zeile eins\n\nzwei"),
    ],
)
def test_texts_lose_what_is_no_text(text, shown):
    assert plain(text) == shown


def test_zones_are_known_by_the_names_programs_give_them():
    for name in ("Europe/Berlin", "W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Berlin"):
        assert zone_named(name) == BERLIN
    for name in ("", "Mitteleuropa", "../../etc/passwd", "/etc/localtime"):
        assert zone_named(name) is None


def entry(key: str, day: int = 10, title: str = "Fest", place: str = "Hof") -> Entry:
    begins = datetime(2027, 4, day, 10, tzinfo=BERLIN)
    return Entry(key, title, "", begins, begins, False, place, "", None, None, "", "", False)


def known(day: int, digest: str = "d", title: str = "Fest") -> Known:
    return Known(title, "Hof", datetime(2027, 4, day, 10, tzinfo=BERLIN), digest)


@pytest.mark.parametrize(
    ("before", "now_there", "new", "changed", "gone"),
    [
        ({}, [("a", 10, "d")], ["a"], [], []),
        ({"a": known(10)}, [("a", 10, "d")], [], [], []),
        ({"a": known(10)}, [("a", 10, "e")], [], ["a"], []),
        ({"a": known(10)}, [("b", 9, "d", "Ball"), ("c", 11, "d", "Kino")], ["b", "c"], [], ["a"]),
        # The calendar speaks of the ninth alone.
        ({"a": known(10)}, [("b", 9, "d", "Ball")], ["b"], [], []),
        # What is over stays as it was.
        ({"a": known(2)}, [("b", 1, "d", "Ball"), ("c", 11, "d", "Kino")], ["b", "c"], [], []),
        # Went already.
        ({"a": known(10, "")}, [("b", 9, "d", "Ball"), ("c", 11, "d", "Kino")], ["b", "c"], [], []),
        ({"a": known(10, "")}, [("a", 10, "d")], [], ["a"], []),
        # The same at another time, known by its time: moved.
        ({"a": known(10)}, [("b", 9, "d", "Ball"), ("a2", 12, "d")], ["b"], ["a"], []),
        ({"a": known(10), "b": known(10)}, [("a2", 9, "d"), ("x", 12, "d", "Ball")], ["a2", "x"], [], ["a", "b"]),
    ],
)
def test_changes_there_are_followed(before, now_there, new, changed, gone):
    entries = [(entry(*each[:2], *each[3:]), each[2]) for each in now_there]
    starts = sorted(each.starts_at for each, _digest in entries)
    keys = {each.key for each, _digest in entries}
    now = datetime(2027, 4, 5, tzinfo=BERLIN)
    found = plan(before, entries, covers=(starts[0], starts[-1]), here=keys, now=now)
    assert ([each.key for each in found.new], sorted(found.changed), sorted(found.gone)) == (new, changed, gone)
