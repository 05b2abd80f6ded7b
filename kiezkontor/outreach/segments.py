"""Saved filters of the outreach, as whom one may invite to events."""

from collections.abc import Iterable
from functools import partial

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.hooks import Segment
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access
from kiezkontor.outreach.forms import PipelineFilter


def segments_of(viewer: Viewer, district: District) -> Iterable[Segment]:
    for saved in access.filters_of(viewer, district):
        yield Segment(f"outreach-{saved.pk}", saved.name, partial(found_by, saved.query, viewer, district))


def found_by(query: str, viewer: Viewer, district: District) -> QuerySet[Organisation]:
    today = timezone.localdate()
    everybody = access.pipeline_of(viewer, district, on=today)
    return PipelineFilter(QueryDict(query), everybody=everybody, district=district).found(on=today)
