"""A course in the demo's year: two days, who signed up and came, certificates, and answers afterwards and later."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.actions.events import become
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.config.demo_invitations import signed_up
from kiezkontor.districts.models import District
from kiezkontor.meetings.access_courses import EFFECT, FEEDBACK
from kiezkontor.meetings.actions import asking, attending, courses
from kiezkontor.meetings.models import Attendance, Certificate, Course
from kiezkontor.meetings.rules.courses import EFFECT_AFTER, FEEDBACK_AFTER, Question
from kiezkontor.notices.links import make_link

BEGINS, HOURS = time(18), timedelta(hours=2)
# Long enough ago that also its effect was asked for.
FIRST_DAYS_AGO, DAYS_BETWEEN = 112, 7
LATER = {"effect"}


def hold_course(district: District, wanted: Mapping[str, Any], office: Viewer) -> None:
    first_on = timezone.localdate() - timedelta(days=FIRST_DAYS_AGO)
    begins = [
        timezone.make_aware(datetime.combine(first_on + timedelta(days=DAYS_BETWEEN * at), BEGINS)) for at in (0, 1)
    ]
    values = {name: wanted[name] for name in ("title", "text", "place")}
    values |= {"starts_at": begins[0], "ends_at": begins[0] + HOURS}
    details = {name: wanted[name] for name in ("skill", "target_group", "trainer", "fee", "days_needed")}
    first = courses.plan_course(district, values=values, course=details, capacity=wanted["places"], by=office)
    first = become(first.pk, stages.ANNOUNCED, by=office)
    signed_up(first, wanted["there"][0], office)
    second = courses.add_day(first, starts_at=begins[1], ends_at=begins[1] + HOURS, by=office)
    for day, people in zip((first, second), wanted["there"], strict=True):
        for name in people:
            attending.add_person(day, name=name, by=office)
        Attendance.objects.filter(meeting__event=day).update(at=day.starts_at)
    courses.certify(first, by=office)
    Certificate.objects.filter(course__event=first).update(issued_at=second.ends_at)
    answer_all(first, wanted["answers"], district)
    asked_at = second.ends_at + FEEDBACK_AFTER
    Course.objects.filter(event=first).update(asked_at=asked_at, effect_asked_at=second.ends_at + EFFECT_AFTER)


def answer_all(event: Event, answers: list[Mapping[str, str]], district: District) -> None:
    """answers: of one person each, by question; those asked afterwards and those asked later in turn."""
    course = Course.objects.select_related("event").get(event=event)
    people = list(Attendance.objects.filter(meeting__event=event))
    for at, said in enumerate(answers):
        purpose = EFFECT if LATER & set(said) else FEEDBACK
        new = make_link(purpose, people[at % len(people)].pk, days=60, scope_id=district.pk)
        asking.answer(new.link, course, {Question(name): answer for name, answer in said.items()})
