"""Courses: planned, described, of several days, and certified."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.events import add_event, become, write_values
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Kind
from kiezkontor.districts.models import District
from kiezkontor.meetings.days_told import ADDED, tell_of_day
from kiezkontor.meetings.models import Certificate, Course, CourseDay
from kiezkontor.meetings.models.courses import SKILLS
from kiezkontor.meetings.proofs import proof_of
from kiezkontor.meetings.taking_part import days_of, participants_of
from kiezkontor.notices.links import new_code
from kiezkontor.shared.errors import ActionRefused

MOST_DAYS = 30
MOST_LETTERS = 60


@transaction.atomic
def plan_course(
    district: District, *, values: Mapping[str, Any], course: Mapping[str, Any], capacity: int | None, by: Viewer
) -> Event:
    """Plan an event of the format course; nobody outside of the office sees it before it is announced.

    values: fields of the event; course: fields of Course. Its topic is what one knows more about afterwards.
    """
    taken = {"kind": Kind.COURSE.value, "takes_answers": True, "topic": topic_of(course.get("skill", ""))}
    taken |= dict(values)
    event = add_event(district, values=taken, capacity=capacity, by=by)
    Course.objects.create(event=event, **course)
    record("course.described", event, by=by, district=district)
    return event


def topic_of(skill: str, language: str = "de") -> str:
    """As the calendar files it among its topics; "" where nobody said."""
    with translation.override(language):
        return str(dict(SKILLS).get(skill, ""))[:MOST_LETTERS]


def locked_course(event: Event) -> Course:
    """The course of an event, made where there is none, kept as it is until the end of the transaction."""
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    course, _is_new = Course.objects.get_or_create(event=event)
    course.event = event
    return course


@transaction.atomic
def describe(event: Event, *, values: Mapping[str, Any], by: Viewer) -> Course:
    course = locked_course(event)
    changed = [name for name, value in values.items() if getattr(course, name) != value]
    before = topic_of(course.skill, event.language)
    for name in changed:
        setattr(course, name, values[name])
    if "skill" in changed:
        file_under(course, before=before, by=by)
    if changed:
        course.save(update_fields=changed)
        record("course.described", event, by=by, district=event.district)
    return course


def file_under(course: Course, *, before: str, by: Viewer) -> None:
    """Let all days follow another skill, but for those that somebody filed under a topic of their own."""
    for day in days_of(course):
        if day.topic in {"", before}:
            write_values(day.pk, values={"topic": topic_of(course.skill, day.language)}, by=by)


@transaction.atomic
def add_day(event: Event, *, starts_at: datetime, ends_at: datetime, by: Viewer) -> Event:
    """A further day at the same place; announced where the course is, and told to who signed up.

    Refuses a day that begins when another does.
    """
    course = locked_course(event)
    days = days_of(course)
    if len(days) >= MOST_DAYS:
        raise ActionRefused(_("A course has at most %(most)s days.") % {"most": MOST_DAYS})
    if starts_at in {day.starts_at for day in days}:
        raise ActionRefused(_("The course has a day at that time already."), field="on")
    same = ("title", "text", "language", "place", "address", "lat", "lon", "step_free", "audience", "topic", "contact")
    values = {name: getattr(event, name) for name in same} | {"kind": Kind.COURSE.value, "takes_answers": False}
    is_told = event.stage == stages.ANNOUNCED
    times = {"starts_at": starts_at, "ends_at": ends_at}
    day = add_event(event.district, values=values | times, announce=is_told, by=by)
    CourseDay.objects.create(course=course, event=day)
    record("course.day_added", event, by=by, district=event.district)
    if is_told:
        tell_of_day(event, day, ADDED)
    return day


def let_days_follow(event: Event, before: str, by: Viewer) -> None:
    """Announce, postpone or cancel the further days of a course with its first one; those that differed stay."""
    days = Event.objects.filter(course_day__course__event=event, stage=before)
    for pk in list(days.values_list("pk", flat=True)):
        become(pk, event.stage, by=by)


@transaction.atomic
def certify(event: Event, *, by: Viewer) -> int:
    """Issue a certificate to everybody who was there on enough days and has none; returns how many.

    Who has one that no longer says what the list says gets a new one, and the old code is worth nothing.
    Refuses before the last day has ended.
    """
    course = locked_course(event)
    days = days_of(course)
    now = timezone.now()
    if not days or days[-1].ends_at > now:
        raise ActionRefused(_("The course is not over yet. Certificates are issued after its last day."))
    last_on, issued = timezone.localdate(days[-1].starts_at), 0
    for each in participants_of(course):
        old = each.certificate
        if old and each.has_earned and old.proof == proof_of(old.code, each.row.name, last_on):
            continue
        if old:
            old.delete()
        if each.has_earned:
            code = new_code()
            proof = proof_of(code, each.row.name, last_on)
            Certificate.objects.create(course=course, attendance=each.row, code=code, proof=proof, issued_at=now)
            issued += 1
    record("course.certified", event, by=by, district=event.district, count=issued)
    return issued
