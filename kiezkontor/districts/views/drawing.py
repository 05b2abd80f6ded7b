"""Office pages about what of a district is drawn on a map: its boundary, its parts, its streets."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access
from kiezkontor.districts.actions import profile as actions
from kiezkontor.districts.actions import streets as street_actions
from kiezkontor.districts.forms import profile as district_forms
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Street
from kiezkontor.districts.outline import Outline, outline
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.views.editing import Methods, page, rows_for, saved
from kiezkontor.districts.views.meanwhile import Meanwhile
from kiezkontor.methods.areas import geojson_of
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import reads_back, refusals_shown_on


def drawing(
    request: DistrictRequest, boundary: dict[str, Any] | None, own: Street | None = None, lines: Any = None
) -> Outline | None:
    """The district as a picture; own and lines: one street as it is, or would be, where that is what it is about."""
    streets = [street.lines for street in access.streets_of(request.district) if street != own]
    parts = [(part.name, part.boundary) for part in access.sub_locations_of(request.district)]
    return outline(boundary, streets, parts, marked=lines or ())


def drawn_page(request: DistrictRequest, form: forms.Form, shown: Outline | None, **context: Any) -> HttpResponse:
    return page(request, "drawn.html", form, outline=shown, **context)


@Methods
@office_page(COORDINATOR)
@takes_files(district_forms.MAX_DRAWN_BYTES)
def boundary(request: DistrictRequest) -> HttpResponse:
    stored = access.boundary_of(request.district)
    meanwhile = boundary_meanwhile(request)
    initial = {"drawn": json.dumps(stored) if stored else ""}
    form = district_forms.BoundaryForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            actions.set_boundary(request.district, geojson=form.cleaned_data["geojson"], by=request.viewer)
            return saved(request, "districts:edit_boundary")
    return drawn_page(request, form, drawing(request, stored), **boundary_words(meanwhile))


@office_page(COORDINATOR)
@reads_back("districts:edit_boundary")
@takes_files(district_forms.MAX_DRAWN_BYTES)
def boundary_preview(request: DistrictRequest) -> HttpResponse:
    """The drawing of a boundary that is not saved; an uploaded file comes back as text, ready to be saved."""
    form = district_forms.BoundaryForm(request.POST, request.FILES)
    words = boundary_words(boundary_meanwhile(request))
    if form.is_valid():
        with refusals_shown_on(form):
            geojson, text = form.cleaned_data["geojson"], form.cleaned_data["drawn"]
            area = None if geojson is None else geojson_of(actions.readable_area(geojson))
            shown = drawing(request, area) if area else None
            return drawn_page(
                request, district_forms.BoundaryForm(initial={"drawn": text}), shown, unsaved=True, **words
            )
    return drawn_page(request, form, None, **words)


def boundary_meanwhile(request: DistrictRequest) -> Meanwhile:
    return Meanwhile(request, request.district, lambda: access.boundary_of(request.district))


def boundary_words(meanwhile: Meanwhile) -> dict[str, Any]:
    return {
        "title": _("Boundary"),
        "nothing": _("No boundary yet. The map and neighbouring districts need it."),
        "form_url": reverse("districts:edit_boundary"),
        "preview_url": reverse("districts:edit_boundary_preview"),
        "seen": meanwhile.seen,
    }


@Methods
@office_page(COORDINATOR)
def parts(request: DistrictRequest) -> HttpResponse:
    meanwhile = parts_meanwhile(request)
    formset, head = parts_forms(request), forms.Form(request.POST or None)
    if formset.is_valid() and head.is_valid():
        found = [part for form in formset if (part := form.part()) is not None]
        with refusals_shown_on(head), meanwhile.nobody_else():
            actions.set_parts(request.district, parts=found, by=request.viewer)
            return saved(request, "districts:edit_parts")
    return parts_page(request, formset, head, meanwhile, drawing(request, access.boundary_of(request.district)))


def parts_meanwhile(request: DistrictRequest) -> Meanwhile:
    return Meanwhile(request, request.district, lambda: stored_parts(request))


def parts_forms(request: DistrictRequest) -> Any:
    return rows_for(district_forms.PartForm, most=60)(request.POST or None, initial=stored_parts(request))


def parts_page(
    request: DistrictRequest, formset: Any, head: forms.Form, meanwhile: Meanwhile, shown: Outline | None
) -> HttpResponse:
    context = {"title": _("Parts of the district"), "formset": formset, "head": head, "seen": meanwhile.seen}
    context["lead"] = _("Places that are compared with each other, such as a mall and the pedestrian zone.")
    context |= {"form_url": reverse("districts:edit_parts"), "preview_url": reverse("districts:edit_parts_preview")}
    return page(request, "rows.html", formset, outline=shown, **context)


def stored_parts(request: DistrictRequest) -> list[dict[str, Any]]:
    return [
        {"position": part.position, "name": part.name, "kind": part.kind, "boundary": json.dumps(part.boundary)}
        for part in access.sub_locations_of(request.district)
    ]


@Methods
@office_page(COORDINATOR)
def streets(request: DistrictRequest) -> HttpResponse:
    found = access.streets_of(request.district)
    form = district_forms.StreetsForm(request.POST or None, streets=found)
    if form.is_valid():
        with refusals_shown_on(form):
            values = form.cleaned_data
            street_actions.change_streets(
                request.district, remove=list(values["remove"]), add=values["names"], by=request.viewer
            )
            return saved(request, "districts:edit_streets")
    return page(request, "streets.html", form, streets=found)


@Methods
@office_page(COORDINATOR)
@takes_files(district_forms.MAX_DRAWN_BYTES)
def street(request: DistrictRequest, pk: int) -> HttpResponse:
    own = access.street_or_404(request.district, pk)
    meanwhile = street_meanwhile(request, own)
    form = district_forms.StreetLinesForm(
        request.POST or None, request.FILES or None, initial={"drawn": multi_line(own.lines)}
    )
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            geojson = form.cleaned_data["geojson"]
            street_actions.set_street_lines(request.district, street=own, geojson=geojson, by=request.viewer)
            return saved(request, "districts:edit_streets")
    return street_page(request, form, own, own.lines, meanwhile)


@office_page(COORDINATOR)
@reads_back("districts:edit_street")
@takes_files(district_forms.MAX_DRAWN_BYTES)
def street_preview(request: DistrictRequest, pk: int) -> HttpResponse:
    """The street as it would run; an uploaded file comes back as text, ready to be saved."""
    own = access.street_or_404(request.district, pk)
    form = district_forms.StreetLinesForm(request.POST, request.FILES)
    meanwhile = street_meanwhile(request, own)
    if form.is_valid():
        with refusals_shown_on(form):
            geojson, text = form.cleaned_data["geojson"], form.cleaned_data["drawn"]
            lines = [] if geojson is None else street_actions.readable_lines(geojson, request.district)
            form = district_forms.StreetLinesForm(initial={"drawn": text})
            return street_page(request, form, own, lines, meanwhile, unsaved=True)
    return street_page(request, form, own, own.lines, meanwhile)


def street_page(
    request: DistrictRequest, form: forms.Form, own: Street, lines: Any, meanwhile: Meanwhile, **more: Any
) -> HttpResponse:
    shown = drawing(request, access.boundary_of(request.district), own, lines)
    others = access.districts_of_street(own).exclude(pk=request.district.pk)
    words = {
        "title": _("Where %(street)s runs") % {"street": own.name},
        "lead": _("Where the street runs: the map, the walk and the lists by street follow this line."),
        "shared_with": [district.name for district in others],
        "nothing": _("There is no line of this street yet."),
        "form_url": reverse("districts:edit_street", args=[own.pk]),
        "preview_url": reverse("districts:edit_street_preview", args=[own.pk]),
        "seen": meanwhile.seen,
    }
    return drawn_page(request, form, shown, **words, **more)


def street_meanwhile(request: DistrictRequest, own: Street) -> Meanwhile:
    return Meanwhile(request, own, lambda: access.street_or_404(request.district, own.pk).lines)


def multi_line(lines: Any) -> str:
    return json.dumps({"type": "MultiLineString", "coordinates": lines}) if lines else ""
