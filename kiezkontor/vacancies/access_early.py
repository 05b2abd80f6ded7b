"""Signs of coming vacancies: those who keep the vacancies read them, and nobody else."""

from datetime import date

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import EarlyWarning
from kiezkontor.vacancies.models.early import EarlyWarningQuerySet
from kiezkontor.vacancies.rules.early import SHOWN_BEFORE


def visible_to(viewer: Viewer, district: District) -> EarlyWarningQuerySet:
    found = EarlyWarning.objects.filter(district=district)
    return found if may_keep(viewer, district) else found.none()


def with_units(found: QuerySet[EarlyWarning]) -> QuerySet[EarlyWarning]:
    return found.select_related("unit__address__street", "case__unit__address__street")


def by_day(found: EarlyWarningQuerySet) -> QuerySet[EarlyWarning]:
    """The dated ones first, by day."""
    return with_units(found).order_by(F("on").asc(nulls_last=True), "pk")


def or_404(viewer: Viewer, district: District, pk: int) -> EarlyWarning:
    found = get_object_or_404(with_units(visible_to(viewer, district)), pk=pk)
    found.district = district
    return found


def soon(viewer: Viewer, district: District, *, on: date) -> QuerySet[EarlyWarning]:
    """Those that take effect within three months."""
    return by_day(visible_to(viewer, district).due_by(on + SHOWN_BEFORE))
