"""Figures about a location that the office wrote: everybody reads them, who keeps the vacancies writes them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District, Street
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import LocationFigure


def published_of(district: District, street: Street | None) -> QuerySet[LocationFigure]:
    """Those of a street, or of the whole district and no single street of it."""
    return LocationFigure.objects.filter(district=district, street=street)


def visible_to(viewer: Viewer, district: District) -> QuerySet[LocationFigure]:
    """All of the district to change them, the latest first."""
    found = LocationFigure.objects.filter(district=district).select_related("street").order_by("-on", "name", "pk")
    return found if may_keep(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> LocationFigure:
    found = get_object_or_404(visible_to(viewer, district), pk=pk)
    found.district = district
    return found
