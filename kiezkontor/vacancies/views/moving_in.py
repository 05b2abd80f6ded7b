"""The office helps whoever moves in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_lettings as readable
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import moving_in as actions
from kiezkontor.vacancies.forms.moving_in import MovingInForm


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def help_moving_in(request: DistrictRequest, pk: int) -> HttpResponse:
    found = readable.or_404(request.viewer, request.district, pk)
    known = [task.kind.removeprefix(readable.MOVING_IN) for task in readable.moving_in(request.viewer, found)]
    form = MovingInForm(request.POST or None, known=known)
    if form.is_valid():
        with refusals_shown_on(form):
            count = actions.help_with(pk, form.chosen(), by=request.viewer)
            said = ngettext("%(count)s task is on the desk.", "%(count)s tasks are on the desk.", count)
            messages.success(request, said % {"count": count})
            return go_to(request, "vacancies:letting", pk)
    context = {"form": form, "letting": found}
    return render(request, "vacancies/office/moving_in.html", context, status=422 if form.errors else 200)
