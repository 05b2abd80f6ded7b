"""Viewings for tests: valid, invented, every detail overridable."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.vacancies.models import SpaceRequest, VacancyCase, Viewing


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
