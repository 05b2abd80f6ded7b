from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.vacancies.models.cases import VacancyCase
from kiezkontor.vacancies.models.owners import Owner
from kiezkontor.vacancies.models.seekers import SpaceRequest
from kiezkontor.vacancies.rules import viewings as rules


class ViewingQuerySet(models.QuerySet["Viewing"]):
    def ahead(self) -> Self:
        """Those that are still to be, or of which nobody has noted whether they took place."""
        return self.filter(state__in=rules.AHEAD)

    def held(self) -> Self:
        return self.filter(state=rules.HELD)


class Viewing(models.Model):
    """Somebody who looks for a room sees the unit of a case.

    event: its appointment in the calendar, None for one that was noted afterwards; starts_at follows it. invitation: of
    the seeker, None where nobody was written to. attends: who is there for the office or the owner. owner: who was
    asked whether the seeker may know whose it is; only a valid consent to this viewing lets them. words: for the office
    alone.
    """

    class State(models.TextChoices):
        PROPOSED = rules.PROPOSED, pgettext_lazy("a viewing", "proposed")
        AGREED = rules.AGREED, pgettext_lazy("a viewing", "agreed")
        HELD = rules.HELD, pgettext_lazy("a viewing", "took place")
        CANCELLED = rules.CANCELLED, pgettext_lazy("a viewing", "cancelled")
        NO_SHOW = rules.NO_SHOW, pgettext_lazy("a viewing", "nobody came")

    class Result(models.TextChoices):
        OPEN = "", _("not said yet")
        INTERESTED = rules.INTERESTED, _("interested")
        NOT_INTERESTED = rules.NOT_INTERESTED, _("not interested")
        NEGOTIATING = rules.NEGOTIATING, _("wants to negotiate")

    class Reason(models.TextChoices):
        SIZE = "size", _("size or cut")
        RENT = "rent", _("rent")
        CONDITION = "condition", _("condition")
        EQUIPMENT = "equipment", _("something is missing")
        LOCATION = "location", _("location")
        TERM = "term", _("term or moment")
        OTHER = "other", _("another reason")

    case = models.ForeignKey(VacancyCase, models.CASCADE, related_name="viewings")
    request = models.ForeignKey(SpaceRequest, models.CASCADE, related_name="viewings")
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="viewings")
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="viewings")
    starts_at = models.DateTimeField(_("begins"))
    attends = models.CharField(_("who is there"), max_length=200, blank=True)
    owner = models.ForeignKey(Owner, models.SET_NULL, null=True, blank=True, related_name="viewings")
    state = models.CharField(_("how it stands"), max_length=9, choices=State, default=State.PROPOSED)
    result = models.CharField(_("result"), max_length=14, choices=Result, blank=True)
    reason = models.CharField(_("why not"), max_length=9, choices=Reason, blank=True)
    words = models.TextField(_("what was said"), blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        verbose_name = _("viewing")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="viewing_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["event", "case", "request"], name="viewing_of_an_event_once"),
            models.CheckConstraint(condition=Q(result="") | Q(state=rules.HELD), name="viewing_with_a_result_was_held"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(result=rules.NOT_INTERESTED), name="viewing_refused_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(date_format(localtime(self.starts_at), "SHORT_DATETIME_FORMAT"))

    @property
    def is_ahead(self) -> bool:
        return self.state in rules.AHEAD

    @property
    def is_wanted(self) -> bool:
        """Whether who saw the unit would like to have it."""
        return self.result in {rules.INTERESTED, rules.NEGOTIATING}
