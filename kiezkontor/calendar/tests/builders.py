"""Events, invitations and answers for tests: valid, invented, every detail overridable."""

from collections.abc import Sequence
from datetime import time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar.actions import answers
from kiezkontor.calendar.actions.events import add_event
from kiezkontor.calendar.actions.imports import add_feed
from kiezkontor.calendar.actions.series import add_series
from kiezkontor.calendar.actions.slots import add_slots
from kiezkontor.calendar.models import (
    Answer,
    Body,
    BodyMember,
    CalendarFeed,
    Event,
    EventFormat,
    Invitation,
    Series,
    Slot,
    TargetGroup,
)
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.rules.recurrence import Rhythm, rule_for
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts

_numbers = count(1)


def office_of(district: District) -> Viewer:
    """Somebody who coordinates the district."""
    return districts.viewer(districts.coordinator(district), district, COORDINATOR)


def event(district: District, title: str = "", *, capacity: int | None = None, **details: Any) -> Event:
    """Announced, public, with registration, in two weeks at this time of day, for two hours."""
    starts_at = details.pop("starts_at", None) or timezone.now() + timedelta(days=14)
    values: dict[str, Any] = {
        "title": title or f"Gewerberunde {next(_numbers)}",
        "kind": "round",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "takes_answers": True,
    } | details
    announce, groups = bool(values.pop("announce", True)), values.pop("groups", ())
    by = office_of(district)
    return add_event(district, values=values, capacity=capacity, groups=groups, announce=announce, by=by)


def tours(district: District, title: str = "", *, capacity: int | None = None) -> list[Slot]:
    """The three times, of an hour each, of an event of three hours in two weeks."""
    begins = (timezone.localtime() + timedelta(days=14)).replace(hour=10, minute=0, second=0, microsecond=0)
    found = event(district, title, starts_at=begins, ends_at=begins + timedelta(hours=3))
    times, by = (begins, begins + timedelta(hours=1)), office_of(district)
    return add_slots(found.pk, times=times, capacity=capacity, count=3, by=by)


def event_format(district: District, name: str = "", **details: Any) -> EventFormat:
    """A salon at seven, with a reminder a day before."""
    values = {"name": name or f"Salon {next(_numbers)}", "kind": "salon", "begins_at": time(19), "remind_hours": 24}
    return EventFormat.objects.create(district=district, **(values | details))


def target_group(district: District, name: str = "") -> TargetGroup:
    return TargetGroup.objects.create(district=district, name=name or f"Gruppe {next(_numbers)}")


def body(district: District, name: str = "") -> Body:
    return Body.objects.create(district=district, name=name or f"Gremium {next(_numbers)}")


def body_member(district: District, **details: Any) -> BodyMember:
    return BodyMember.objects.create(body=body(district), person=person(), **details)


def series(
    district: District, *, hosts: Sequence[int] = (), groups: Sequence[TargetGroup] = (), **details: Any
) -> Series:
    """A round each month from next week on, 7:30, announced; hosts: keys of members in turn."""
    first_on = timezone.localdate() + timedelta(days=7)
    values = {
        "title": "Gewerberunde",
        "kind": "round",
        "rule": rule_for(Rhythm.MONTHLY, details.get("first_on", first_on)),
        "first_on": first_on,
        "starts_at_time": time(7, 30),
    } | details
    return add_series(district, values=values, hosts=hosts, groups=groups, by=office_of(district))


def feed(district: District, name: str = "Stadtkalender", **details: Any) -> CalendarFeed:
    """A calendar from elsewhere with one date that waits to be taken over."""
    begins = timezone.now() + timedelta(days=3)
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:fremd-{next(_numbers)}", f"DTSTART:{begins:%Y%m%dT%H%M%SZ}"]
    body = "\r\n".join([*lines, "SUMMARY:Fest", "END:VEVENT", "END:VCALENDAR", ""])
    values = {"name": name, "only_here": False} | details
    return add_feed(district, values=values, body=body.encode(), by=office_of(district))


def invitation(to: Event, name: str = "Gesa Gast", **details: Any) -> Invitation:
    return Invitation.objects.create(event=to, name=name, **({"invited_at": timezone.now()} | details))


def answer(to: Event, name: str = "", **details: Any) -> Answer:
    """A yes of one person, on the website."""
    number = next(_numbers)
    channel = details.pop("channel", Channel.FORM)
    invited = details.pop("invitation", None)
    key = details.pop("key", f"sending-{number}")
    slot = details.pop("slot", None) or to.slots.get()
    given = answers.Given(**({"reply": "yes", "name": name or f"Person {number}"} | details))
    return answers.answer(slot.pk, given=given, key=key, channel=channel, invitation=invited)
