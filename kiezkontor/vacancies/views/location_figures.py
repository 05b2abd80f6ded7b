"""Figures about the location that the office adds: all of them, one added, changed or removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.districts.access import streets_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_location_figures as access
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import location_figures as actions
from kiezkontor.vacancies.forms.location_figures import FigureForm
from kiezkontor.vacancies.models import LocationFigure

FIGURES = "vacancies:location_figures"


def form_for(request: DistrictRequest, known: LocationFigure | None = None) -> FigureForm:
    return FigureForm(request.POST or None, streets=streets_of(request.district).order_by("name"), known=known)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def figures(request: DistrictRequest) -> HttpResponse:
    form = form_for(request)

    def add() -> HttpResponse:
        actions.add(form.figure(), district=request.district, by=request.viewer)
        messages.success(request, _("The figure is published."))
        return go_to(request, FIGURES)

    if done := done_once(request, form, add):
        return done
    context = {"form": form, "figures": access.visible_to(request.viewer, request.district)}
    return render(request, "vacancies/location/figures.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def figure(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = form_for(request, found)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change(found.pk, form.figure(), by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, FIGURES)
    crumbs = [
        {"label": _("Vacancies"), "url": reverse("vacancies:office")},
        {"label": _("Further figures about the location"), "url": reverse(FIGURES)},
    ]
    context = {"form": form, "figure": found, "crumbs": crumbs}
    return render(request, "vacancies/location/figure.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*KEEPERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    actions.remove(access.or_404(request.viewer, request.district, pk), by=request.viewer)
    messages.success(request, _("The figure is deleted."))
    return go_to(request, FIGURES)
