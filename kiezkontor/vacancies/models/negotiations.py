from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.vacancies.models.cases import VacancyCase
from kiezkontor.vacancies.models.seekers import SpaceRequest


class Negotiation(models.Model):
    """A seeker and an owner come to terms about a unit, or do not; the office moderates and notes it."""

    class Outcome(models.TextChoices):
        OPEN = "", pgettext_lazy("a negotiation", "goes on")
        AGREED = "agreed", pgettext_lazy("a negotiation", "they agreed")
        BY_SEEKER = "by_seeker", _("the seeker does not want it any more")
        BY_OWNER = "by_owner", _("the owner decided otherwise")
        NO_TERMS = "no_terms", _("they did not come together")

    case = models.ForeignKey(VacancyCase, models.CASCADE, related_name="negotiations")
    request = models.ForeignKey(SpaceRequest, models.CASCADE, related_name="negotiations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("negotiation")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "request"], condition=Q(closed_at=None), name="one_open_negotiation_of_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="negotiation_that_ended_has_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(date_format(localtime(self.opened_at), "SHORT_DATE_FORMAT"))

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class NegotiationNote(models.Model):
    """What was said or offered on a day. rent: a month without utilities, utilities: in advance; what was offered."""

    class Who(models.TextChoices):
        SEEKER = "seeker", pgettext_lazy("who said it", "the seeker")
        OWNER = "owner", pgettext_lazy("who said it", "the owner")
        BOTH = "both", _("both together")
        OFFICE = "office", pgettext_lazy("who said it", "the office")

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="notes")
    on = models.DateField(_("day"))
    who = models.CharField(_("who"), max_length=6, choices=Who)
    words = models.TextField(_("what was said"))
    rent = models.DecimalField(_("rent offered"), max_digits=9, decimal_places=2, null=True, blank=True)
    utilities = models.DecimalField(_("utilities offered"), max_digits=9, decimal_places=2, null=True, blank=True)
    term = models.CharField(_("time offered"), max_length=120, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("note of a negotiation")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.who}"
