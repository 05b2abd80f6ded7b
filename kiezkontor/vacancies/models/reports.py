from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District, Street
from kiezkontor.vacancies.models.cases import VacancyCase


class VacancyReportQuerySet(models.QuerySet["VacancyReport"]):
    def waiting(self) -> Self:
        return self.filter(status=VacancyReport.Status.RECEIVED)


class VacancyReport(models.Model):
    """What somebody without an account says of a unit that is vacant, or will be.

    expected_from: from when, of a coming vacancy, as far as they know. name and email: both optional, and for the
    office alone. responsible: who of the office looks at it. case: of which it became a part; reason: why it became
    none, in words for whoever reported it. is_own: who reported it says that it is theirs; nobody has checked that.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("a reported vacancy", "received")
        ACCEPTED = "accepted", pgettext_lazy("a reported vacancy", "accepted")
        KNOWN = "known", pgettext_lazy("a reported vacancy", "known already")
        DECLINED = "declined", pgettext_lazy("a reported vacancy", "declined")

    district = models.ForeignKey(District, models.CASCADE, related_name="vacancy_reports")
    is_own = models.BooleanField(_("it is mine, or I manage it"), default=False)
    is_coming = models.BooleanField(_("will be vacant soon"), default=False)
    expected_from = models.DateField(_("expected from"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    street = models.ForeignKey(Street, models.SET_NULL, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    words = models.TextField(_("what else you know"), blank=True)
    image = models.ImageField(_("photo"), upload_to="vacancies/", blank=True)
    thumbnail = models.ImageField(upload_to="vacancies/", blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=5, default="de")
    received_at = models.DateTimeField()
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.RECEIVED)
    case = models.ForeignKey(VacancyCase, models.SET_NULL, null=True, blank=True, related_name="reports")
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = VacancyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported vacancy")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["district", "status", "received_at"], name="vacancy_report_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="vacancy_report_has_a_whole_place",
            ),
            models.CheckConstraint(
                condition=Q(status="received", decided_at__isnull=True)
                | (~Q(status="received") & Q(decided_at__isnull=False)),
                name="vacancy_report_is_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def where(self) -> str:
        """The written place, else the street; "" where neither is known."""
        return self.place or (self.street.name if self.street else "")
