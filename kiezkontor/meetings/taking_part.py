"""Who took part in a course, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain

from django.db.models import Q

from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.meetings.expecting import known_of, of_attendance
from kiezkontor.meetings.models import Attendance, Certificate, Course
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.rules.courses import took_part
from kiezkontor.meetings.rules.namesakes import Known, nearest


@dataclass(frozen=True)
class Participant:
    """row: of the first day they were there. days: whether they were there, in the order of the days."""

    row: Attendance
    days: tuple[bool, ...]
    has_earned: bool
    certificate: Certificate | None


def days_of(course: Course) -> list[Event]:
    """The first day and all further ones that are not cancelled, in order."""
    wanted = Q(pk=course.event_id)
    if course.pk:
        wanted |= Q(course_day__course=course)
    return list(Event.objects.filter(wanted).exclude(stage=stages.CANCELLED).order_by("starts_at", "pk"))


def participants_of(course: Course) -> list[Participant]:
    """Everybody who was there on a day and whose name is still known, by name; each once."""
    days = [day.pk for day in days_of(course)]
    found = Attendance.objects.filter(meeting__event__in=days, state__in=THERE).exclude(name_key="")
    joined = found.select_related(
        "meeting", "organisation", "answer__organisation", "answer__invitation", "invitation__organisation", "person"
    )
    people = people_in(sorted(joined, key=lambda row: days.index(row.meeting.event_id)))
    certificates = Certificate.objects.filter(course=course.pk).exclude(attendance=None)
    issued = {each.attendance_id: each for each in certificates}
    made = (participant_in(course, days, each, issued) for each in people)
    return sorted(made, key=lambda each: (each.row.name_key, each.row.pk))


def people_in(rows: Iterable[Attendance]) -> list[list[Attendance]]:
    """What is noted of each person, of each day one row; rows come day by day."""
    people: dict[str, list[list[Attendance]]] = {}
    for row in rows:
        namesakes = people.setdefault(row.name_key, [])
        others = [each for each in namesakes if each[-1].meeting_id != row.meeting_id]
        place = nearest(known_by([row]), [known_by(each) for each in others])
        if place is None:
            namesakes.append([row])
        else:
            others[place].append(row)
    return list(chain.from_iterable(people.values()))


def known_by(rows: Iterable[Attendance]) -> Known:
    return reduce(Known.joined, (known_of(of_attendance(row)) for row in rows))


def participant_in(
    course: Course, days: list[int], rows: list[Attendance], issued: dict[int | None, Certificate]
) -> Participant:
    there = {row.meeting.event_id for row in rows}
    by_day = tuple(day in there for day in days)
    has_earned = took_part(by_day, needed=course.days_needed)
    return Participant(rows[0], by_day, has_earned, next((issued[row.pk] for row in rows if row.pk in issued), None))
