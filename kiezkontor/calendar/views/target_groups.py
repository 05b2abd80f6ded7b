"""Target groups of events, as the office keeps them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar import access_groups as access
from kiezkontor.calendar.access import WRITERS
from kiezkontor.calendar.actions import target_groups as actions
from kiezkontor.calendar.forms.target_groups import GroupForm
from kiezkontor.calendar.models import TargetGroup
from kiezkontor.calendar.shown_groups import group_rows
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to

LIST = "calendar:office_groups"


@require_safe
@office_page(*WRITERS)
def groups(request: DistrictRequest) -> HttpResponse:
    year = timezone.localdate().year
    found = list(access.groups_of(request.viewer, request.district))
    context = {"rows": group_rows(found, access.counts_of_year(found, year), now=timezone.now()), "year": year}
    return render(request, "calendar/office/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*WRITERS)
def new(request: DistrictRequest) -> HttpResponse:
    return saved(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    return saved(request, access.group_or_404(request.viewer, request.district, pk))


def saved(request: DistrictRequest, found: TargetGroup | None) -> HttpResponse:
    form = GroupForm(request.POST or None, instance=found)

    def act() -> HttpResponse:
        pk = found.pk if found else None
        actions.save_group(request.district, **form.cleaned_data, pk=pk, by=request.viewer)
        messages.success(request, _("The target group is saved."))
        return go_to(request, LIST)

    context = {"form": form, "group": found}
    done = done_once(request, form, act)
    return done or render(request, "calendar/office/group.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*WRITERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    try:
        actions.remove_group(access.group_or_404(request.viewer, request.district, pk), by=request.viewer)
        messages.success(request, _("The target group is removed."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, LIST)
