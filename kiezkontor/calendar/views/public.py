"""The calendar as everybody reads it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiezkontor.calendar import access, hooks, ics
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.shown import by_month, shown
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.caching import public_page

MOST = 300


@require_safe
@public_page
def events(request: DistrictRequest) -> HttpResponse:
    found = access.visible_to(request.viewer, request.district).exclude(stage=stages.PLANNED)
    coming = found.filter(ends_at__gte=timezone.now()).select_related("host")[:MOST]
    context = {"months": by_month(coming), "count": len(coming)}
    return render(request, "calendar/events.html", context)


@require_safe
@public_page
def event(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.event_or_404(request.viewer, request.district, pk)
    return render(request, "calendar/event.html", context_of(request, found))


def context_of(request: DistrictRequest, found: Event) -> dict[str, Any]:
    return {
        "event": found,
        "shown": shown(found),
        "is_open": takes_answers(found),
        "can_write": access.may_write(request.viewer, request.district),
        "parts": hooks.parts_of(request.viewer, found),
    }


def takes_answers(found: Event) -> bool:
    until = found.answers_until or found.starts_at
    return found.takes_answers and found.stage == stages.ANNOUNCED and timezone.now() <= until


@require_safe
@public_page
def event_ics(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.event_or_404(request.viewer, request.district, pk)
    url = request.build_absolute_uri(reverse("calendar:event", args=[found.pk]))
    body = ics.calendar_of(found, method="PUBLISH", url=url, now=found.changed_at)
    headers = {"Content-Disposition": f'attachment; filename="termin-{found.pk}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
