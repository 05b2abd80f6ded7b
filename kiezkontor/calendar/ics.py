"""Events as other calendars read them (RFC 5545), and as they are sent to people who answer (RFC 5546)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import icalendar
from django.conf import settings
from django.utils import timezone

from kiezkontor.calendar.models import Answer, Event, Slot
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Reply
from kiezkontor.calendar.shown import with_day

type Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODUCT = "-//Kiezkontor//DE"
STATUS = {
    stages.PLANNED: "TENTATIVE",
    stages.ANNOUNCED: "CONFIRMED",
    stages.POSTPONED: "TENTATIVE",
    stages.CANCELLED: "CANCELLED",
}
SEVERAL = 2
PARTSTAT = {Reply.YES: "ACCEPTED", Reply.MAYBE: "TENTATIVE", Reply.NO: "DECLINED"}


@dataclass(frozen=True)
class Asked:
    """Somebody an event is sent to. organiser: the address answers of calendars go to; all that is told has one."""

    email: str
    name: str
    organiser: str
    organiser_name: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Listed:
    """An event of a feed. slots: its times with a beginning of their own; day: which of several it is, in words."""

    event: Event
    url: str
    slots: Sequence[Slot] = ()
    day: str = ""


def calendar_of(
    event: Event,
    *,
    method: Method,
    url: str,
    now: datetime,
    asked: Asked | None = None,
    further_days: Iterable[Event] = (),
    words: Mapping[int, str] | None = None,
) -> bytes:
    """One event as a whole calendar, as a mail brings it or a button downloads it; with its further days, if any.

    words: which of several days each is, by key; mails leave it out, for what they said is not read again.
    """
    words = words or {}
    head = begin("", method=method)
    one = [entry_of(event, url=url, now=now, asked=asked)] if asked is not None else None
    for entry in one or []:
        if method == "PUBLISH":
            del entry["ATTENDEE"]  # nobody is asked whether they come (RFC 5546, 3.2.1)
        if method == "CANCEL":
            state_cancelled(entry, event, asked)
    for entry in one or entries_of(Listed(event, url, list(event.slots.all()), words.get(event.pk, "")), now=now):
        head.add_component(entry)
    for day in further_days:
        head.add_component(entry_of(day, url=url, now=now, day=words.get(day.pk, "")))
    body: bytes = head.to_ical()
    return body


def state_cancelled(entry: icalendar.Event, event: Event, asked: Asked | None) -> None:
    """Whether it is off for all, or takes place and it is this one who is not expected (RFC 5546, 3.2.5)."""
    time = asked.answer.slot if asked and asked.answer else None
    del entry["STATUS"]
    if event.stage in {stages.CANCELLED, stages.POSTPONED} or (time and time.cancelled_at):
        entry.add("STATUS", "CANCELLED")


def feed_of(events: Iterable[Listed], *, name: str) -> Iterator[bytes]:
    """A calendar piece by piece, so that a long one is never held whole."""
    head = begin(name, method="PUBLISH").to_ical()
    end = b"END:VCALENDAR\r\n"
    yield head.removesuffix(end)
    for each in events:
        for entry in entries_of(each, now=each.event.changed_at):
            yield entry.to_ical()
    yield end


def entries_of(listed: Listed, *, now: datetime) -> list[icalendar.Event]:
    """The event; where it has several times with a beginning of their own, an entry for each of them instead."""
    slots = [slot for slot in listed.slots if slot.starts_at is not None]
    if len(slots) < SEVERAL:
        return [entry_of(listed.event, url=listed.url, now=now, day=listed.day)]
    return [entry_of_time(slot, listed, now=now) for slot in slots]


def entry_of_time(slot: Slot, listed: Listed, *, now: datetime) -> icalendar.Event:
    event = listed.event
    found = entry_of(event, url=listed.url, now=now, slot=slot, day=listed.day)
    found["UID"] = icalendar.vText(f"time-{slot.pk}-{event.uid}")
    if slot.label:
        found["SUMMARY"] = icalendar.vText(f"{with_day(event.title, listed.day)}: {slot.label}")
    return found


def begin(name: str, *, method: Method) -> icalendar.Calendar:
    found = icalendar.Calendar()
    found.add("PRODID", PRODUCT)
    found.add("VERSION", "2.0")
    found.add("METHOD", method)
    if name:
        found.add("NAME", name)
        found.add("X-WR-CALNAME", name)
        found.add("REFRESH-INTERVAL", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    return found


def entry_of(
    event: Event, *, url: str, now: datetime, asked: Asked | None = None, slot: Slot | None = None, day: str = ""
) -> icalendar.Event:
    """slot: the one of its times that is meant; without one that somebody answered to. day: as in `Listed`."""
    slot = slot or (asked.answer.slot if asked and asked.answer else None)
    found = icalendar.Event()
    found.add("UID", event.uid)
    found.add("SEQUENCE", event.sequence)
    found.add("DTSTAMP", now.astimezone(UTC))
    found.add("LAST-MODIFIED", event.changed_at.astimezone(UTC))
    found.add("SUMMARY", with_day(event.title, day))
    add_times(found, event, slot)
    found.add("STATUS", "CANCELLED" if slot and slot.cancelled_at else STATUS[event.stage])
    if event.text:
        found.add("DESCRIPTION", event.text)
    if where := ", ".join(part for part in (event.place, event.address) if part) or event.online_url:
        found.add("LOCATION", where)
    if event.lat is not None and event.lon is not None:
        found.add("GEO", (event.lat, event.lon))
    if event.topic:
        found.add("CATEGORIES", [event.topic])
    if url:
        found.add("URL", url)
    if asked is not None:
        add_people(found, asked)
    return found


def add_times(found: icalendar.Event, event: Event, slot: Slot | None) -> None:
    """Moments in UTC, days as days: the day after the last one ends an event of whole days."""
    if event.is_all_day:
        found.add("DTSTART", timezone.localdate(event.starts_at))
        found.add("DTEND", timezone.localdate(event.ends_at) + timedelta(days=1))
        return
    found.add("DTSTART", ((slot and slot.starts_at) or event.starts_at).astimezone(UTC))
    found.add("DTEND", ((slot and slot.ends_at) or event.ends_at).astimezone(UTC))


def add_people(found: icalendar.Event, asked: Asked) -> None:
    organiser = icalendar.vCalAddress(f"mailto:{asked.organiser}")
    organiser.params["CN"] = asked.organiser_name
    found.add("ORGANIZER", organiser)
    who = icalendar.vCalAddress(f"mailto:{asked.email}")
    who.params["CN"] = asked.name
    who.params["ROLE"] = "REQ-PARTICIPANT"
    who.params["PARTSTAT"] = PARTSTAT[Reply(asked.answer.reply)] if asked.answer else "NEEDS-ACTION"
    who.params["RSVP"] = "FALSE" if asked.answer else "TRUE"
    found.add("ATTENDEE", who)


def new_uid(event: Event) -> str:
    """As calendars outside know an event for good. The event is stored."""
    host = settings.INSTALLATION_URL.split("://")[-1].split("/")[0].split(":")[0]
    return f"event-{event.pk}@{host}"
