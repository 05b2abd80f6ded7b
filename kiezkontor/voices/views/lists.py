"""Where ideas and hints heap up, and what they are sorted by."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.spreadsheet import csv_file
from kiezkontor.shared.web import go_to
from kiezkontor.voices import access
from kiezkontor.voices.access import MODERATORS
from kiezkontor.voices.actions import topics as actions
from kiezkontor.voices.forms.office import SinceForm, TopicForm
from kiezkontor.voices.models import Voice
from kiezkontor.voices.presenting import heat_rows, heat_table

DAYS_A_MONTH = 30.44


def asked_for(request: DistrictRequest, form: SinceForm) -> QuerySet[Voice]:
    asked = form.cleaned_data if form.is_valid() else {}
    since: datetime | None = None
    if asked.get("months"):
        since = timezone.now() - timedelta(days=int(asked["months"]) * DAYS_A_MONTH)
    found = access.in_time(request.viewer, request.district, since=since)
    return found.filter(kind=asked["kind"]) if asked.get("kind") else found


@require_safe
@office_page(*MODERATORS)
def heat(request: DistrictRequest) -> HttpResponse:
    form = SinceForm(request.GET or None)
    table = heat_table(asked_for(request, form))
    query = request.GET.urlencode()
    context = {
        "form": form,
        "heat": table,
        "rows": heat_rows(table),
        "sums": [table.of_column[column] for column in table.columns],
        "total": sum(table.of_row.values()),
        "csv_url": reverse("voices:office_heat_csv") + (f"?{query}" if query else ""),
    }
    return render(request, "voices/office/heat.html", context)


@require_safe
@office_page(*MODERATORS)
def heat_csv(request: DistrictRequest) -> HttpResponse:
    table = heat_table(asked_for(request, SinceForm(request.GET or None)))
    rows = [
        (row.name, column.name, table.counts[row, column])
        for row in table.rows
        for column in table.columns
        if table.counts[row, column]
    ]
    name = f"{request.district.slug}-{timezone.localdate()}-hinweise"
    return csv_file(name, (_("Street"), _("Topic"), _("Sum")), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def topics(request: DistrictRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)

    def add() -> HttpResponse:
        actions.add_topic(request.district, name=form.cleaned_data["name"], by=request.viewer)
        return go_to(request, "voices:office_topics")

    if done := done_once(request, form, add):
        return done
    context = {"form": form, "topics": access.topics_of(request.district)}
    return render(request, "voices/office/topics.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*MODERATORS)
def close_topic(request: DistrictRequest, pk: int) -> HttpResponse:
    actions.close_topic(access.topic_or_404(request.viewer, request.district, pk), by=request.viewer)
    messages.success(request, _("The topic is closed. What was sorted under it stays there."))
    return go_to(request, "voices:office_topics")
