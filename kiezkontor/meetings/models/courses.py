from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Event
from kiezkontor.meetings.models.attendance import Attendance
from kiezkontor.outreach.questions_in_words import ANSWERS

SKILLS = [(name, label) for name, label in ANSWERS["skill_gaps"].items() if name != "none"]


class Course(models.Model):
    """What an event of the format course is beyond its time.

    event: its first day, to which people sign up. skill: what one knows more about afterwards, as needs interviews ask
    for it. fee: in euros, 0 where it costs nothing, None where nobody said. days_needed: for a certificate, 0 for all.
    asked_at, effect_asked_at: when those who took part were asked how it was, and what became of it.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="course")
    skill = models.CharField(_("topic"), max_length=20, choices=SKILLS, blank=True)
    target_group = models.CharField(_("for whom it is"), max_length=120, blank=True)
    trainer = models.CharField(_("who leads it"), max_length=160, blank=True)
    fee = models.DecimalField(_("fee in euros"), max_digits=7, decimal_places=2, null=True, blank=True)
    days_needed = models.PositiveSmallIntegerField(_("days for a certificate"), default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    effect_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("course")
        ordering = ["event__starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(fee=None) | Q(fee__gte=0), name="course_fee_is_not_negative")]

    def __str__(self) -> str:
        return str(self.event)


class CourseDay(models.Model):
    """A further day of a course: an event with a list of its own, to which nobody signs up again."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="days")
    event = models.OneToOneField(Event, models.CASCADE, related_name="course_day")

    class Meta:
        verbose_name = _("day of a course")
        ordering = ["event__starts_at", "pk"]

    def __str__(self) -> str:
        return str(self.event)


class Certificate(models.Model):
    """That somebody took part in a course, on paper with a code.

    attendance: their first day, which keeps the name as long as lists keep names. proof: a check number of code, name
    and last day, made with the key of the installation; from it alone neither can be read.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="certificates")
    attendance = models.OneToOneField(Attendance, models.SET_NULL, null=True, blank=True, related_name="certificate")
    code = models.CharField(max_length=8, unique=True)
    proof = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("certificate of a course")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.course}, {self.pk}"


class CourseMaterial(models.Model):
    """A file for those who took part."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(_("file"), upload_to="courses/")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("material of a course")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class CourseTotal(models.Model):
    """How often an answer was given about a course: the sum alone, no row for anybody's answer."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="totals")
    question = models.CharField(max_length=12)
    answer = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("answers about a course")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "question", "answer"], name="answers_about_a_course_add_up")
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.question}: {self.answer}"
