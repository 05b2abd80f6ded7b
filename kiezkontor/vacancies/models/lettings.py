from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.vacancies.models.cases import VacancyCase
from kiezkontor.vacancies.models.seekers import SpaceRequest
from kiezkontor.vacancies.rules import lettings as rules


class Letting(models.Model):
    """Who uses the unit of a case: by a permanent lease, one for a time, or as an interim use.

    ends_on: the day after the last one; None of a permanent lease alone. tenant: who signed. sign: as what the use is
    known, for the register. ended_on: the day from which it is over; what was agreed stays in ends_on. follows: the
    use for a time that this lease made permanent. request: what the tenant had sent who looked for a room. jobs: as the
    tenant says, created or kept.
    """

    class Kind(models.TextChoices):
        INTERIM = rules.INTERIM, _("interim use")
        FIXED_TERM = rules.FIXED_TERM, _("lease for a time")
        PERMANENT = rules.PERMANENT, _("permanent lease")

    class ChangeOfUse(models.TextChoices):
        UNCHECKED = "unchecked", _("not checked yet")
        NOT_NEEDED = "not_needed", _("no permission needed")
        APPLIED = "applied", _("applied for")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    class Ending(models.TextChoices):
        RUNNING = "", _("not over")
        AT_TERM = "at_term", _("at the agreed end")
        EARLY = "early", _("before the agreed end")
        CONVERTED = "converted", _("became permanent")
        CLOSED_DOWN = "closed_down", _("the business closed down")
        MISTAKE = "mistake", _("it did not come about")

    case = models.ForeignKey(VacancyCase, models.CASCADE, related_name="lettings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    tenant = models.CharField(_("tenant or user"), max_length=160, blank=True)
    sign = models.CharField(_("name of the shop or use"), max_length=120, blank=True)
    purpose = models.CharField(_("use"), max_length=200)
    begins_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    extendable_until = models.DateField(_("may be extended until"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("months of notice"), null=True, blank=True)
    deposit = models.DecimalField(_("deposit in euros"), max_digits=9, decimal_places=2, null=True, blank=True)
    who_pays = models.TextField(_("who pays for what"), blank=True)
    insurance = models.CharField(_("insurance"), max_length=200, blank=True)
    change_of_use = models.CharField(
        _("change of use"), max_length=10, choices=ChangeOfUse, default=ChangeOfUse.UNCHECKED
    )
    change_of_use_note = models.CharField(_("authority, file number, conditions"), max_length=200, blank=True)
    jobs = models.PositiveSmallIntegerField(_("jobs"), null=True, blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    follows = models.OneToOneField("self", models.SET_NULL, null=True, related_name="followed_by")
    request = models.ForeignKey(
        SpaceRequest, models.SET_NULL, null=True, related_name="lettings", verbose_name=_("request for space")
    )
    ending = models.CharField(_("how it ended"), max_length=12, choices=Ending, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("letting")
        ordering = ["-begins_on", "-pk"]
        indexes = [models.Index(fields=["ending", "ends_on"], name="letting_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ending=""), name="one_running_letting_of_a_case"),
            models.CheckConstraint(
                condition=Q(kind=rules.PERMANENT) | Q(ends_on__isnull=False), name="letting_for_a_time_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")), name="letting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_on__isnull=True) | (~Q(ending="") & Q(ended_on__isnull=False)),
                name="letting_that_ended_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.sign or self.purpose

    @property
    def is_running(self) -> bool:
        return not self.ending

    @property
    def has_begun(self) -> bool:
        return self.begins_on <= timezone.localdate()

    @property
    def last_day(self) -> date | None:
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class LettingRent(models.Model):
    """What is paid a month from a day on; a staged rent has several."""

    letting = models.ForeignKey(Letting, models.CASCADE, related_name="rents")
    from_on = models.DateField(_("from"))
    cold = models.DecimalField(_("rent without utilities"), max_digits=9, decimal_places=2)
    utilities = models.DecimalField(_("utilities"), max_digits=9, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("rent")
        ordering = ["letting_id", "from_on"]
        constraints = [models.UniqueConstraint(fields=["letting", "from_on"], name="one_rent_from_a_day")]

    def __str__(self) -> str:
        return f"{self.from_on} {self.cold}"

    @property
    def whole(self) -> Decimal:
        return self.cold + self.utilities


class Handover(models.Model):
    """In which state a unit was handed over to whoever uses it, or back."""

    class Way(models.TextChoices):
        IN = "in", pgettext_lazy("handover", "moving in")
        OUT = "out", pgettext_lazy("handover", "moving out")

    letting = models.ForeignKey(Letting, models.CASCADE, related_name="handovers")
    way = models.CharField(_("occasion"), max_length=3, choices=Way)
    on = models.DateField(_("day"))
    present = models.CharField(_("who was there"), max_length=200, blank=True)
    keys = models.PositiveSmallIntegerField(_("keys"), null=True, blank=True)
    meters = models.TextField(_("meters"), blank=True)
    condition = models.TextField(_("condition and defects"), blank=True)

    class Meta:
        verbose_name = _("handover record")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.on}"


class FollowUp(models.Model):
    """How it goes so many months after the beginning, or by AFTER_END what became of them after the end."""

    class Result(models.TextChoices):
        THERE = "there", _("still there")
        MOVED_NEAR = "moved_near", _("moved within the district")
        GONE = "gone", _("not there any more")

    letting = models.ForeignKey(Letting, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    asked_on = models.DateField(_("asked on"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    jobs = models.PositiveSmallIntegerField(_("jobs"), null=True, blank=True)
    words = models.TextField(_("how it goes"), blank=True)

    class Meta:
        verbose_name = _("follow-up")
        ordering = ["letting_id", "months"]
        constraints = [models.UniqueConstraint(fields=["letting", "months"], name="one_follow_up_after_so_many_months")]

    def __str__(self) -> str:
        return f"{self.months} {self.result}"
