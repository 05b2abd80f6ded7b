from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.spreadsheet import csv_file
from kiezkontor.surveys import figures_in_words, public_in_words
from kiezkontor.surveys.public import PublicRound, published_rounds


@require_safe
@public_page
def rounds(request: DistrictRequest) -> HttpResponse:
    return render(request, "surveys/public/rounds.html", {"rounds": published_rounds(request)[::-1]})


def public_round_or_404(request: DistrictRequest, number: int) -> tuple[PublicRound, PublicRound | None]:
    """The published round of this number and the published one before it."""
    before = None
    for each in published_rounds(request):
        if each.survey_round.number == number:
            return each, before
        before = each
    raise Http404


@require_safe
@public_page
def survey_round(request: DistrictRequest, number: int) -> HttpResponse:
    public, before = public_round_or_404(request, number)
    parts = public_in_words.part_rows(public)
    context: dict[str, Any] = {
        "public": public,
        "survey_round": public.survey_round,
        "lines": public_in_words.cells(public.lines),
        "chart": public_in_words.structure_chart(public, earlier=before),
        "measures": public_in_words.measures(public),
        "supply": figures_in_words.supplied(public.supply),
        "parts": parts,
        "streets": public_in_words.street_rows(public),
        "has_parts": bool(parts),
        "crumbs": [{"label": _("Survey rounds"), "url": reverse("surveys:public_rounds")}],
    }
    if public.became:
        context |= {
            "since": public.became.since,
            "events": public_in_words.events(public.became),
            "tells_events": any(number is not None for _label, number in public_in_words.events(public.became)),
            "stayed": public_in_words.stayed(public.became),
            "lost": figures_in_words.supplied(public.became.lost),
            "gained": figures_in_words.supplied(public.became.gained),
        }
    return render(request, "surveys/public/round.html", context)


@require_safe
@public_page
def as_csv(request: DistrictRequest, number: int) -> HttpResponse:
    public, _before = public_round_or_404(request, number)
    name = f"{request.district.slug}-{public.survey_round.number}-{public.survey_round.reference_on}"
    return csv_file(name, public_in_words.COLUMNS, public_in_words.flat_rows(public))


@require_safe
@public_page
def as_json(request: DistrictRequest, number: int) -> HttpResponse:
    public, _before = public_round_or_404(request, number)
    data = public_in_words.as_data(public, district=request.district.name)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
