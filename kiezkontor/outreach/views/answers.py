"""The needs interview online: by a personal link or the code of a letter, and for whoever looks after an entry."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import STEWARD_ROLES
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.senders import head_of
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access
from kiezkontor.outreach.actions import answers as actions
from kiezkontor.outreach.forms_interviews import AnswerForm
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.outreach.rules.purposes import NEEDS
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to


def link_of(request: DistrictRequest, token: str) -> tuple[PersonalLink, Organisation]:
    """The link behind a token of this district and whom it asks; 404 for all else."""
    link = links.opened_by(token, purposes={NEEDS}, scope_id=request.district.pk)
    if link is None:
        raise Http404
    return link, organisations.known_or_404(request.district, link.subject_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: DistrictRequest, token: str) -> HttpResponse:
    link, organisation = link_of(request, token)
    earlier = access.answered_with(link)
    if links.state_of(link) != "open":
        context = {"organisation": organisation, "state": links.state_of(link), "earlier": earlier}
        return render(request, "outreach/answer_over.html", context, status=410)

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.answer_by_link(link, organisation, answers=given, district=request.district)
        return go_to(request, "outreach:answered", token)

    return answer_page(request, organisation, earlier, act, until=link.expires_at)


@require_safe
@never_cache
def answered(request: DistrictRequest, token: str) -> HttpResponse:
    link, organisation = link_of(request, token)
    context = {"organisation": organisation, "until": link.expires_at, "token": token}
    return render(request, "outreach/answered.html", context)


@require_POST
@never_cache
def take_back(request: DistrictRequest, token: str) -> HttpResponse:
    link, organisation = link_of(request, token)
    return taken_back(
        request,
        lambda: actions.take_back_by_link(link, organisation, district=request.district),
        go_to(request, "outreach:answer", token),
    )


@require_POST
@office_page(*STEWARD_ROLES)
def own_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = organisations.own_or_404(request.viewer, request.district, pk)
    return taken_back(
        request,
        lambda: actions.take_back_all(organisation, district=request.district, by=request.viewer),
        go_to(request, "organisations:own_entry", pk),
    )


@require_POST
@office_page(*access.OUTREACH_ROLES)
def office_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.organisation_or_404(request.viewer, request.district, pk)
    return taken_back(
        request,
        lambda: actions.take_back_all(organisation, district=request.district, by=request.viewer),
        go_to(request, "outreach:organisation", pk),
    )


def taken_back(request: DistrictRequest, act: Callable[[], int], then: HttpResponse) -> HttpResponse:
    try:
        act()
        messages.success(request, _("The answers are deleted."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return then


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*STEWARD_ROLES)
def own_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = organisations.own_or_404(request.viewer, request.district, pk)
    earlier = access.correctable_by(organisation, request.district, request.viewer).first()

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.answer_as_member(organisation, answers=given, district=request.district, by=request.viewer)
        return go_to(request, "outreach:own_answered", pk)

    return answer_page(request, organisation, earlier, act, until=None)


@require_safe
@office_page(*STEWARD_ROLES)
def own_answered(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = organisations.own_or_404(request.viewer, request.district, pk)
    return render(request, "outreach/answered.html", {"organisation": organisation, "until": None})


def answer_page(
    request: DistrictRequest,
    organisation: Organisation,
    earlier: NeedsInterview | None,
    act: Callable[[dict[str, Any]], HttpResponse],
    *,
    until: Any,
) -> HttpResponse:
    """The questions on one page, with what was answered before. until: the moment until which it may be changed."""
    form = AnswerForm(request.POST or None, initial=earlier.answers if earlier else {})
    if done := done_once(request, form, lambda: act(form.answers())):
        return done
    context = {
        "form": form,
        "organisation": organisation,
        "earlier": earlier,
        "until": until,
        "office": head_of(request.district),
        "days": access.CORRECTABLE_DAYS,
    }
    return render(request, "outreach/answer.html", context, status=422 if form.errors else 200)
