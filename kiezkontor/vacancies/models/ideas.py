from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.vacancies.models.cases import VacancyCase
from kiezkontor.vacancies.models.lettings import Letting


class UseIdea(models.Model):
    """What somebody without an account could imagine in vacant rooms, for a time.

    case: the vacancy it is for, as its author said or the office thinks; None for the district in general. words, name,
    email: as given, for the office alone. shown_title, shown_words: what everybody reads once it is published.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("an idea for interim use", "new")
        PUBLISHED = "published", pgettext_lazy("an idea for interim use", "published")
        APPLIED = "applied", _("somebody wants to do it")
        CHECKED = "checked", _("concept checked")
        AGREED = "agreed", _("owner agrees")
        TAKEN_UP = "taken_up", _("taken up")
        DECLINED = "declined", pgettext_lazy("an idea for interim use", "declined")

    # Everybody reads these. How far it is does not stand there: that an owner agrees is nobody else's business.
    PUBLIC = (Status.PUBLISHED, Status.APPLIED, Status.CHECKED, Status.AGREED, Status.TAKEN_UP)

    district = models.ForeignKey(District, models.CASCADE, related_name="use_ideas")
    case = models.ForeignKey(VacancyCase, models.SET_NULL, null=True, blank=True, related_name="ideas")
    words = models.TextField(_("idea"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    received_at = models.DateTimeField()
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.RECEIVED)
    shown_title = models.CharField(_("title everybody reads"), max_length=120, blank=True)
    shown_words = models.TextField(_("text everybody reads"), blank=True)
    note = models.TextField(_("note"), blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("idea for interim use")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["district", "status", "received_at"], name="use_idea_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["received", "declined"]) | ~Q(shown_title=""),
                name="use_idea_is_public_with_a_title",
            ),
            models.CheckConstraint(
                condition=Q(status="received", decided_at__isnull=True)
                | (~Q(status="received") & Q(decided_at__isnull=False)),
                name="use_idea_is_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title or f"#{self.pk}"

    @property
    def called(self) -> str:
        """What the office calls it: by its title, or the beginning of what was written."""
        return self.shown_title or Truncator(self.words).chars(80)


class UseExample(models.Model):
    """An interim use that everybody may read of, once the office says so; nothing of its contract stands here.

    A photo has an alternative text, a credit, and the leave of who took it.
    """

    letting = models.OneToOneField(Letting, models.CASCADE, related_name="example")
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("text"), blank=True)
    image = models.ImageField(_("photo"), upload_to="vacancies/", blank=True)
    thumbnail = models.ImageField(upload_to="vacancies/", blank=True)
    alt = models.CharField(_("what the photo shows"), max_length=200, blank=True)
    credit = models.CharField(_("whose photo it is"), max_length=120, blank=True)
    is_public = models.BooleanField(_("everybody may read it"), default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("example of an interim use")
        ordering = ["-letting__begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(image="") | (~Q(alt="") & ~Q(credit="")), name="use_example_photo_is_described"
            )
        ]

    def __str__(self) -> str:
        return self.title
