"""What of vacancies waits on the desk, found in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.access import likely_asked, may_keep, uncovered_in
from kiezkontor.vacancies.access_lettings import may_be_due
from kiezkontor.vacancies.access_negotiations import goes_on_in_vain
from kiezkontor.vacancies.models import (
    EarlyWarning,
    Letting,
    LocationEnquiry,
    SpaceRequest,
    UseIdea,
    VacancyCase,
    VacancyReport,
    Viewing,
)
from kiezkontor.vacancies.rules.early import SHOWN_BEFORE


@dataclass(frozen=True)
class Waiting:
    """reports: how many nobody has decided on, first_at: when the oldest came in, None for none.

    is_warned: whether a sign takes effect within three months. may_ask: whether the register may say something else.
    is_let: whether a use may end soon or be one to ask about. is_sought: whether somebody looks for a
    room, whose request may be new or lapse soon. is_viewed: whether a viewing is over of which nobody noted what came.
    is_in_vain: whether viewings or negotiations go on of what nobody can have. uncovered: how many units are vacant in
    the register and have no open case. ideas, idea_at, enquiries, enquiry_at: as with reports.
    """

    reports: int
    first_at: datetime | None
    is_warned: bool
    may_ask: bool
    is_let: bool
    is_sought: bool
    is_viewed: bool
    is_in_vain: bool
    uncovered: int
    ideas: int
    idea_at: datetime | None
    enquiries: int
    enquiry_at: datetime | None


def what_waits(viewer: Viewer, district: District, *, on: date) -> Waiting | None:
    """None for whoever does not keep the vacancies of the district."""
    if not may_keep(viewer, district):
        return None
    reports = VacancyReport.objects.waiting().filter(district=OuterRef("pk"))
    warnings = EarlyWarning.objects.due_by(on + SHOWN_BEFORE).filter(district=OuterRef("pk"))
    cases = VacancyCase.objects.filter(likely_asked(on=on), district=OuterRef("pk"))
    ideas = UseIdea.objects.filter(status=UseIdea.Status.RECEIVED, district=OuterRef("pk"))
    enquiries = LocationEnquiry.objects.waiting().filter(district=OuterRef("pk"))
    in_vain = VacancyCase.objects.filter(goes_on_in_vain(now=timezone.now()), district=OuterRef("pk"))
    rows = District.objects.filter(pk=district.pk).annotate(
        waiting_reports=Coalesce(Subquery(summed(reports, Count("pk"))), 0),
        first_report=Subquery(summed(reports, Min("received_at"))),
        is_warned=Exists(warnings),
        may_ask=Exists(cases),
        is_let=Exists(Letting.objects.filter(may_be_due(on=on), case__district=OuterRef("pk"))),
        waiting_ideas=Coalesce(Subquery(summed(ideas, Count("pk"))), 0),
        first_idea=Subquery(summed(ideas, Min("received_at"))),
        waiting_enquiries=Coalesce(Subquery(summed(enquiries, Count("pk"))), 0),
        first_enquiry=Subquery(summed(enquiries, Min("entered_at"))),
        is_sought=Exists(SpaceRequest.objects.open().filter(district=OuterRef("pk"))),
        is_viewed=Exists(Viewing.objects.ahead().filter(case__district=OuterRef("pk"), starts_at__lt=timezone.now())),
        is_in_vain=Exists(in_vain),
        uncovered=Coalesce(Subquery(counted(uncovered_in(district, on=on))), 0),
    )
    told = ["waiting_reports", "first_report", "is_warned", "may_ask", "is_let", "is_sought", "is_viewed"]
    told += ["is_in_vain", "uncovered", "waiting_ideas", "first_idea", "waiting_enquiries", "first_enquiry"]
    return Waiting(*rows.values_list(*told).get())


def summed(
    rows: QuerySet[VacancyReport] | QuerySet[UseIdea] | QuerySet[LocationEnquiry], what: Count | Min
) -> QuerySet[Any, Any]:
    return rows.order_by().values("district").annotate(summed=what).values("summed")


def counted(units: QuerySet[Unit]) -> QuerySet[Unit, Any]:
    """How many these are, as one row with one number; no row for none."""
    return units.order_by().values(all=Value(1)).annotate(count=Count("pk")).values("count")
