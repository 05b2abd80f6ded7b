from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to, render_part
from kiezkontor.surveys import access
from kiezkontor.surveys.access_walk import addresses_of
from kiezkontor.surveys.actions.rounds import forget_empty_house, note_empty_house
from kiezkontor.surveys.checks import findings_of
from kiezkontor.surveys.forms_segments import RoundUnitsForm
from kiezkontor.surveys.round_list import lines_of, page_of
from kiezkontor.surveys.round_pages import pages_of


@require_safe
@office_page(*INVENTORY_ROLES)
def units(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    found = findings_of(shown, in_order=True)
    form = RoundUnitsForm(request.GET, segments=found.roster.segments)
    lines = lines_of(found, form.houses(found.roster), show=form.asked("show"), q=form.asked("q").strip())
    context = {
        "survey_round": shown,
        "pages": pages_of(shown, "surveys:round_units"),
        "form": form,
        "page": page_of(found, lines, request.GET.get("page")),
        "query": request.GET.urlencode(),
        "takes_notes": not shown.is_frozen,
    }
    return render_part(request, "surveys/office/round_units.html", "units", context)


@require_POST
@office_page(*INVENTORY_ROLES)
def house_is_empty(request: DistrictRequest, number: int, address: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    house = get_object_or_404(addresses_of(request.district), pk=address)
    is_wrong = "take-back" in request.POST
    try:
        if is_wrong:
            forget_empty_house(shown, house.pk, by=request.viewer)
        else:
            note_empty_house(shown, house.pk, seen_on=timezone.localdate(), by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("%(house)s needs another look.") if is_wrong else _("Noted: there is no unit at %(house)s.")
        messages.success(request, said % {"house": house})
    back = reverse("surveys:round_units", args=[number])
    return go_to(request, f"{back}?{request.GET.urlencode()}")
