"""Who reads the location plan: the office all of it, members what the network has bound itself to."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.meetings.access import may_lead
from kiezkontor.meetings.models import PlanMeasure
from kiezkontor.meetings.rules.plan import BINDING


def measures_for(viewer: Viewer, district: District) -> QuerySet[PlanMeasure]:
    """By goal, in the order they came; for others than the office what was adopted, and nothing of drafts."""
    found = PlanMeasure.objects.filter(district=district).select_related("organisation")
    return found if may_lead(viewer, district) else found.filter(status__in=BINDING)


def measure_or_404(viewer: Viewer, district: District, pk: int) -> PlanMeasure:
    """One that the viewer may change."""
    found = measures_for(viewer, district)
    return get_object_or_404(found if may_lead(viewer, district) else found.none(), pk=pk)
