"""A year of rounds in the demo: four held, with minutes, decisions and tasks, the next one planned; and a course."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar.actions.events import add_event
from kiezkontor.calendar.actions.reminders import remind_as_series
from kiezkontor.calendar.actions.series import dates_ahead, make_ahead, put_hosts, times_on
from kiezkontor.calendar.models import Event, Series
from kiezkontor.calendar.placing import place_in_series, rooms_of
from kiezkontor.calendar.rules.recurrence import OnHoliday, Rhythm, rule_for
from kiezkontor.config.demo_courses import hold_course
from kiezkontor.config.demo_drafts import load_drafts
from kiezkontor.config.demo_invitations import invite_to_next, signed_up, were_invited
from kiezkontor.desk.actions import finish_task
from kiezkontor.desk.models import Task
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import BrandDraft, District
from kiezkontor.meetings.actions import agenda, approving, attending, balloting, boards, minutes
from kiezkontor.meetings.actions.plan import add_measure, put_photos
from kiezkontor.meetings.actions.tasks import ask
from kiezkontor.meetings.models import AgendaItem, Attendance, Ballot, Decision, Meeting, MeetingTask, MinutesVersion
from kiezkontor.meetings.proposing import proposals
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.models import Organisation
from kiezkontor.voices.access import open_for_agenda
from kiezkontor.voices.models import Voice

SLUG, FILE = "karlstrasse", "meetings.toml"
BEGINS = time(19)
WEDNESDAY = 2
# As many quarters are held as lie behind this first date; the next is about six weeks from now.
FIRST_DAYS_AGO = 318


def load_meetings(district: District, folder: Path) -> None:
    """Nothing in other districts, where nobody coordinates it, or where a meeting is there already."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or Meeting.objects.filter(event__district=district).exists():
        return
    office = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    content = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    load_drafts(district, content["draft"], office)
    hosts = list(members_on(today, district))
    series = series_of(district, content, today)
    put_hosts(series, [host.pk for host in hosts])
    for number, (day, wanted) in enumerate(zip(dates_ahead(series), content["meeting"], strict=False), 1):
        event = plan(series, number, day, hosts, wanted, office)
        fill_agenda(event, wanted, office)
        if day < today:
            were_invited(event, wanted["there"], content["comes_for"], office)
            hold(event, wanted, office)
        else:
            remind_as_series(series, [event])
            invite_to_next(event, wanted["replies"], content["comes_for"], office)
    make_ahead(series.pk, by=office)
    load_workshop(district, content["workshop"], office)
    follow_workshop(district, content, folder, office)
    hold_course(district, content["course"], office)


def load_workshop(district: District, wanted: Mapping[str, Any], office: Viewer) -> None:
    """A workshop that was held between two rounds, with cards on its walls."""
    day = timezone.localdate() - timedelta(days=wanted["days_ago"])
    day += timedelta(days=(WEDNESDAY - day.weekday()) % 7)
    begins = timezone.make_aware(datetime.combine(day, BEGINS))
    values = {
        "kind": "workshop",
        "title": wanted["title"],
        "text": wanted["text"],
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=3),
        "takes_answers": True,
    }
    event = add_event(district, values=values, announce=True, by=office)
    signed_up(event, wanted["there"], office)
    fill_agenda(event, wanted, office)
    hold(event, wanted, office)


def follow_workshop(district: District, content: Mapping[str, Any], folder: Path, office: Viewer) -> None:
    """What the location plan says of it; days: after the workshop."""
    held_on = timezone.localdate() - timedelta(days=content["workshop"]["days_ago"])
    for said in content["measure"]:
        days = {"due_on": held_on + timedelta(days=said["days"])}
        values = days | {name: said[name] for name in said.keys() - {"days", "idea", "photos"}}
        idea = Voice.objects.filter(district=district, shown_title=said.get("idea", "")).first()
        measure = add_measure(district, values=values, voice=idea, by=office)
        pictures = {which: folder / "photos" / name for which, name in said.get("photos", {}).items()}
        if pictures:
            put_photos(measure.pk, {which: each.read_bytes() for which, each in pictures.items()}, by=office)


