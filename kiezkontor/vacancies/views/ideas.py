"""Ideas for interim use: for everybody, and the office that decides on them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.media import ASKED_AGAIN, NOT_KEPT, jpeg_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.spoken import spoken
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_exposes, access_lettings
from kiezkontor.vacancies import access_ideas as access
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import ideas as actions
from kiezkontor.vacancies.forms.ideas import DecideForm, ExampleForm, IdeaForm
from kiezkontor.vacancies.models import UseIdea
from kiezkontor.vacancies.views.received import Shelf, received


@require_safe
@public_page
def ideas(request: DistrictRequest) -> HttpResponse:
    context = {
        "ideas": access.published(request.district),
        "examples": access.examples(request.district),
        "crumbs": [{"label": _("Vacant units"), "url": reverse("directory:vacancies")}],
    }
    return render(request, "vacancies/ideas/list.html", context)


@require_safe
def photo(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.photo_or_404(request.viewer, request.district, pk)
    return jpeg_of(found.image, kept=ASKED_AGAIN if found.is_public else NOT_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: DistrictRequest) -> HttpResponse:
    code = str(request.POST.get("angebot", "") or request.GET.get("angebot", ""))[:20]
    form = IdeaForm(request.POST or None, initial={"angebot": code})

    def take_in() -> HttpResponse:
        said = {name: form.cleaned_data[name] for name in ("words", "name", "email")}
        about = access_exposes.published_of(request.district, code)
        actions.give(**said, about=about, district=request.district, by=request.viewer)
        return go_to(request, "vacancies:ideas_given")

    if done := done_once(request, form, take_in):
        return done
    form.renew_when_too_old()
    offer = access_exposes.shown_or_none(request.district, code)
    context = {"form": form, "crumbs": crumbs(), "offer": offer}
    return render(request, "vacancies/ideas/give.html", context, status=422 if form.errors else 200)


def crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Vacant units"), "url": reverse("directory:vacancies")},
        {"label": _("Ideas for interim use"), "url": reverse("vacancies:ideas")},
    ]


@require_safe
@public_page
def given(request: DistrictRequest) -> HttpResponse:
    return render(request, "vacancies/ideas/given.html", {"crumbs": crumbs()})


@require_safe
@office_page(*KEEPERS)
def office_ideas(request: DistrictRequest) -> HttpResponse:
    found = access.visible_to(request.viewer, request.district)
    shelf = Shelf(
        title=_("Ideas for interim use, office"),
        heading=_("Ideas for interim use"),
        lead=_(
            "Look at what is new within 72 hours. You write what everybody reads; examples are made on the page of an "
            "interim use."
        ),
        nothing=_("What people could imagine stands here."),
        public={"label": _("The page for everybody"), "url": reverse("vacancies:ideas")},
        columns=[{"label": label} for label in (_("Idea"), _("Came in"), _("Status"))],
        cells_of=cells_of,
    )
    return received(request, shelf, found)


def cells_of(idea: UseIdea) -> list[Any]:
    about = idea.called
    came_in = date_format(timezone.localdate(idea.received_at), "SHORT_DATE_FORMAT")
    return [
        {"text": spoken(about), "url": reverse("vacancies:office_idea", args=[idea.pk])},
        came_in,
        capfirst(idea.get_status_display()),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def office_idea(request: DistrictRequest, pk: int) -> HttpResponse:
    idea = access.or_404(request.viewer, request.district, pk)
    cases = access.cases_for(request.viewer, request.district, idea)
    form = DecideForm(request.POST or None, idea=idea, cases=cases)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.decide(pk, form.decision(), by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, "vacancies:office_ideas")
    context = {"form": form, "idea": idea}
    return render(request, "vacancies/ideas/office_idea.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(MAX_BYTES)
@office_page(*KEEPERS)
def example(request: DistrictRequest, pk: int) -> HttpResponse:
    letting = access_lettings.or_404(request.viewer, request.district, pk)
    known = access.example_of(letting)
    form = ExampleForm(request.POST or None, request.FILES or None, known=known)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.show(pk, form.texts(), by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, "vacancies:letting", pk)
    context = {"form": form, "letting": letting, "known": known}
    return render(request, "vacancies/ideas/example.html", context, status=422 if form.errors else 200)
