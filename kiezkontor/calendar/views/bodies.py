"""Bodies of a district, as the coordination keeps them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.calendar import access_inviting as access
from kiezkontor.calendar.actions import bodies as actions
from kiezkontor.calendar.forms.bodies import BodyForm, SeatForm
from kiezkontor.calendar.models import Body
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

LIST = "calendar:office_bodies"


@require_safe
@office_page(COORDINATOR)
def bodies(request: DistrictRequest) -> HttpResponse:
    found = access.bodies_of(request.viewer, request.district)
    today = {each.key: each.people for each in access.people_of_bodies(request.viewer, request.district)}
    rows = [{"body": each, "people": today.get(f"body-{each.pk}", [])} for each in found]
    return render(request, "calendar/office/bodies.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def new(request: DistrictRequest) -> HttpResponse:
    return saved(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    return saved(request, access.body_or_404(request.viewer, request.district, pk))


def saved(request: DistrictRequest, found: Body | None) -> HttpResponse:
    people = access.people_for_bodies(request.viewer, request.district, found)
    form = BodyForm(request.POST or None, instance=found, people=people)

    def act() -> HttpResponse:
        pk = found.pk if found else None
        actions.save_body(request.district, **form.cleaned_data, pk=pk, by=request.viewer)
        messages.success(request, _("The body is saved."))
        return go_to(request, LIST)

    done = done_once(request, form, act)
    seats = list(access.members_of_body(found)) if found else []
    context = {
        "form": form,
        "body": found,
        "seats": seats,
        "taken": sum(each.deputy_of is None for each in seats),
        "today": timezone.localdate(),
    }
    return done or render(request, "calendar/office/body.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def seat(request: DistrictRequest, pk: int) -> HttpResponse:
    """Since when and until when a member sits in a body, and in whose place."""
    member = access.body_member_or_404(request.viewer, request.district, pk)
    now = {"term_since": member.term_since, "term_until": member.term_until, "deputy_of": member.deputy_of_id}
    form = SeatForm(request.POST or None, initial=now, choosable=access.may_have_deputy(member))
    if form.is_valid():
        with refusals_shown_on(form):
            actions.seat_member(pk, **form.cleaned_data, by=request.viewer)
            messages.success(request, _("The seat is saved."))
            return go_to(request, "calendar:office_body", member.body_id)
    context = {"form": form, "member": member}
    return render(request, "calendar/office/body_seat.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(COORDINATOR)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    actions.remove_body(access.body_or_404(request.viewer, request.district, pk), by=request.viewer)
    messages.success(request, _("The body is removed."))
    return go_to(request, LIST)
