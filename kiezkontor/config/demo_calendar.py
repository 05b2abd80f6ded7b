"""The calendar of the demo: what was, what comes, one event full, one moved, one cancelled."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar.access_inviting import members_of_body
from kiezkontor.calendar.actions import answers, bodies, inviting
from kiezkontor.calendar.actions.events import add_event, become, move_event
from kiezkontor.calendar.actions.slots import add_slots
from kiezkontor.calendar.actions.target_groups import declare
from kiezkontor.calendar.models import Answer, Event, Invitation, Slot, TargetGroup
from kiezkontor.calendar.rules.inviting import Guest
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.voices.actions.acting import lead_to
from kiezkontor.voices.models import Voice

SLUG, FILE = "karlstrasse", "calendar.toml"
SAID = (
    *("title", "kind", "audience", "topic", "text", "language", "place", "address", "step_free", "access_note"),
    *("online_url", "cost", "own_share"),
)


def load_calendar(district: District, folder: Path) -> None:
    """Nothing in other districts, where nobody coordinates it, or where the events are there already."""
    role = coordinators_on(district, timezone.localdate()).select_related("person").order_by("pk").first()
    several = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))["event"]
    known = Event.objects.filter(district=district, title__in=[each["title"] for each in several])
    if district.slug != SLUG or role is None or known.exists():
        return
    office = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    for wanted in several:
        event = plan(district, wanted, office)
        take_answers(event, wanted, office)
        if "places" in wanted:
            note_places(event, wanted["places"])
        if "body" in wanted:
            invite_body(event, wanted["body"], office)
        follow(event, wanted, office)


def invite_body(event: Event, wanted: Mapping[str, Any], office: Viewer) -> None:
    """terms: of each member by their address, in how many days they end; nobody is written to, and nobody invited where
    the demo has none of them.
    """
    people = list(Person.objects.filter(email__in=wanted["terms"]))
    sizes = {name: wanted[name] for name in ("name", "seats", "quorum_percent")}
    body = bodies.save_body(event.district, members=people, by=office, **sizes)
    for member in members_of_body(body):
        term_until = timezone.localdate() + timedelta(days=wanted["terms"][member.person.email])
        bodies.seat_member(member.pk, term_since=None, term_until=term_until, deputy_of=None, by=office)
    if not people:
        return
    guests = [Guest(str(each), each.email) for each in people]
    inviting.invite(event.pk, inviting.Wanted(members=guests), by=office)
    Invitation.objects.filter(event=event).update(untold=False)


def plan(district: District, wanted: Mapping[str, Any], office: Viewer) -> Event:
    values = {name: wanted[name] for name in SAID if name in wanted}
    values |= times_of(wanted) | {"organiser": "Quartiersbüro Karlstraße (Demonstration)"}
    values["takes_answers"] = not {"capacity", "answers", "times"}.isdisjoint(wanted)
    groups = list(TargetGroup.objects.filter(district=district, name__in=wanted.get("groups", ())))
    made = add_event(
        district,
        values=values,
        capacity=wanted.get("capacity"),
        groups=groups,
        announce=wanted.get("announce", True),
        by=office,
    )
    for voice in Voice.objects.filter(district=district, shown_title=wanted.get("idea", "–")):
        lead_to(voice.pk, made, by=office)
    for number in range(wanted.get("asked", 0)):
        declare(made.pk, [group.pk for group in groups] if number < wanted["declared"] else [])
    return made


def times_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A time of day and minutes, or whole days."""
    day = timezone.localdate() + timedelta(days=wanted["in_days"])
    if "days" in wanted:
        last = day + timedelta(days=wanted["days"] - 1)
        return {"starts_at": moment(day, time.min), "ends_at": moment(last, time(23, 59)), "is_all_day": True}
    starts_at = moment(day, time.fromisoformat(wanted["at"]))
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=wanted["minutes"])}


def moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def take_answers(event: Event, wanted: Mapping[str, Any], office: Viewer) -> None:
    """To the first of its times; noted as by telephone, so that nobody is written to."""
    for time_of_it in wanted.get("times", []):
        add_slots(event.pk, **times_within(event, time_of_it), by=office)
    slot = event.slots.order_by("starts_at", "pk")[0]
    for number, name in enumerate(wanted.get("answers", [])):
        given = answers.Given(reply="yes", name=name)
        answers.answer(slot.pk, given=given, key=f"demo-{number}", channel=Channel.PHONE)
    Answer.objects.filter(slot=slot).update(untold=False)


def note_places(event: Event, people: Sequence[int]) -> None:
    """How many came with each of those who had a place in what is over; names are forgotten by then."""
    slot, now = event.slots.get(), timezone.now()
    seated = {"slot": slot, "reply": "yes", "seat": Seat.SEATED, "channel": Channel.FORM}
    Answer.objects.bulk_create(
        Answer(**seated, key=f"demo-{number}", position=number, people=count, answered_at=now, changed_at=now)
        for number, count in enumerate(people, start=1)
    )
    Slot.objects.filter(pk=slot.pk).update(taken=sum(people), last_position=len(people))


def times_within(event: Event, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A time of an event: minutes after its beginning, how long, name, places."""
    begins = event.starts_at + timedelta(minutes=wanted["after"])
    times = (begins, begins + timedelta(minutes=wanted["minutes"]))
    return {"label": wanted.get("label", ""), "times": times, "capacity": wanted["capacity"]}


def follow(event: Event, wanted: Mapping[str, Any], office: Viewer) -> None:
    """What became of it."""
    if "moves_by" in wanted:
        later = timedelta(days=wanted["moves_by"])
        move_event(event.pk, starts_at=event.starts_at + later, ends_at=event.ends_at + later, by=office)
    if "becomes" in wanted:
        become(event.pk, wanted["becomes"], by=office)
