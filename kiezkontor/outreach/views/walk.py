"""Whom to visit, in walking order: for the phone and for paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.views.pipeline import asked_again, filter_of
from kiezkontor.outreach.walk import walk_to


@require_safe
@office_page(*OUTREACH_ROLES)
def walk(request: DistrictRequest) -> HttpResponse:
    return render(request, "outreach/walk.html", context_of(request))


@require_safe
@office_page(*OUTREACH_ROLES)
def paper(request: DistrictRequest) -> HttpResponse:
    return render(request, "outreach/walk_paper.html", context_of(request))


def context_of(request: DistrictRequest) -> dict[str, Any]:
    today = timezone.localdate()
    found = filter_of(request).found(on=today)
    return {
        "walk": walk_to(found, request.district, on=today),
        "query": asked_again(request.GET),
        "today": today,
    }
