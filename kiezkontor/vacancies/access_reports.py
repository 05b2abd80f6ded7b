"""Reported vacancies: the coordination reads them, and whoever reported one how it stands, by their link."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box, distance_m
from kiezkontor.notices import links
from kiezkontor.premises.access import units_in
from kiezkontor.premises.finding import standing_at
from kiezkontor.premises.models import Occupancy, Unit, UseSpell
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import Owner, VacancyCase, VacancyReport
from kiezkontor.vacancies.models.reports import VacancyReportQuerySet
from kiezkontor.vacancies.rules.limits import UNITS_WITHIN_M
from kiezkontor.vacancies.rules.purposes import REPORT

MOST_NEAR = 15


def visible_to(viewer: Viewer, district: District) -> VacancyReportQuerySet:
    found = VacancyReport.objects.filter(district=district)
    return found if may_keep(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> VacancyReport:
    found = visible_to(viewer, district).select_related("street", "responsible", "case__unit__address__street")
    report = get_object_or_404(found, pk=pk)
    report.district = district
    return report


def behind(district: District, token: str) -> VacancyReport:
    """What a link is about; 404 where it opens nothing, or no longer."""
    link = links.opened_by(token, purposes={REPORT}, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    found = VacancyReport.objects.filter(district=district).select_related("street", "responsible")
    report = get_object_or_404(found, pk=link.subject_id)
    report.district = district
    return report


def of_case(viewer: Viewer, district: District, case: VacancyCase) -> QuerySet[VacancyReport]:
    return visible_to(viewer, district).filter(case=case).order_by("received_at", "pk")


def told_by_owner(viewer: Viewer, district: District, case: VacancyCase) -> dict[str, str]:
    """What whoever says that the unit of a case is theirs told of themselves last, as an owner is noted; {} if nobody.

    Names and addresses are forgotten with the report, and so are they here.
    """
    told = of_case(viewer, district, case).filter(is_own=True).exclude(name="", email="").last()
    return {"name": told.name, "email": told.email, "source": Owner.Source.THEMSELVES} if told else {}


def responsible_for(district: District) -> Person | None:
    """Who of the office looks at what is reported: whoever coordinates the district longest."""
    role = coordinators_on(district, timezone.localdate()).select_related("person").order_by("from_on", "pk").first()
    return role.person if role else None


@dataclass(frozen=True)
class Near:
    """A unit that may be meant. metres: from the point on the map, None where nobody pointed at one."""

    unit: Unit
    metres: int | None


def units_near(report: VacancyReport, district: District) -> list[Near]:
    """The units that may be meant: at the written address, else about the point; the likeliest first, a few.

    Of those at the address, the vacant ones are likelier where it is vacant, and the used ones where it soon will be.
    """
    today = timezone.localdate()
    units = units_in(district, on=today).select_related("address__street").order_by("pk")
    found = list(units.filter(standing_at(report.place))) if report.place.strip() else []
    vacant = UseSpell.objects.current_on(today).filter(unit__in=found, occupancy=Occupancy.VACANT)
    likelier = set(vacant.values_list("unit", flat=True))
    found.sort(key=lambda unit: (unit.pk in likelier) is report.is_coming)
    if report.lat is None or report.lon is None:
        return [Near(unit, None) for unit in found[:MOST_NEAR]]
    spot = report.lat, report.lon
    box = Box.around(*spot, north_m=UNITS_WITHIN_M, east_m=UNITS_WITHIN_M)
    around = units.filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    far = {unit: round(distance_m(spot, (unit.lat, unit.lon))) for unit in [*found, *around]}
    written = {unit.pk: place for place, unit in enumerate(found)}
    nearest = sorted(far, key=lambda unit: (written.get(unit.pk, len(written)), far[unit], unit.pk))
    return [Near(unit, far[unit]) for unit in nearest[:MOST_NEAR]]
