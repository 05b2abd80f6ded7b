"""Quarters of a district without a member meeting, and days that would do."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar import access
from kiezkontor.calendar.days import beginning_of
from kiezkontor.calendar.holidays import public_holidays_between, school_holidays_between
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules.quarters import MEETINGS, Quarter, possible_quarters, proposals
from kiezkontor.calendar.rules.stages import CANCELLED, POSTPONED
from kiezkontor.districts.models import District
from kiezkontor.organisations.access import members_on


@dataclass(frozen=True)
class Lacking:
    """days: proposed for a meeting, in the order of the calendar."""

    quarter: Quarter
    days: list[date]

    @property
    def sentence(self) -> str:
        return lacking_in_words(self.quarter)


def lacking_in_words(quarter: Quarter) -> str:
    values = {"number": quarter.number, "year": quarter.year}
    return _("There is no member meeting in quarter %(number)d of %(year)d") % values


def meetings_in(viewer: Viewer, district: District, quarter: Quarter) -> EventQuerySet:
    """Member meetings that take place in a quarter or are planned for it."""
    return events_in(viewer, district, quarter).filter(kind__in=MEETINGS)


def events_in(viewer: Viewer, district: District, quarter: Quarter) -> EventQuerySet:
    """One postponed has no day until it is given another."""
    found = access.visible_to(viewer, district).exclude(stage__in=[CANCELLED, POSTPONED])
    return found.filter(
        starts_at__gte=beginning_of(quarter.first_on), starts_at__lt=beginning_of(quarter.next.first_on)
    )


def quarters_without_meeting(viewer: Viewer, district: District, on: date) -> list[Lacking]:
    """Of this quarter and the next; none for a district without members, or for whoever does not make events."""
    if not access.may_write(viewer, district) or not members_on(on, district).exists():
        return []
    found = []
    for quarter in possible_quarters(on):
        if not meetings_in(viewer, district, quarter).exists():
            found.append(Lacking(quarter, days_for(viewer, district, quarter, on=on)))
    return found


def days_for(viewer: Viewer, district: District, quarter: Quarter, *, on: date) -> list[date]:
    events = events_in(viewer, district, quarter).values_list("starts_at", flat=True)
    around = (quarter.first_on - timedelta(days=1), quarter.last_on + timedelta(days=1))
    return proposals(
        quarter,
        today=on,
        taken={timezone.localdate(starts_at) for starts_at in events},
        holidays=public_holidays_between(district, *around),
        closed=school_holidays_between(district, *around),
    )
