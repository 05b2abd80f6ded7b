"""What a joint action cost, as the office notes it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kiezkontor.calendar import access
from kiezkontor.calendar.actions.events import note_cost
from kiezkontor.calendar.forms.costs import CostForm
from kiezkontor.calendar.models import Kind
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.web import go_to


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def cost(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    if found.kind != Kind.ACTION:
        raise Http404
    form = CostForm(request.POST or None, instance=found)
    if form.is_valid():
        note_cost(pk, **form.cleaned_data, by=request.viewer)
        messages.success(request, _("The cost is noted."))
        return go_to(request, "calendar:office_event", pk)
    context = {"form": form, "event": found}
    return render(request, "calendar/office/cost.html", context, status=422 if form.errors else 200)
