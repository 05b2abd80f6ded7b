"""Whoever looks after an entry gives a hint in a few taps and sees how it stands with their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import STEWARD_ROLES
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.premises.pick import map_for_pins
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.voices import access, hooks
from kiezkontor.voices.actions import giving
from kiezkontor.voices.forms.giving import OwnGiveForm
from kiezkontor.voices.presenting import card_of, cards_of, events_of

PER_PAGE = 20


@require_safe
@office_page(*STEWARD_ROLES)
def own(request: DistrictRequest) -> HttpResponse:
    page = Paginator(access.own(request.viewer, request.district), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "voices/own/list.html", {"page": page, "cards": cards_of(page, now=timezone.now())})


@require_safe
@office_page(*STEWARD_ROLES)
def mine(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.own_or_404(request.viewer, request.district, pk)
    context = {
        "voice": found,
        "card": card_of(found, now=timezone.now()),
        "events": events_of(found),
        "links": hooks.links_of(request.viewer, found),
    }
    return render(request, "voices/own/voice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*STEWARD_ROLES)
@takes_files(MAX_BYTES)
def give(request: DistrictRequest) -> HttpResponse:
    organisations = access.writes_for(request.viewer, request.district)
    if not organisations.exists():
        raise PermissionDenied
    form = OwnGiveForm(
        request.POST or None,
        request.FILES or None,
        topics=access.topics_of(request.district),
        organisations=organisations,
    )

    def take_in() -> HttpResponse:
        made = giving.give_as_member(form.given(), district=request.district, by=request.viewer, **form.values())
        messages.success(request, _("Thank you. The office looks at it within three days."))
        return go_to(request, "voices:mine", made.pk)

    if done := done_once(request, form, take_in):
        return done
    context = {"form": form, "pick": map_for_pins(request.district)}
    return render(request, "voices/own/give.html", context, status=422 if form.errors else 200)
