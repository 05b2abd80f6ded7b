"""Formats of events, as the office keeps them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar import access, access_groups
from kiezkontor.calendar.actions import formats as actions
from kiezkontor.calendar.forms.formats import FormatForm
from kiezkontor.calendar.models import EventFormat
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to

LIST = "calendar:office_formats"


@require_safe
@office_page(*access.WRITERS)
def formats(request: DistrictRequest) -> HttpResponse:
    found = access.formats_of(request.viewer, request.district)
    return render(request, "calendar/office/formats.html", {"formats": found})


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def new(request: DistrictRequest) -> HttpResponse:
    return saved(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    return saved(request, access.format_or_404(request.viewer, request.district, pk))


def saved(request: DistrictRequest, found: EventFormat | None) -> HttpResponse:
    groups = access_groups.choosable(request.viewer, request.district)
    form = FormatForm(request.POST or None, instance=found, groups=groups)

    def act() -> HttpResponse:
        pk = found.pk if found else None
        actions.save_format(request.district, values=form.cleaned_data, pk=pk, by=request.viewer)
        messages.success(request, _("The format is saved. Events planned from now on begin with it."))
        return go_to(request, LIST)

    context = {"form": form, "format": found}
    done = done_once(request, form, act)
    return done or render(request, "calendar/office/format.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    actions.remove_format(access.format_or_404(request.viewer, request.district, pk), by=request.viewer)
    messages.success(request, _("The format is removed. Events planned from it stay."))
    return go_to(request, LIST)
