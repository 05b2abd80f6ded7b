"""Further days of a course: how they are counted, and told to who signed up to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

from django.db.models import Q
from django.utils import timezone, translation

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar import ics
from kiezkontor.calendar.hooks import OfSeveral
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import ON_SEVERAL_DAYS, Reply
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.calendar.shown import day_and_time, moved_since
from kiezkontor.calendar.telling import address_for_answer, asked_for, own_page, sender_for
from kiezkontor.meetings.models import CourseDay
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind as MailKind
from kiezkontor.shared.mounting import district_address

ADDED, OFF, MOVED = "added", "off", "moved"


def further_days(event: Event) -> list[Event]:
    """The days of a course after its first one that are told and take place, in order; none for any other event."""
    if event.kind not in ON_SEVERAL_DAYS:
        return []
    days = Event.objects.filter(course_day__course__event=event, stage=stages.ANNOUNCED)
    return list(days.order_by("starts_at", "pk"))


def day_numbers(events: Iterable[OfSeveral]) -> Mapping[int, tuple[int, int]]:
    """The number of each day that takes place of courses of several, and how many there are; by event."""
    courses = [event.pk for event in events if event.kind in ON_SEVERAL_DAYS]
    if not courses:
        return {}
    of_these = Q(course__event__in=courses) | Q(course__days__event__in=courses)
    days = CourseDay.objects.filter(of_these).exclude(event__stage__in=[stages.CANCELLED, stages.PLANNED]).distinct()
    columns = ("course__event", "course__event__starts_at", "event", "event__starts_at")
    numbers: dict[int, tuple[int, int]] = {}
    for (first, begins), rows in groupby(days.order_by(*columns).values_list(*columns), key=lambda row: row[:2]):
        in_order = sorted([(begins, first), *((starts_at, pk) for _first, _begins, pk, starts_at in rows)])
        numbers |= {pk: (nth, len(in_order)) for nth, (_starts_at, pk) in enumerate(in_order, start=1)}
    return numbers


def tell_of_day_off(event: Event, before: str, _by: Viewer) -> None:
    """A further day alone that does not take place; with the whole course its own mail says it."""
    is_off = before == stages.ANNOUNCED and event.stage in {stages.CANCELLED, stages.POSTPONED}
    if event.kind not in ON_SEVERAL_DAYS or not is_off:
        return
    first = Event.objects.select_related("district").filter(course__days__event=event, stage=stages.ANNOUNCED).first()
    if first is not None:
        tell_of_day(first, event, OFF)


def tell_of_day_moved(event: Event, before: datetime) -> None:
    """A further day that takes place at another time."""
    first = Event.objects.select_related("district").filter(course__days__event=event, stage=stages.ANNOUNCED).first()
    if first is not None and event.stage == stages.ANNOUNCED and event.starts_at != before:
        tell_of_day(first, event, MOVED, before=before)


def tell_of_day(first: Event, day: Event, state: str, before: datetime | None = None) -> None:
    """Write to who signed up to the course, in the transaction that changes its days; each state of a day once.

    before: when a day that was moved began.
    """
    answers = Answer.objects.filter(slot__event=first, slot__cancelled_at=None).exclude(email="")
    going = answers.exclude(reply=Reply.NO).exclude(seat=Seat.LAPSED)
    for answer in going.select_related("slot__event__district", "invitation__event__district").order_by("pk"):
        with translation.override(answer.language):
            send_after_commit(
                answer.email,
                "meetings/mail/day_subject.txt",
                "meetings/mail/day.txt",
                {
                    "answer": answer,
                    "event": first,
                    "day": day,
                    "when": day_and_time(day),
                    "state": state,
                    "before": moved_since(day, before),
                    "url": own_page(answer),
                    "district": first.district,
                },
                sender=sender_for(first, reply_to=address_for_answer(answer)),
                language=answer.language,
                kind=MailKind.OWN_DEED,
                message_id=f"course-day-{day.pk}-{state}-{day.sequence}-{answer.pk}",
                calendar=entry_of_day(day, answer) if answer.has_entry else "",
            )


def entry_of_day(day: Event, answer: Answer) -> str:
    """For who signed up to the whole course: nobody answers to a further day."""
    url = district_address(day.district.slug, "calendar:event", day.pk)
    method: ics.Method = "PUBLISH" if day.stage == stages.ANNOUNCED else "CANCEL"
    asked = asked_for(day, answer.email, answer.name, answer=answer)
    return ics.calendar_of(day, method=method, url=url, now=timezone.now(), asked=asked).decode()
