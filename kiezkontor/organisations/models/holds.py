from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.organisation import Organisation


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def valid(self) -> Self:
        return self.filter(ended_at=None)


class LegalHold(models.Model):
    """What a district must keep although its time is over: a dispute or an audit is not finished.

    organisation: the one it is about; None for everything of the district. kind: a kind of data as the plan of
    retention names it ("contacts"); empty for all kinds.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="legal_holds")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="legal_holds", verbose_name=_("entry")
    )
    kind = models.CharField(_("which data"), max_length=30, blank=True)
    reason = models.CharField(_("why nothing may be deleted"), max_length=200)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold on deletion")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
