from datetime import timedelta

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.models import Answer, Event, Kind
from kiezkontor.calendar.rules import stages
from kiezkontor.districts.models import District
from kiezkontor.meetings.actions.asking import ask_how_it_was, ask_what_became_of_it
from kiezkontor.meetings.actions.swapping import mail_the_others
from kiezkontor.meetings.models import Attendance, Course, Meeting
from kiezkontor.meetings.rules.attending import AFTER, THERE
from kiezkontor.meetings.rules.courses import EFFECT_AFTER, FEEDBACK_AFTER, is_due
from kiezkontor.meetings.taking_part import days_of
from kiezkontor.outreach.actions.activity import note_taking_part

# So long after a meeting it is still corrected who was there.
CORRECTED = timedelta(days=7)


@task
def follow_attendance() -> int:
    """Members who came to a meeting of the last days or have a place in a joint action of them are active in the
    pipeline; returns how many moved.
    """
    now, moved = timezone.now(), 0
    lately = Event.objects.taking_place().filter(ends_at__range=(now - CORRECTED, now))
    for event in lately.filter(Q(kind=Kind.ACTION) | ~Q(meeting=None)).order_by("starts_at", "pk"):
        moved += note_taking_part(
            members_in_action(event) if event.kind == Kind.ACTION else members_at(event),
            district=District.objects.defer("boundary").get(pk=event.district_id),
            on=timezone.localdate(event.starts_at),
            by=system_viewer("nightly"),
        )
    return moved


def members_at(event: Event) -> set[int]:
    there = Attendance.objects.filter(meeting__event=event, state__in=THERE).exclude(organisation=None)
    return set(there.values_list("organisation_id", flat=True))


def members_in_action(event: Event) -> set[int]:
    """Nobody notes who came to a joint action; a place in it is what is known."""
    places = Answer.objects.coming().filter(slot__event=event, slot__cancelled_at=None).exclude(organisation=None)
    return set(places.values_list("organisation_id", flat=True))


@task
def follow_courses() -> int:
    """Ask who took part in a course the night after it and three months later; returns how many mails went."""
    now, by, asked = timezone.now(), system_viewer("nightly"), 0
    open_ones = Course.objects.filter(Q(asked_at=None) | Q(effect_asked_at=None), event__stage=stages.ANNOUNCED)
    for course in open_ones.filter(event__starts_at__lt=now).select_related("event__district"):
        days = days_of(course)
        if not days:
            continue
        if course.asked_at is None and is_due(days[-1].ends_at, after=FEEDBACK_AFTER, now=now):
            asked += ask_how_it_was(course.event, by=by)
        if course.effect_asked_at is None and is_due(days[-1].ends_at, after=EFFECT_AFTER, now=now):
            asked += ask_what_became_of_it(course.event, by=by)
    return asked


@task
def follow_swaps() -> int:
    """Mail to who swapped contacts at a meeting those of the others, once its room is closed; returns how many went."""
    over = Meeting.objects.filter(event__ends_at__lt=timezone.now() - AFTER)
    waiting = over.filter(attendances__swapped__sent_at=None).exclude(attendances__swapped=None).distinct()
    found = waiting.select_related("event__district").order_by("pk")
    return sum(mail_the_others(meeting.event, by=system_viewer("nightly")) for meeting in found)
