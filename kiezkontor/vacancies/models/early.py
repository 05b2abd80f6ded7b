from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.models.cases import VacancyCase


class EarlyWarningQuerySet(models.QuerySet["EarlyWarning"]):
    def waiting(self) -> Self:
        return self.filter(settled_at=None)

    def due_by(self, day: date) -> Self:
        return self.waiting().filter(on__lte=day)


class EarlyWarning(models.Model):
    """A sign that a unit may be vacant before long, for those alone who keep the vacancies.

    on: when it takes effect, such as the end of a lease; None where nobody knows. settled_at: since when it is dealt
    with; case: the expected vacancy it became.
    """

    class Kind(models.TextChoices):
        LEASE_END = "lease_end", _("the lease ends")
        NOTICE = "notice", _("notice was given")
        AGE = "age", _("age, and no successor")
        HOURS = "hours", _("open less and less")
        COMPLAINTS = "complaints", _("complaints pile up")
        OTHER = "other", _("another sign")

    district = models.ForeignKey(District, models.CASCADE, related_name="early_warnings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="early_warnings")
    kind = models.CharField(_("kind of sign"), max_length=10, choices=Kind)
    on = models.DateField(_("takes effect on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey(VacancyCase, models.SET_NULL, null=True, blank=True, related_name="warnings")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = EarlyWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("early warning")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["district", "settled_at", "on"], name="early_warning_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None) | Q(settled_at__isnull=False), name="early_warning_with_a_case_is_settled"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit.address or self.unit)
