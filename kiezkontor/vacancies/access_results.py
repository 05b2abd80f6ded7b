"""What the work on vacancies came to: its keepers read each figure with its cases, board and funder totals alone."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District, Role
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.models import (
    FollowUp,
    Letting,
    OwnedUnit,
    OwnerTalk,
    SeekerStep,
    SpaceRequest,
    VacancyCase,
    VacancyReport,
    Viewing,
)
from kiezkontor.vacancies.rules.lettings import after_months
from kiezkontor.vacancies.rules.results import Case, Heard, Known, Talk, Use, Wait

READERS_OF_TOTALS = tuple(
    name.value for name in (Role.Name.BOARD, Role.Name.FUNDER, Role.Name.BODY_MEMBER, Role.Name.EDITOR)
)
READERS = (*KEEPERS, *READERS_OF_TOTALS)


def may_read(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, *READERS)


def known_of(viewer: Viewer, district: District) -> Known:
    """All there is to count, in eight statements; nothing for whoever reads no results."""
    if not may_read(viewer, district):
        return Known()
    talks = OwnerTalk.objects.filter(owner__district=district, was_reached=True).order_by("on", "pk")
    reports = VacancyReport.objects.filter(district=district).order_by("pk")
    return Known(
        cases=cases_of(district),
        talks=[Talk(*row) for row in talks.values_list("pk", "owner", "on")],
        uses=uses_of(district),
        reporters=[wait(*row) for row in reports.values_list("pk", "received_at", "decided_at")],
        seekers=[wait(*row) for row in first_answers(district)],
        viewers=[wait(*row) for row in first_viewings(district)],
    )


def cases_of(district: District) -> list[Case]:
    found = VacancyCase.objects.filter(district=district)
    owners: defaultdict[int, list[int]] = defaultdict(list)
    owned = OwnedUnit.objects.filter(owner__district=district, unit__in=found.order_by().values("unit"))
    for unit, owner in owned.order_by("owner").values_list("unit", "owner"):
        owners[unit].append(owner)
    reported = found.annotate(reported_at=Min("reports__received_at")).order_by("opened_at", "pk")
    rows = reported.values_list("pk", "unit", "opened_at", "reported_at", "closed_at")
    return [
        Case(
            pk,
            timezone.localdate(opened_at),
            timezone.localdate(min(opened_at, reported_at or opened_at)),
            day_of(closed_at),
            tuple(owners[unit]),
        )
        for pk, unit, opened_at, reported_at, closed_at in rows
    ]


def uses_of(district: District) -> list[Use]:
    heard: defaultdict[int, list[Heard]] = defaultdict(list)
    followed = FollowUp.objects.filter(letting__case__district=district).order_by("months")
    for letting, asked_on, result, jobs in followed.values_list("letting", "asked_on", "result", "jobs"):
        heard[letting].append(Heard(asked_on, result, jobs))
    found = Letting.objects.filter(case__district=district).order_by("begins_on", "pk")
    columns = ("pk", "case", "kind", "begins_on", "ending", "ended_on", "follows", "jobs", "ends_on")
    return [
        Use(
            **dict(zip(columns, row, strict=True)),
            agreed_on=timezone.localdate(agreed_at),
            heard=tuple(heard[row[0]]),
            supported_until=after_months(months, on=row[3]) if months else None,
        )
        for *row, agreed_at, months in found.values_list(*columns, "agreed_at", "subsidy__months")
    ]


def first_answers(district: District) -> QuerySet[SpaceRequest, Any]:
    """Of each request: its key, when it was sent, and when somebody of the office first gave it another status."""
    moved = SeekerStep.objects.filter(request=OuterRef("pk"), kind=SeekerStep.Kind.MOVED, by__isnull=False)
    first = Subquery(moved.order_by("at").values("at")[:1])
    found = SpaceRequest.objects.sent().filter(district=district).order_by("sent_at", "pk")
    return found.annotate(answered_at=first).values_list("pk", "sent_at", "answered_at")


def first_viewings(district: District) -> QuerySet[SpaceRequest, Any]:
    """Of each request: its key, when it was sent, and when the first viewing was that took place."""
    held = Viewing.objects.held().filter(request=OuterRef("pk"), case__district=district)
    first = Subquery(held.order_by("starts_at").values("starts_at")[:1])
    found = SpaceRequest.objects.sent().filter(district=district).order_by("sent_at", "pk")
    return found.annotate(viewed_at=first).values_list("pk", "sent_at", "viewed_at")


def wait(pk: int, since: datetime, until: datetime | None) -> Wait:
    return Wait(pk, timezone.localdate(since), day_of(until))


def day_of(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def first_day(known: Known) -> date | None:
    """Of what there is to count; None of nothing."""
    days = [case.known_on for case in known.cases] + [each.since for each in (*known.reporters, *known.seekers)]
    return min(days + [use.begins_on for use in known.uses], default=None)
