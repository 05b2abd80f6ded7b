from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.files import download
from kiezkontor.shared.spreadsheet import csv_file
from kiezkontor.surveys import access, tasks_in_words
from kiezkontor.surveys.actions.open_data import take_street_news
from kiezkontor.surveys.rules.osm_change import osm_change
from kiezkontor.surveys.street_news import street_news

PER_PAGE = 100


@require_safe
@office_page(COORDINATOR)
def tasks(request: DistrictRequest, number: int) -> HttpResponse:
    """What the round can tell OpenStreetMap, and what OpenStreetMap said that nobody has decided on."""
    shown = access.or_404(request.viewer, request.district, number)
    news = street_news(shown)
    page = Paginator(news.steps, PER_PAGE).get_page(request.GET.get("page"))
    last_import, waiting = access.last_import_of_the_map(request.viewer, request.district)
    context = {
        "survey_round": shown,
        "total": len(news.steps),
        "in_file": sum(step.is_in_file for step in news.steps),
        "counts": tasks_in_words.counts_of(news),
        "stays": tasks_in_words.stays_of(news),
        "tasks": tasks_in_words.tasks_of(page.object_list),
        "page": page,
        "last_import": last_import,
        "waiting": waiting,
    }
    return render(request, "surveys/office/osm.html", context)


@require_POST
@office_page(COORDINATOR)
def take(request: DistrictRequest, number: int, kind: str) -> HttpResponse:
    """kind: "osc" or "csv"."""
    shown = access.or_404(request.viewer, request.district, number)
    news = take_street_news(shown, by=request.viewer)
    name = f"openstreetmap-{request.district.slug}-{number}"
    if kind == "osc":
        return download(osm_change(news.steps), f"{name}.osc", "application/xml")
    return csv_file(name, tasks_in_words.COLUMNS, tasks_in_words.rows_of(news))
