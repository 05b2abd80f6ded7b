"""Outreach to one organisation: what was said and done, and what comes next."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.desk.access import tasks_about
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.access_contacting import may_be_contacted, words_on_quiet
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.week import said_hours
from kiezkontor.outreach import access, actions
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.forms import ContactForm, MoveForm, SupportForm
from kiezkontor.outreach.shown import entry_shown
from kiezkontor.outreach.views.pipeline import PIPELINE, asked_again
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to

ENTRIES_SHOWN = 100
ABOUT = "organisations.organisation"
# Whoever comes from a list or a walk gets back there, with the filter they had.
STARTS = {"list": PIPELINE, "walk": "outreach:walk"}
LAST_CHANNEL = "last_channel"


def came_from(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in STARTS if name in request.GET}


def way_back(request: HttpRequest) -> str:
    """The address of the list or walk somebody came from; empty where they came from elsewhere."""
    for name, asked in came_from(request).items():
        filtered = QueryDict(asked)
        number = filtered.get("page", "")
        parts = [asked_again(filtered), f"page={number}" if number.isdecimal() else ""]
        query = "&".join(part for part in parts if part)
        return reverse(STARTS[name]) + (f"?{query}" if query else "")
    return ""


def came_from_walk(request: HttpRequest) -> bool:
    return next(iter(came_from(request)), "") == "walk"


def about(request: DistrictRequest, shown: Organisation) -> str:
    """The page of an organisation, from which the way back is still known."""
    start = came_from(request)
    return reverse("outreach:organisation", args=[shown.pk]) + (f"?{urlencode(start)}" if start else "")


@require_safe
@office_page(*OUTREACH_ROLES)
def organisation(request: DistrictRequest, pk: int) -> HttpResponse:
    return history(request, access.organisation_or_404(request.viewer, request.district, pk), opened=False)


@require_POST
@office_page(COORDINATOR)
def confidential(request: DistrictRequest, pk: int) -> HttpResponse:
    """The same page with what is confidential; the log notes who asked for it."""
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    actions.open_confidential(shown, district=request.district, by=request.viewer)
    return history(request, shown, opened=True)


def history(request: DistrictRequest, shown: Organisation, *, opened: bool) -> HttpResponse:
    viewer, district = request.viewer, request.district
    entries = [
        entry_shown(each, opened=opened) for each in access.entries_about(viewer, district, shown)[:ENTRIES_SHOWN]
    ]
    support = access.support_about(viewer, district, shown)
    context = {
        "organisation": shown,
        "words_on_quiet": words_on_quiet(shown, district),
        "activation": access.activation_of(shown, district),
        "moves": access.moves_of(viewer, district, shown, opened=opened),
        "entries": entries,
        "has_closed": any(each.is_closed for each in entries),
        "tasks": tasks_about(viewer, district, ABOUT, shown.pk),
        "support": support,
        "minutes": access.minutes_of(support),
        "today": timezone.localdate(),
        "has_answered": access.has_answered(shown, district),
        "can_edit": organisations.can_edit(viewer, district),
        **reached(request, shown),
        **starting(request),
    }
    return render(request, "outreach/organisation.html", context)


def reached(request: DistrictRequest, shown: Organisation) -> dict[str, Any]:
    """How to reach them, where they may be; their people are for those who look after entries."""
    if not may_be_contacted(shown):
        return {"phone": "", "email": "", "hours": said_hours(shown.opening_hours), "people": []}
    people = access.contacts_to_talk_to(request.viewer, shown, request.district)
    return {
        "phone": phone_as_printed(shown.phone),
        "email": shown.email,
        "hours": said_hours(shown.opening_hours),
        "people": [{"contact": each, "phone": phone_as_printed(each.phone)} for each in people],
    }


def starting(request: DistrictRequest) -> dict[str, Any]:
    return {
        "back_url": way_back(request),
        "start": urlencode(came_from(request)),
        "from_walk": came_from_walk(request),
    }


def answer(
    request: DistrictRequest,
    form: Form,
    shown: Organisation,
    act: Callable[[], object],
    *,
    title: str | Promise,
    said: str | Promise,
    template: str = "outreach/form.html",
    then: str = "",
) -> HttpResponse:
    """What all forms about an organisation do: act once, say so, and lead back to it, or where `then` says."""

    def act_and_go() -> HttpResponse:
        act()
        messages.success(request, str(said))
        return go_to(request, then or about(request, shown))

    if done := done_once(request, form, act_and_go):
        return done
    context = {
        "form": form,
        "organisation": shown,
        "words_on_quiet": words_on_quiet(shown, request.district),
        "title": title,
        "cancel_url": about(request, shown),
        **starting(request),
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def contact(request: DistrictRequest, pk: int) -> HttpResponse:
    district = request.district
    shown = access.organisation_or_404(request.viewer, district, pk)
    form = ContactForm(
        request.POST or None,
        organisation=shown,
        district=district,
        viewer=request.viewer,
        initial={"channel": "visit" if came_from_walk(request) else request.session.get(LAST_CHANNEL, "visit")},
    )

    def note() -> None:
        actions.log_contact(shown, form.talk(), district=district, by=request.viewer)
        request.session[LAST_CHANNEL] = form.cleaned_data["channel"]

    back = way_back(request)
    said = _("The contact with %(name)s is noted.") % {"name": shown} if back else _("The contact is noted.")
    return answer(
        request,
        form,
        shown,
        note,
        title=gettext_lazy("Note a contact"),
        said=said,
        template="outreach/contact.html",
        then=f"{back}#at-{pk}" if back else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    activation = access.activation_of(shown, request.district)
    form = MoveForm(request.POST or None, status=activation.status if activation else "identified")
    return answer(
        request,
        form,
        shown,
        lambda: actions.move(shown, district=request.district, by=request.viewer, **form.cleaned_data),
        title=gettext_lazy("Change the status"),
        said=gettext_lazy("The status is changed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def support(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    form = SupportForm(request.POST or None)
    return answer(
        request,
        form,
        shown,
        lambda: actions.note_support(shown, district=request.district, by=request.viewer, **form.cleaned_data),
        title=gettext_lazy("Note support"),
        said=gettext_lazy("The support is noted."),
    )
