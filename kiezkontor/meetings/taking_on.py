"""Who took on what at a meeting, where they are reached, and what of it their own page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, groupby

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import address_of
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings.access_minutes import latest_versions, parts_read
from kiezkontor.meetings.models import Attendance, Meeting, MeetingTask, MinutesVersion
from kiezkontor.meetings.rules.attending import THERE, State, same_name
from kiezkontor.notices.access import withheld_from
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access_contacting import may_be_contacted
from kiezkontor.organisations.models import Organisation


@dataclass(frozen=True)
class TakenOn:
    """A task nobody has done.

    reached_at: addresses of whoever took it on with their languages, the nearest first, without those that get no mail.
    entry: of whoever took it on, where they have one.
    """

    task: MeetingTask
    reached_at: Mapping[str, str]
    entry: Organisation | None = None

    @property
    def is_unreached(self) -> bool:
        """Whether somebody outside of the office took it on to whom no mail goes."""
        return bool(self.task.owner) and self.task.person_id is None and not self.reached_at


def taken_on_at(meeting: Meeting) -> list[TakenOn]:
    tasks = MeetingTask.objects.filter(item__meeting=meeting, task__done_at=None).exclude(task=None)
    tasks = tasks.exclude(owner="", organisation=None, person=None).select_related("person", "organisation", "item")
    given = list(tasks.order_by("pk"))
    if not given:
        return []
    joined = Attendance.objects.filter(meeting=meeting).select_related(
        "answer", "invitation__organisation", "organisation", "person"
    )
    rows, event = list(joined.order_by("pk")), meeting.event
    found = []
    for task in given:
        reached: dict[str, str] = {}
        for email, spoken in reached_at(task, rows, event.language):
            reached.setdefault(email.lower(), spoken)
        found.append((task, reached))
    closed = withheld_from(
        list(chain.from_iterable(each for _task, each in found)), Kind.LETTER, scope_id=event.district_id
    )
    return [
        TakenOn(task, {email: spoken for email, spoken in reached.items() if email not in closed}, entry_of(task, rows))
        for task, reached in found
    ]


def unreached_among(taken_on: Iterable[TakenOn]) -> list[TakenOn]:
    return [each for each in taken_on if each.is_unreached]


def entry_of(task: MeetingTask, rows: Iterable[Attendance]) -> Organisation | None:
    named = named_as_owner(task, rows)
    return task.organisation or (named[0].organisation if len(named) == 1 else None)


def named_as_owner(task: MeetingTask, rows: Iterable[Attendance]) -> list[Attendance]:
    name = same_name(task.owner)[:120]
    return [row for row in rows if name and row.name_key == name]


def reached_at(task: MeetingTask, rows: Iterable[Attendance], language: str) -> Iterable[tuple[str, str]]:
    """Of a member first its own address, then those of its people there; of a name that of the list of who came, and
    none where several there have it.
    """
    if task.person:
        yield task.person.email, task.person.language
    elif task.organisation:
        own = task.organisation
        if own.email and may_be_contacted(own):
            yield own.email, language
        for row in rows:
            if row.organisation_id == own.pk and row.state in THERE and row.state != State.DEPUTY:
                yield from of_row(row, language)
    else:
        named = named_as_owner(task, rows)
        if len(named) == 1:
            yield from of_row(named[0], language)


def of_row(row: Attendance, language: str) -> Iterable[tuple[str, str]]:
    """The nearest address of somebody who was there; none where nobody knows one. language: that of the meeting.

    The organisation of a deputy is that of the person who did not come, and its address theirs.
    """
    organisation = None if row.state == State.DEPUTY else row.organisation
    known = (
        (row.person.email, row.person.language) if row.person else ("", ""),
        (row.answer.email, row.answer.language) if row.answer else ("", ""),
        (address_of(row.invitation), row.invitation.language) if row.invitation else ("", ""),
        (organisation.email, language) if organisation and may_be_contacted(organisation) else ("", ""),
    )
    return [next((each for each in known if each[0]), ("", ""))] if any(each[0] for each in known) else []


def open_tasks_of(organisation: Organisation, district: District) -> list[MeetingTask]:
    """What a member took on at meetings of which there are minutes and has not done, the nearest day first."""
    minutes = MinutesVersion.objects.filter(meeting=OuterRef("item__meeting"))
    found = MeetingTask.objects.filter(
        Exists(minutes), organisation=organisation, item__meeting__event__district=district, task__done_at=None
    )
    return list(
        found.exclude(task=None)
        .select_related("item__meeting__event")
        .order_by("item__meeting__event__starts_at", "item__meeting", "due_on", "pk")
    )


def by_meeting(viewer: Viewer, district: District, tasks: Iterable[MeetingTask]) -> list[dict[str, object]]:
    """Tasks with their meeting and whether the viewer reads its minutes."""
    groups = [(event, list(own)) for event, own in groupby(tasks, key=lambda task: task.item.meeting.event)]
    versions = latest_versions(event for event, _tasks in groups)
    read = parts_read(viewer, district, dict(versions.values_list("meeting__event", "readers")))
    return [{"event": event, "tasks": own, "reads": event.pk in read} for event, own in groups]


def own_panel_of(request: DistrictRequest, organisation: Organisation) -> SafeString:
    """The open tasks of a member, for whoever looks after its entry; nothing where there are none."""
    tasks = open_tasks_of(organisation, request.district)
    if not tasks:
        return SafeString("")
    context = {"meetings": by_meeting(request.viewer, request.district, tasks)}
    return render_to_string("meetings/parts/own_tasks.html", context, request=request)
