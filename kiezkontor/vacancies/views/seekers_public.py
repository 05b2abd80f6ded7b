"""Looking for a room: one page after the other, and one's own request behind its link."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.notices import links
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_exposes, access_ideas
from kiezkontor.vacancies import access_seekers as access
from kiezkontor.vacancies import telling_seekers as telling
from kiezkontor.vacancies.access_viewings import own_of
from kiezkontor.vacancies.actions import seeking
from kiezkontor.vacancies.forms.seekers import OwnBusinessForm, OwnNeedsForm, OwnPlanForm, OwnRoomForm, SeekForm
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.presenting_seekers import events_of, facts_of_person, facts_of_room
from kiezkontor.vacancies.presenting_viewings import own_rows

OWN, FIRST = "vacancies:seek_own", "vacancies:seek_room"


@dataclass(frozen=True)
class Page:
    """One page of the form. number: of four, as the reader counts them. after: the name of the next one."""

    form: Any
    number: int
    title: str | Promise
    after: str = OWN


PAGES = {
    "plan": Page(OwnPlanForm, 1, gettext_lazy("What you plan"), FIRST),
    "room": Page(OwnRoomForm, 2, gettext_lazy("What room you look for"), "vacancies:seek_needs"),
    "needs": Page(OwnNeedsForm, 3, gettext_lazy("What has to be there"), "vacancies:seek_business"),
    "business": Page(OwnBusinessForm, 4, gettext_lazy("About you and your business")),
}


def initial_of_idea(request: DistrictRequest) -> dict[str, str]:
    """What a published idea for interim use says already for whoever wants to do it."""
    asked = whole_number(request.GET.get("idee", ""))
    idea = (
        next((each for each in access_ideas.published(request.district) if each.pk == asked), None) if asked else None
    )
    return {"kind": "interim", "idea": f"{idea.title}\n\n{idea.words}".strip()} if idea else {}


@require_http_methods(["GET", "HEAD", "POST"])
def seek(request: DistrictRequest) -> HttpResponse:
    code = str(request.POST.get("angebot", "") or request.GET.get("angebot", ""))[:20]
    form = SeekForm(request.POST or None, initial={"angebot": code, **initial_of_idea(request)})
    offer = access_exposes.shown_or_none(request.district, code)

    def begin() -> HttpResponse:
        about = access_exposes.published_of(request.district, code)
        values = form.values() | {"asked_about": about}
        _made, token = seeking.begin(values, district=request.district, by=request.viewer)
        return go_to(request, FIRST, token)

    if done := done_once(request, form, begin):
        return done
    form.renew_when_too_old()
    crumbs = [{"label": _("Vacant units"), "url": reverse("directory:vacancies")}]
    context = {"form": form, "crumbs": crumbs, "offer": offer}
    return render(request, "vacancies/seekers/seek.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: DistrictRequest, token: str, which: str) -> HttpResponse:
    """A further page, or one that is changed later. which: of PAGES."""
    found, shown = access.own(request.district, token), PAGES[which]
    if found.has_ended:
        return go_to(request, OWN, token)
    form = shown.form(request.POST if request.method == "POST" else None, request=found)
    if form.is_valid():
        with refusals_shown_on(form):
            keep(found, form, which, request)
            return go_on(request, found, token, shown, which)
    context = {"form": form, "sought": found, "page": shown, "token": token}
    return render(request, "vacancies/seekers/page.html", context, status=422 if form.errors else 200)


def keep(found: SpaceRequest, form: Any, which: str, request: DistrictRequest) -> None:
    if which == "business":
        passes_on = form.cleaned_data["passes_on"]
        seeking.send(found.pk, form.values(), passes_on=passes_on, by=request.viewer)
    else:
        seeking.fill_in(found.pk, form.values(), by=request.viewer)


def go_on(request: DistrictRequest, found: SpaceRequest, token: str, shown: Page, which: str) -> HttpResponse:
    if found.sent_at is not None:
        messages.success(request, _("It is saved."))
        return go_to(request, OWN, token)
    if which == "business":
        messages.success(request, _("Thank you, your request has arrived at the office."))
    return go_to(request, shown.after, token)


@require_safe
@never_cache
def own(request: DistrictRequest, token: str) -> HttpResponse:
    found = access.own(request.district, token)
    context = {
        "sought": found,
        "token": token,
        "offer": access_exposes.shown_or_none(request.district, found.asked_about.code if found.asked_about else ""),
        "room": facts_of_room(found),
        "person": facts_of_person(found, access.agreed_to_pass_on(found)),
        "events": events_of(found, for_office=False),
        "proposed": proposed_rows(found),
        "viewings": own_rows(own_of(found), now=timezone.now()),
        "waits_for_mail": bool(found.email) and found.email_confirmed_at is None,
    }
    return render(request, "vacancies/seekers/own.html", context)


def proposed_rows(found: SpaceRequest) -> list[dict[str, Any]]:
    """Rooms that were proposed: each with its offer where everybody can read one, and no more of the others."""
    steps = list(access.proposed_to(found))
    offers = access_exposes.shown_of_cases(found.district, [step.case_id for step in steps if step.case_id])
    return [{"at": step.at, "offer": offers.get(step.case_id or 0)} for step in steps]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: DistrictRequest, token: str) -> HttpResponse:
    link, found = access.behind_mail(request.district, token)
    if request.method == "POST":
        seeking.confirm_mail(found.pk, email=link.email, by=request.viewer)
        links.use(link)
        messages.success(request, _("Thank you, the address is confirmed."))
        return go_to(request, FIRST if found.sent_at is None else OWN, telling.own_token(found))
    return render(request, "vacancies/seekers/confirm.html", {"sought": found, "email": link.email})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def renew(request: DistrictRequest, token: str) -> HttpResponse:
    found = access.own(request.district, token)
    if request.method == "POST":
        seeking.renew(found.pk, by=request.viewer)
        messages.success(request, _("Thank you, we go on looking for you."))
        return go_to(request, OWN, token)
    return render(request, "vacancies/seekers/renew.html", {"sought": found, "token": token})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: DistrictRequest, token: str) -> HttpResponse:
    found = access.own(request.district, token)
    if request.method == "POST":
        seeking.withdraw(found.pk, by=request.viewer)
        if found.sent_at is None:
            messages.success(request, _("What you had entered is deleted."))
            return go_to(request, "vacancies:seek")
        messages.success(request, _("Your request is withdrawn. Nobody looks for you any more."))
        return go_to(request, OWN, token)
    return render(request, "vacancies/seekers/withdraw.html", {"sought": found, "token": token})
