"""Telling people where the office has their data from: the words for everybody, and who was not told yet."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access
from kiezkontor.organisations.access_informing import uninformed
from kiezkontor.organisations.actions.informing import note_informed
from kiezkontor.organisations.data_notice import title_of_notice, words_of_notice
from kiezkontor.organisations.models import DataNotice
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to

PER_PAGE = 50
# Article 14(3)(a) GDPR: at the latest within one month; the shortest one counts.
A_MONTH = timedelta(days=28)


@require_safe
@public_page
def notice(request: DistrictRequest) -> HttpResponse:
    words = words_of_notice(request.district)
    return render(request, "organisations/data_notice.html", {"title": title_of_notice(), "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def informing(request: DistrictRequest) -> HttpResponse:
    """Those who were not told yet; whoever is ticked got the sheet by hand today."""
    today = timezone.localdate()
    waiting = uninformed(request.viewer, request.district, on=today)
    if request.method == "POST":
        ticked = [key for told in request.POST.getlist("told") if (key := whole_number(told))]
        return once(request, lambda: noted(request, ticked))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    addresses = access.addresses_of(list(page), request.district)
    rows = [
        {
            "organisation": each,
            "address": ", ".join(dict.fromkeys(place.text for place in addresses.get(each.pk, ()))),
            "due_on": due_on(getattr(each, "since", None)),
        }
        for each in page
    ]
    return render(request, "organisations/office/informing.html", {"page": page, "rows": rows, "today": today})


def due_on(since: date | None) -> date | None:
    return since + A_MONTH if since else None


def noted(request: DistrictRequest, ticked: list[int]) -> HttpResponse:
    today = timezone.localdate()
    ids = list(
        uninformed(request.viewer, request.district, on=today).filter(pk__in=ticked).values_list("pk", flat=True)
    )
    count = note_informed(ids, way=DataNotice.Way.HAND, on=today, district=request.district, by=request.viewer)
    said = ngettext("Noted for %(count)s entry.", "Noted for %(count)s entries.", count) % {"count": count}
    messages.success(request, said)
    return go_to(request, "organisations:informing")
