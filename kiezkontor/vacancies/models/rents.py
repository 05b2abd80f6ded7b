from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.vacancies.models.lettings import Letting
from kiezkontor.vacancies.rules import rent_models as rules


class RentModelQuerySet(models.QuerySet["RentModel"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)


class RentModel(models.Model):
    """Who pays what of a subsidised rent, by the rules of a programme.

    terms: as a file of `kontor rent-model` holds them, shares as texts so that none is rounded. replaces: the version
    before this one, which uses have that were agreed with it. retired_at: since when no use gets it any more.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="rent_models")
    name = models.CharField(_("name"), max_length=120)
    terms: Any = models.JSONField()
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaced_by")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = RentModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("rent model")
        ordering = ["name", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"], condition=Q(retired_at=None), name="one_offered_rent_model_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rules(self) -> rules.RentModel:
        return rules.model_of(self.terms)


class LettingSubsidy(models.Model):
    """By which model the rent of a use is paid. rent: what the shares are of, a month; area_sqm: None where unknown."""

    letting = models.OneToOneField(Letting, models.CASCADE, related_name="subsidy")
    model = models.ForeignKey(RentModel, models.PROTECT, related_name="subsidies", verbose_name=_("rent model"))
    rent = models.DecimalField(_("rent in euros"), max_digits=9, decimal_places=2)
    months = models.PositiveSmallIntegerField(_("months"))
    area_sqm = models.DecimalField(_("area in m²"), max_digits=8, decimal_places=2, null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("subsidy of a rent")
        constraints = [models.CheckConstraint(condition=Q(months__gte=1, rent__gte=0), name="subsidy_of_some_months")]

    def __str__(self) -> str:
        return f"{self.letting_id} {self.model_id}"
