"""Hearing of rooms on offer: asked for by anybody, confirmed and ended behind one's own link."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access_subscriptions as access
from kiezkontor.vacancies.actions import subscribing as actions
from kiezkontor.vacancies.forms.subscriptions import SubscribeForm
from kiezkontor.vacancies.presenting_subscriptions import facts_of

OFFERS = "vacancies:offers"


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: DistrictRequest) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("part", *access.CRITERIA) if request.GET.get(name)}
    form = SubscribeForm(request.POST or None, parts=access.parts_of(request.district), initial=asked)

    def ask() -> HttpResponse:
        actions.subscribe(form.values(), district=request.district, by=request.viewer)
        messages.success(
            request, _("Please open the link in the mail that we have sent you. Only then you hear of rooms.")
        )
        return go_to(request, OFFERS)

    if done := done_once(request, form, ask):
        return done
    form.renew_when_too_old()
    crumbs = [{"label": _("Rooms on offer"), "url": reverse(OFFERS)}]
    context: dict[str, Any] = {"form": form, "crumbs": crumbs}
    return render(request, "vacancies/subscriptions/subscribe.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own(request: DistrictRequest, token: str) -> HttpResponse:
    """Confirmed by a button: mail programs open links by themselves."""
    found = access.behind(request.district, token)
    if request.method == "POST":
        actions.confirm(found.pk, by=request.viewer)
        messages.success(request, _("Thank you. You hear of rooms that fit as soon as they are on offer."))
        return go_to(request, "vacancies:subscription", token)
    context = {"subscription": found, "facts": facts_of(found), "token": token}
    return render(request, "vacancies/subscriptions/subscribed.html", context)


@require_POST
@never_cache
def end(request: DistrictRequest, token: str) -> HttpResponse:
    actions.end(access.behind(request.district, token).pk, by=request.viewer)
    messages.success(request, _("You get no more mail about rooms. Your address is deleted."))
    return go_to(request, OFFERS)
