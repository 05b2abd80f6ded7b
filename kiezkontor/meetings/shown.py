"""How agendas read, on the pages of this area and of the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.hooks import Link, Part
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.calendar.rules.kinds import Kind
from kiezkontor.calendar.rules.stages import ANNOUNCED
from kiezkontor.calendar.shown import day_and_time
from kiezkontor.districts.models import District
from kiezkontor.meetings import access, access_courses, access_minutes
from kiezkontor.meetings.access_closed import invited_reads_closed
from kiezkontor.meetings.models import AgendaItem, Meeting
from kiezkontor.meetings.rules.agenda import times_of
from kiezkontor.meetings.rules.kinds import MEETINGS
from kiezkontor.meetings.taking_part import days_of


def agenda_lines(event: Event, items: Sequence[AgendaItem]) -> tuple[list[dict[str, Any]], int]:
    """Items with the time each begins, and the minutes that are left over (below 0: too many)."""
    times = times_of([item.minutes_planned for item in items], begins=event.starts_at, ends=event.ends_at)
    lines = [
        {"item": item, "begins": timezone.localtime(begins)} for item, begins in zip(items, times.begins, strict=True)
    ]
    return lines, times.left


def with_times(event: Event, items: Sequence[AgendaItem], planned: Sequence[tuple[int, int]]) -> Sequence[AgendaItem]:
    """Items with the time each begins. planned: key and minutes of all there are, in order."""
    times = times_of([minutes for _pk, minutes in planned], begins=event.starts_at, ends=event.ends_at)
    begins = dict(zip((pk for pk, _minutes in planned), times.begins, strict=True))
    for item in items:
        item.begins = begins.get(item.pk)
    return items


@dataclass(frozen=True)
class OnTheWall:
    """An item as it is read from afar. item: None where it is not for everybody in the room."""

    number: int
    item: AgendaItem | None
    begins: datetime
    minutes: int


def on_the_wall(meeting: Meeting, items: Iterable[AgendaItem], planned: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """The item it is at, if any, those to come and those before it; before the beginning all are to come."""
    event, known = meeting.event, {item.pk: item for item in items}
    times = times_of([minutes for _pk, minutes in planned], begins=event.starts_at, ends=event.ends_at)
    rows = [
        OnTheWall(number, known.get(pk), begins, minutes)
        for number, ((pk, minutes), begins) in enumerate(zip(planned, times.begins, strict=True), 1)
    ]
    at = next((nth for nth, (pk, _minutes) in enumerate(planned) if pk == meeting.now_at_id), None)
    if at is None:
        return {"now": None, "coming": rows, "before": []}
    return {"now": rows[at], "coming": rows[at + 1 :], "before": rows[:at]}


def agenda_part(viewer: Viewer, event: Event) -> Iterable[Part]:
    """The agenda on the page of its event, without the closed part for who is no member."""
    if event.kind in MEETINGS and (items := list(access.agenda_for(viewer, event))):
        yield Part("meetings/parts/agenda.html", {"items": items})
    if event.kind == Kind.COURSE:
        yield from course_parts(event)
    if event.kind in MEETINGS and access_minutes.reading_of(viewer, event):
        yield Part("meetings/parts/minutes_link.html", {"pk": event.pk})


def agenda_behind_link(event: Event, invitation: Invitation | None) -> Iterable[Part]:
    """The agenda on the page behind somebody's own link, as far as they may read it."""
    if items := invited_to(event, invitation):
        yield Part("meetings/parts/agenda.html", {"items": items})


def agenda_in_lines(invitation: Invitation) -> Iterable[tuple[str, list[str]]]:
    """The same in the mail that invites."""
    if items := invited_to(invitation.event, invitation):
        yield _("Agenda"), [line_of(item) for item in items]


def line_of(item: AgendaItem) -> str:
    begins = time_format(timezone.localtime(item.begins), "H:i")
    return _("%(number)d. %(item)s, from %(time)s") % {"number": item.position + 1, "item": item, "time": begins}


def invited_to(event: Event, invitation: Invitation | None) -> Sequence[AgendaItem]:
    """Items with the time each begins, as far as who is invited may read them; none of what does not take place."""
    if event.kind not in MEETINGS or event.stage != ANNOUNCED:
        return []
    items = list(AgendaItem.objects.filter(meeting__event=event))
    with_times(event, items, [(item.pk, item.minutes_planned) for item in items])
    if all(not item.is_closed for item in items) or invited_reads_closed(event, invitation):
        return items
    return [item for item in items if not item.is_closed]


def course_parts(event: Event) -> Iterable[Part]:
    """What a course is about and its days; on the page of a further day those of the course."""
    of_day = access_courses.course_with_day(event)
    course = of_day or access_courses.course_of(event)
    days = [day_and_time(day) for day in days_of(course)]
    if course.pk:
        yield Part("meetings/parts/course.html", {"course": course, "days": days, "is_further_day": of_day is not None})


def past_links(_viewer: Viewer, district: District) -> Iterable[Link]:
    if access_minutes.public_minutes(district).exists():
        yield Link(_("Minutes for everybody"), reverse("meetings:public_minutes"), "list")


def office_links(viewer: Viewer, event: Event) -> Iterable[Link]:
    if event.kind in MEETINGS:
        yield Link(_("Agenda"), reverse("meetings:agenda", args=[event.pk]), "checklist")
        if viewer.has_role(event.district, *access.MINUTE_TAKERS):
            yield Link(_("Minutes"), reverse("meetings:live", args=[event.pk]), "edit")
        if event.kind == Kind.COURSE:
            course = access_courses.course_with_day(event)
            first = course.event_id if course else event.pk
            yield Link(_("Course"), reverse("meetings:course", args=[first]), "people")
        yield Link(_("Attendance"), reverse("meetings:attendance", args=[event.pk]), "people")


def calendar_links(viewer: Viewer, district: District) -> Iterable[Link]:
    if access.may_lead(viewer, district):
        yield Link(_("What came of it"), reverse("meetings:year"), "checklist")
        yield Link(_("Courses"), reverse("meetings:courses"), "info")
        yield Link(_("Location plan"), reverse("meetings:plan"), "map")
