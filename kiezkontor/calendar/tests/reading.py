"""Calendars of ours as two programs of others read them, which know nothing of how they are made."""

import warnings
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import Message

import icalendar
import vobject  # type: ignore[import-untyped]  # it says nothing of its types

from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import OutgoingMail

# What RFC 5546 asks of an event by method, beyond what every event has.
ALWAYS = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"}
# Nobody is asked to come to what is only told, and what is told by mail says by whom.
ASKED_OF = {"PUBLISH": {"STATUS"}, "REQUEST": {"STATUS", "ORGANIZER", "ATTENDEE"}, "CANCEL": {"ORGANIZER", "ATTENDEE"}}


def lines_that_break_rules(feed: bytes) -> list[bytes]:
    """RFC 5545, 3.1: lines end with CRLF and are at most 75 octets long, and no letter is cut."""
    lines = feed.split(b"\r\n")
    return [line for line in lines[:-1] if len(line) > 75 or b"\n" in line or b"\r" in line] + [
        *filter(None, lines[-1:])
    ]


def read_strictly(body: bytes) -> Sequence[icalendar.Component]:
    """The events of a calendar both programs accept and understand alike; whatever either minds fails the test."""
    assert lines_that_break_rules(body) == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return events_in(body)


def events_in(body: bytes) -> Sequence[icalendar.Component]:
    read = icalendar.Calendar.from_ical(body)
    assert read.errors == []
    method = str(read["METHOD"])
    events = read.walk("VEVENT")
    for each in events:
        assert each.errors == []
        assert ALWAYS | ASKED_OF[method] <= set(each)
    (other,) = vobject.readComponents(body.decode(), validate=True)
    assert (other.version.value, other.method.value) == ("2.0", method)
    others = getattr(other, "vevent_list", [])  # an empty calendar has no such list
    assert [told_by_vobject(each) for each in others] == [told_by_icalendar(each) for each in events]
    return events


def told_by_icalendar(event: icalendar.Component) -> tuple[object, ...]:
    texts = [str(event.get(name, "")) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS")]
    return *texts, int(str(event["SEQUENCE"])), event.decoded("DTSTART"), event.decoded("DTEND")


def told_by_vobject(event: vobject.base.Component) -> tuple[object, ...]:
    texts = [event.getChildValue(name, "") for name in ("uid", "summary", "description", "location", "status")]
    return *texts, int(event.sequence.value), event.dtstart.value, event.dtend.value


def calendar_part(outgoing: OutgoingMail) -> Message | None:
    """The calendar in a mail as its receiver's program finds it; None where the mail brings none."""
    sent = message_from_bytes(message_of(outgoing).message().as_bytes(policy=policy.SMTP))
    parts = [part for part in sent.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) <= 1
    return parts[0] if parts else None


def calendar_in(outgoing: OutgoingMail) -> tuple[str, int, str | None] | None:
    """Method, number of the change and state of the one event a mail brings, read strictly; None for none.

    The method in the mail is the one of the calendar (RFC 6047, 2.4).
    """
    part = calendar_part(outgoing)
    if part is None:
        return None
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert part.get_content_charset() == "utf-8"
    method = str(icalendar.Calendar.from_ical(body)["METHOD"])
    assert part.get_param("method") == method
    (event,) = read_strictly(body)
    assert "ORGANIZER" in event
    assert ("ATTENDEE" in event) is (method != "PUBLISH")
    return method, int(str(event["SEQUENCE"])), event.get("STATUS")
