"""Who reads tours and days of viewings: the coordination; a public tour is read in the calendar by everybody."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.days import beginning_of
from kiezkontor.calendar.models import Answer
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access_viewings
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import Tour, VacancyCase, Viewing
from kiezkontor.vacancies.models.viewings import ViewingQuerySet
from kiezkontor.vacancies.rules.viewings import CANCELLED


def visible_to(viewer: Viewer, district: District) -> QuerySet[Tour]:
    found = Tour.objects.filter(event__district=district)
    return found if may_keep(viewer, district) else found.none()


def coming(viewer: Viewer, district: District, *, now: datetime) -> QuerySet[Tour]:
    found = visible_to(viewer, district).filter(event__ends_at__gte=now).select_related("event")
    return found.order_by("event__starts_at", "pk")


def or_404(viewer: Viewer, district: District, pk: int) -> Tour:
    tour = get_object_or_404(visible_to(viewer, district).select_related("event"), pk=pk)
    tour.event.district = district
    return tour


def cases_of(tour: Tour) -> list[VacancyCase]:
    """In the order in which they are seen; for whoever reads the tour."""
    stops = tour.stops.select_related("case__unit__address__street", "case__unit__building")
    return [stop.case for stop in stops.order_by("position", "pk")]


def viewings_of(tour: Tour) -> list[Viewing]:
    found = Viewing.objects.filter(event=tour.event_id)
    return list(found.select_related("case__unit__address__street", "case__unit__building", "request", "invitation"))


def signed_up(tour: Tour) -> list[Answer]:
    """Who signed up without being invited as a seeker."""
    return list(Answer.objects.filter(slot__event=tour.event_id, invitation=None).order_by("answered_at", "pk"))


def on_day(viewer: Viewer, district: District, on: date) -> list[Viewing]:
    """All viewings of a day that were not called off, by time and unit."""
    begins = beginning_of(on)
    found: ViewingQuerySet = access_viewings.visible_to(viewer, district)
    found = found.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)).exclude(state=CANCELLED)
    return list(access_viewings.with_all(found).order_by("starts_at", "case", "pk"))


def by_unit(viewings: Iterable[Viewing]) -> list[tuple[VacancyCase, list[Viewing]]]:
    """Units by their address, each with its viewings in order."""
    found: dict[int, list[Viewing]] = {}
    for viewing in viewings:
        found.setdefault(viewing.case_id, []).append(viewing)
    return sorted(((those[0].case, those) for those in found.values()), key=lambda each: (str(each[0]), each[0].pk))


def by_seeker(viewings: Iterable[Viewing]) -> list[tuple[str, list[Viewing]]]:
    """Seekers by their name, each with their viewings in order."""
    found: dict[int, list[Viewing]] = {}
    for viewing in viewings:
        found.setdefault(viewing.request_id, []).append(viewing)
    rows = [(str(those[0].request), pk, those) for pk, those in found.items()]
    return [(name, those) for name, _pk, those in sorted(rows, key=lambda row: row[:2])]
