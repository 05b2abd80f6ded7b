"""Who reads the location plan: whoever leads meetings."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.meetings.access import may_lead
from kiezkontor.meetings.models import PlanMeasure


def measures_for(viewer: Viewer, district: District) -> QuerySet[PlanMeasure]:
    """By goal, in the order they came."""
    found = PlanMeasure.objects.filter(district=district).select_related("organisation")
    return found if may_lead(viewer, district) else found.none()


def measure_or_404(viewer: Viewer, district: District, pk: int) -> PlanMeasure:
    return get_object_or_404(measures_for(viewer, district), pk=pk)
