"""What those who took part in a course are sent and asked: once after it, and once three months later."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Event
from kiezkontor.districts.senders import sender_of
from kiezkontor.meetings.access_courses import EFFECT, FEEDBACK, TOOK_PART
from kiezkontor.meetings.actions.courses import locked_course
from kiezkontor.meetings.models import Attendance, Course, CourseTotal
from kiezkontor.meetings.rules.courses import ANSWERS, Question
from kiezkontor.meetings.taking_on import of_row
from kiezkontor.meetings.taking_part import days_of, participants_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address

READ_DAYS, ANSWER_DAYS = 180, 60


@transaction.atomic
def ask_how_it_was(event: Event, *, by: Viewer) -> int:
    """Mail to everybody who took part, once: certificate, material, and how it was. Returns how many got it."""
    course = locked_course(event)
    refuse_before_the_end(course)
    if course.asked_at is not None:
        raise ActionRefused(_("Everybody who took part was asked already."))
    course.asked_at = timezone.now()
    course.save(update_fields=["asked_at"])
    return ask_all(course, FEEDBACK, "course.asked", by=by)


@transaction.atomic
def ask_what_became_of_it(event: Event, *, by: Viewer) -> int:
    """The one question after three months, asked once; returns how many got it."""
    course = locked_course(event)
    refuse_before_the_end(course)
    if course.effect_asked_at is not None:
        return 0
    course.effect_asked_at = timezone.now()
    course.save(update_fields=["effect_asked_at"])
    return ask_all(course, EFFECT, "course.effect_asked", by=by)


def refuse_before_the_end(course: Course) -> None:
    days = days_of(course)
    if not days or days[-1].ends_at > timezone.now():
        raise ActionRefused(_("The course is not over yet. Nobody was asked."))


def ask_all(course: Course, purpose: str, verb: str, *, by: Viewer) -> int:
    count = 0
    for each in participants_of(course):
        for email, language in of_row(each.row, course.event.language):
            send(course, each.row, email, language, purpose)
            count += 1
    record(verb, course.event, by=by, district=course.event.district, count=count)
    return count


def send(course: Course, row: Attendance, email: str, language: str, purpose: str) -> None:
    event = course.event
    district, about = event.district, "course" if purpose == FEEDBACK else "effect"
    answer = links.make_link(purpose, row.pk, days=ANSWER_DAYS, scope_id=district.pk, email=email)
    with translation.override(language):
        words = {"event": event, "answer_url": district_address(district.slug, "meetings:course_answer", answer.token)}
        if purpose == FEEDBACK:
            read = links.make_link(TOOK_PART, row.pk, days=READ_DAYS, scope_id=district.pk, email=email)
            words["read_url"] = district_address(district.slug, "meetings:took_part", read.token)
        send_after_commit(
            email,
            f"meetings/mail/{about}_subject.txt",
            f"meetings/mail/{about}.txt",
            words,
            sender=sender_of(district, reply_to=event.contact or None),
            language=language,
            kind=Kind.LETTER if purpose == FEEDBACK else Kind.REMINDER,
            message_id=f"course-{about}-{course.pk}-{row.pk}",
        )


@transaction.atomic
def answer(link: PersonalLink, course: Course, answers: Mapping[Question, str]) -> None:
    """Add to the sums, once with each link; what somebody answered has no row and no entry in the log."""
    locked_course(course.event)
    link = links.locked(link)
    if links.state_of(link) != "open":
        raise ActionRefused(_("This link was used already. The first answer counts."))
    links.use(link)
    for question, said in answers.items():
        if said not in ANSWERS[question]:
            raise ValueError(f"{said} is no answer to {question}.")
        total, _is_new = CourseTotal.objects.get_or_create(course=course, question=question.value, answer=said)
        CourseTotal.objects.filter(pk=total.pk).update(count=F("count") + 1)
