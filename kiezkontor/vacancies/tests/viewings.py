"""Viewings for tests: valid, invented, every detail overridable."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.vacancies.models import Negotiation, SpaceRequest, Tour, TourStop, VacancyCase, Viewing


def viewing(case: VacancyCase, request: SpaceRequest, **details: Any) -> Viewing:
    """One in the calendar, in two days."""
    starts_at = details.get("starts_at", timezone.now() + timedelta(days=2))
    event = calendar.event(
        case.district,
        title=f"Besichtigung {case.pk}",
        kind="appointment",
        audience="invited",
        is_confidential=True,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
    )
    wanted = {"event": event, "starts_at": starts_at, "made_at": timezone.now()}
    return Viewing.objects.create(case=case, request=request, **(wanted | details))


def tour(*cases: VacancyCase, **details: Any) -> Tour:
    """To whoever is invited, in three days."""
    starts_at = timezone.now() + timedelta(days=3)
    inside: dict[str, Any] = {
        "title": "Rundgang",
        "kind": "appointment",
        "audience": "invited",
        "is_confidential": True,
    }
    event = calendar.event(cases[0].district, starts_at=starts_at, **(inside | details))
    made = Tour.objects.create(event=event)
    TourStop.objects.bulk_create(TourStop(tour=made, case=case, position=nth) for nth, case in enumerate(cases, 1))
    return made


def negotiation(case: VacancyCase, request: SpaceRequest, **details: Any) -> Negotiation:
    """One that goes on, with an offer."""
    made = Negotiation.objects.create(case=case, request=request, opened_at=timezone.now(), **details)
    made.notes.create(
        on=timezone.localdate(), who="owner", words="Bietet drei Monate an.", rent=480, noted_at=timezone.now()
    )
    return made
