"""A year of rounds in the demo: four held, with minutes, decisions and tasks, and the next one planned."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar.actions.events import add_event
from kiezkontor.calendar.models import Event, Series
from kiezkontor.desk.actions import finish_task
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.meetings.actions import agenda, approving, attending, minutes
from kiezkontor.meetings.actions.tasks import ask
from kiezkontor.meetings.models import AgendaItem, Attendance, Decision, Meeting, MinutesVersion
from kiezkontor.meetings.proposing import proposals
from kiezkontor.organisations.access import members_on
from kiezkontor.voices.access import open_for_agenda

SLUG, FILE = "karlstrasse", "meetings.toml"
BEGINS = time(19)


def load_meetings(district: District, folder: Path) -> None:
    """Nothing in other districts, where nobody coordinates it, or where a meeting is there already."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or Meeting.objects.filter(event__district=district).exists():
        return
    office = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    content = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    series = Series.objects.create(
        district=district,
        title=content["title"],
        kind="round",
        rule="FREQ=MONTHLY;INTERVAL=3",
        first_on=today - timedelta(days=content["meeting"][0]["days_ago"]),
        starts_at_time=BEGINS,
    )
    for number, wanted in enumerate(content["meeting"], 1):
        event = plan(district, series, number, wanted, office)
        fill_agenda(event, wanted, office)
        if wanted["days_ago"] > 0:
            hold(event, wanted, office)


def plan(district: District, series: Series, number: int, wanted: Mapping[str, Any], office: Viewer) -> Event:
    day = timezone.localdate() - timedelta(days=wanted["days_ago"])
    starts_at = timezone.make_aware(datetime.combine(day, BEGINS))
    hosts = list(members_on(timezone.localdate(), district))
    values = {
        "series": series,
        "number": number,
        "kind": "round",
        "title": wanted["title"],
        "text": wanted.get("text", ""),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "host": hosts[number % len(hosts)] if hosts else None,
        "takes_answers": True,
    }
    Series.objects.filter(pk=series.pk).update(last_number=number)
    return add_event(district, values=values, announce=True, by=office)


def fill_agenda(event: Event, wanted: Mapping[str, Any], office: Viewer) -> None:
    """Open tasks and what goes on, an idea where one is wanted, then the round's own items."""
    offered = proposals(office, event, None)
    keys = [each.key for each in offered if each.source in {"tasks", "earlier"}]
    if wanted.get("takes_an_idea"):
        keys += [f"voice-{pk}" for pk in open_for_agenda(office, event.district).values_list("pk", flat=True)[:1]]
    agenda.take(event, keys, by=office)
    for item in wanted["item"]:
        values = {"title": item["title"], "minutes_planned": item.get("minutes_planned", 15)}
        agenda.add_item(event, values=values | {"is_closed": item.get("is_closed", False)}, by=office)


def hold(event: Event, wanted: Mapping[str, Any], office: Viewer) -> None:
    for name in wanted["there"]:
        attending.add_person(event, name=name, by=office)
    members = list(members_on(timezone.localdate(), event.district))
    for said in wanted["item"]:
        item = AgendaItem.objects.select_related("meeting__event__district").get(
            meeting__event=event, title=said["title"]
        )
        write_down(item, said, members, office)
    approving.approve_and_send(event, readers="members", has_public=wanted.get("has_public", False), by=office)
    as_of_then(event)


def write_down(item: AgendaItem, said: Mapping[str, Any], members: list[Any], office: Viewer) -> None:
    minutes.write(item, text=said["said"], version=0, by=office)
    if "decision" in said:
        votes = minutes.Votes(*said["votes"]) if "votes" in said else minutes.Votes()
        minutes.decide(item, wording=said["decision"], votes=votes, by=office)
    if "task" in said:
        until = timezone.localdate(item.meeting.event.starts_at) + timedelta(days=said.get("days", 60))
        member = members[len(said["task"]) % len(members)] if members and said.get("by_member") else None
        person = None if member else office.person
        made = ask(item, what=said["task"], due_on=until, organisation=member, person=person, by=office)
        if said.get("is_done") and made.task_id:
            finish_task(made.task_id, by=office)
    if said.get("goes_on"):
        minutes.settle(item, goes_on=True, by=office)


def as_of_then(event: Event) -> None:
    """What was noted just now happened on the day."""
    Attendance.objects.filter(meeting__event=event).update(at=event.starts_at)
    Decision.objects.filter(item__meeting__event=event).update(made_at=event.ends_at)
    Meeting.objects.filter(event=event).update(ended_at=event.ends_at, made_at=event.starts_at)
    approved_at = event.ends_at + timedelta(days=3)
    MinutesVersion.objects.filter(meeting__event=event).update(approved_at=approved_at)
