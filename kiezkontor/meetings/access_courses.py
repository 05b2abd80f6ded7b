"""Who sees courses: whoever leads meetings; for what there is demand, who reads needs interviews whole."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar import access as calendar
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Kind
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Attendance, Certificate, Course, CourseMaterial
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access as outreach
from kiezkontor.outreach.rules.questions import QUESTIONS, counted

# Purposes of the personal links that are mailed to those who took part.
TOOK_PART, FEEDBACK, EFFECT = "course.took_part", "course.feedback", "course.effect"
SKILL_GAPS = next(question for question in QUESTIONS if question.name == "skill_gaps")


def courses_for(viewer: Viewer, district: District) -> EventQuerySet:
    """Events of the format course, without the further days of one."""
    found = calendar.led_by(viewer, district).filter(kind=Kind.COURSE, course_day=None)
    return found.select_related("district", "course")


def course_event_or_404(viewer: Viewer, district: District, pk: int) -> Event:
    return get_object_or_404(courses_for(viewer, district), pk=pk)


def course_of(event: Event) -> Course:
    """What was said of it; an empty one that is not stored where nobody said anything yet."""
    found = Course.objects.filter(event=event).first() or Course(event=event)
    found.event = event
    return found


def course_with_day(event: Event) -> Course | None:
    """The course of which an event is a further day."""
    return Course.objects.filter(days__event=event).select_related("event").first()


def certificates_of(course: Course, row: Attendance) -> QuerySet[Certificate]:
    """Of somebody who took part, as long as their name is known: one at most."""
    return Certificate.objects.filter(course=course, attendance=row).exclude(attendance__name="")


def certificate_or_404(viewer: Viewer, district: District, pk: int) -> Certificate:
    found = Certificate.objects.filter(course__event__in=calendar.led_by(viewer, district)).exclude(attendance=None)
    return get_object_or_404(
        found.exclude(attendance__name="").select_related("course__event__district", "attendance"), pk=pk
    )


def materials_of(course: Course) -> list[CourseMaterial]:
    return list(CourseMaterial.objects.filter(course=course.pk))


def material_or_404(viewer: Viewer, district: District, pk: int) -> CourseMaterial:
    found = CourseMaterial.objects.filter(course__event__in=calendar.led_by(viewer, district))
    return get_object_or_404(found.select_related("course__event__district"), pk=pk)


def link_or_404(district: District, token: str, purposes: Collection[str]) -> PersonalLink:
    """The open link behind a token from a mail."""
    link = links.opened_by(token, purposes=purposes, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    return link


def took_part_behind(district: District, link: PersonalLink) -> tuple[Course, Attendance]:
    """The course somebody took part in, and their row on the list of its first day for them."""
    found = Attendance.objects.filter(meeting__event__district=district).select_related("meeting__event")
    row = get_object_or_404(found, pk=link.subject_id)
    event = row.meeting.event
    courses = Course.objects.select_related("event__district").filter(Q(event=event) | Q(days__event=event))
    return get_object_or_404(courses.distinct()), row


def skills_wanted(viewer: Viewer, district: District) -> dict[str, int]:
    """How many organisations want to know more about what; nothing for who does not read it whole."""
    if not outreach.reads_confidential(viewer, district):
        return {}
    latest = outreach.latest_answers(viewer, district, Organisation.objects.all())
    return counted([answers for _organisation, answers in latest], SKILL_GAPS)


def courses_to_come(viewer: Viewer, district: District) -> dict[str, int]:
    """How many courses there are to come, by what they are about."""
    coming = courses_for(viewer, district).filter(ends_at__gte=timezone.now()).exclude(stage=stages.CANCELLED)
    return dict(
        Course.objects.filter(event__in=coming.values("pk"))
        .exclude(skill="")
        .order_by()
        .values_list("skill")
        .annotate(count=Count("pk"))
    )
