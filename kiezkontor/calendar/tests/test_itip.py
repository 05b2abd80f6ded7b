"""Answers as calendars send them; shaped like those of Outlook, Google and Apple."""

import pytest

from kiezkontor.calendar.rules.itip import CalendarReply, read_reply

OUTLOOK = """BEGIN:VCALENDAR\r
METHOD:REPLY\r
PRODID:Microsoft Exchange Server 2010\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:W. Europe Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
ATTENDEE;PARTSTAT=ACCEPTED;CN=Blumen Muster:mailto:Blumen@example.org\r
COMMENT;LANGUAGE=de-DE:Wir bringen Kuchen mit.\\n\r
UID:event-12@kontor.example\r
SUMMARY;LANGUAGE=de-DE:Zugesagt: Gewerberunde\r
DTSTART;TZID=W. Europe Standard Time:20270316T190000\r
DTEND;TZID=W. Europe Standard Time:20270316T210000\r
CLASS:PUBLIC\r
PRIORITY:5\r
DTSTAMP:20270301T081500Z\r
TRANSP:OPAQUE\r
STATUS:CONFIRMED\r
SEQUENCE:2\r
X-MICROSOFT-CDO-APPT-SEQUENCE:2\r
END:VEVENT\r
END:VCALENDAR\r
"""
GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20270316T180000Z
DTEND:20270316T200000Z
DTSTAMP:20270301T081500Z
ORGANIZER;CN=Quartiersbüro:mailto:antwort+event.12@kontor.example
UID:event-12@kontor.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=blum
 en@example.org;X-NUM-GUESTS=0:mailto:blumen@example.org
X-MICROSOFT-CDO-OWNERAPPTID:1
CREATED:20270228T100000Z
LAST-MODIFIED:20270301T081500Z
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Gewerberunde
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
APPLE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Apple Inc.//macOS 15.1//EN
METHOD:REPLY
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:event-12@kontor.example
DTSTAMP:20270301T081500Z
DTSTART:20270316T180000Z
SUMMARY:Gewerberunde
SEQUENCE:1
ATTENDEE;CN="Muster, Blumen";PARTSTAT=DECLINED:MAILTO:blumen@example.org
ORGANIZER;CN="Quartiersbüro":mailto:antwort@kontor.example
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(
    ("raw", "sequence", "reply", "comment"),
    [(OUTLOOK, 2, "yes", "Wir bringen Kuchen mit."), (GOOGLE, 0, "maybe", ""), (APPLE, 1, "no", "")],
    ids=["Outlook", "Google", "Apple"],
)
def test_answers_of_calendars_are_understood(raw, sequence, reply, comment):
    assert read_reply(raw) == CalendarReply("event-12@kontor.example", sequence, "blumen@example.org", reply, comment)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "BEGIN:VCALENDAR",
        "\x00" * 50,
        GOOGLE.replace("METHOD:REPLY", "METHOD:COUNTER"),
        GOOGLE.replace("METHOD:REPLY\n", ""),
        GOOGLE.replace("PARTSTAT=TENTATIVE", "PARTSTAT=NEEDS-ACTION"),
        GOOGLE.replace("UID:event-12@kontor.example\n", ""),
        APPLE.replace("ORGANIZER;CN=", "ATTENDEE;PARTSTAT=ACCEPTED;CN="),
        "BEGIN:VEVENT\n" * 5000,
        "x" * 300_000,
    ],
)
def test_whatever_is_no_answer_is_none(raw):
    assert read_reply(raw) is None