def hang_cards(item: AgendaItem, said: Mapping[str, Any], office: Viewer) -> None:
    """said: the question, the kind of board, and the cards by the name of their field or cluster."""
    board = boards.put_up(item, question=said["asked"], kind=said.get("kind", "cards"), by=office)
    fields = {cluster.quadrant: cluster.pk for cluster in board.clusters.all()}
    for name, texts in said["cards"].items():
        cards = [boards.write_card(board, text=text, cluster=fields.get(name)).pk for text in texts]
        if name not in fields:
            boards.sort(board, cards, cluster=None, name=name, by=office)
    boards.take_cards(board, is_open=False, by=office)


def series_of(district: District, content: Mapping[str, Any], today: date) -> Series:
    """Every three months on the same Wednesday, for about a year."""
    first_on = today - timedelta(days=FIRST_DAYS_AGO)
    first_on += timedelta(days=(WEDNESDAY - first_on.weekday()) % 7)
    return Series.objects.create(
        district=district,
        title=content["title"],
        kind="round",
        rule=rule_for(Rhythm.QUARTERLY, first_on),
        first_on=first_on,
        starts_at_time=BEGINS,
        on_holiday=OnHoliday.WEEK_LATER,
        takes_answers=True,
        remind_text=content["remind_text"],
        **content["from_series"],
        announces=True,
    )


def plan(
    series: Series, number: int, day: date, hosts: list[Organisation], wanted: Mapping[str, Any], office: Viewer
) -> Event:
    host = hosts[(number - 1) % len(hosts)] if hosts else None
    values = {
        **times_on(series, day),
        **place_in_series(series, host, rooms_of([host] if host else [], series.district)),
        "series": series,
        "series_on": day,
        "by_hand": True,
        "number": number,
        "kind": "round",
        "title": wanted["title"],
        "text": wanted.get("text", ""),
        "host": host,
        "takes_answers": True,
        **{name: getattr(series, name) for name in ("topic", "initiator", "organiser")},
    }
    Series.objects.filter(pk=series.pk).update(last_number=number, turns=number)
    return add_event(series.district, values=values, announce=True, by=office)


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
        row = attending.add_person(event, name=name, by=office)
        attending.let_vote(row, may_vote=name not in wanted.get("guests", ()), by=office)
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
    if "question" in said:
        vote(item, said, office)
    if "cards" in said:
        hang_cards(item, said, office)
    if "task" in said:
        until = timezone.localdate(item.meeting.event.starts_at) + timedelta(days=said.get("days", 60))
        member = members[len(said["task"]) % len(members)] if members and said.get("by_member") else None
        person = None if member else office.person
        made = ask(item, what=said["task"], due_on=until, organisation=member, person=person, by=office)
        if said.get("is_done") and made.task_id:
            finish_task(made.task_id, by=office)
    if said.get("goes_on"):
        minutes.settle(item, goes_on=True, by=office)


def vote(item: AgendaItem, said: Mapping[str, Any], office: Viewer) -> None:
    """papers: for each of those who were there and vote the answers they agreed with, by their place."""
    district = item.meeting.event.district
    drafts = BrandDraft.objects.filter(district=district, name__in=said["drafts"]).values_list("pk", flat=True)
    asked = balloting.ask(
        item, question=said["question"], way="several", points=0, options=(), drafts=drafts, by=office
    )
    balloting.begin(asked, by=office)
    keys = list(asked.options.values_list("pk", flat=True))
    there = Attendance.objects.filter(meeting=item.meeting_id, may_vote=True)
    for person, chosen in zip(there, said["papers"], strict=False):
        balloting.vote_by_phone(asked, person.pk, {keys[place]: 1 for place in chosen})
    balloting.close(asked, by=office)
    Ballot.objects.filter(pk=asked.pk).update(
        opened_at=item.meeting.event.starts_at, closed_at=item.meeting.event.ends_at
    )


def as_of_then(event: Event) -> None:
    """What was noted just now happened on the day."""
    Attendance.objects.filter(meeting__event=event).update(at=event.starts_at)
    Decision.objects.filter(item__meeting__event=event).update(made_at=event.ends_at)
    Meeting.objects.filter(event=event).update(ended_at=event.ends_at, made_at=event.starts_at)
    made = MeetingTask.objects.filter(item__meeting__event=event, task__done_at__isnull=False)
    ended_on = timezone.localdate(event.ends_at)
    for pk, due_on in made.values_list("task", "due_on"):
        done_at = event.ends_at + ((due_on or ended_on) - ended_on) / 2
        Task.objects.filter(pk=pk or 0).update(done_at=done_at)
    approved_at = event.ends_at + timedelta(days=3)
    MinutesVersion.objects.filter(meeting__event=event).update(approved_at=approved_at)
