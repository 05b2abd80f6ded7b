from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.files import pdf_to_save
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.surveys import access, list_paper
from kiezkontor.surveys.access_walk import addresses_of
from kiezkontor.surveys.actions.paper import enter_house, enter_unit
from kiezkontor.surveys.checks import findings_of
from kiezkontor.surveys.forms_paper import RowForm
from kiezkontor.surveys.forms_segments import RoundUnitsForm
from kiezkontor.surveys.round_list import lines_of
from kiezkontor.surveys.round_pages import pages_of
from kiezkontor.surveys.typing_in import Typing


@require_safe
@office_page(*INVENTORY_ROLES)
def paper(request: DistrictRequest, number: int) -> HttpResponse:
    """Which lists there are to print, and where they are typed in."""
    shown = access.or_404(request.viewer, request.district, number)
    found = findings_of(shown, in_order=True)
    lines = lines_of(found, found.roster.houses, show="", q="")
    context = {
        "survey_round": shown,
        "pages": pages_of(shown, "surveys:paper"),
        "sheets": [
            {"title": title, "segment": segment, "lines": len(part)}
            for title, segment, part in list_paper.sheets_of(found, lines)
        ],
        "takes_notes": not shown.is_frozen,
    }
    return render(request, "surveys/office/paper.html", context)


@require_safe
@office_page(*INVENTORY_ROLES)
def paper_pdf(request: DistrictRequest, number: int) -> HttpResponse:
    """What the list of units and houses shows, one sheet for each segment or street."""
    shown = access.or_404(request.viewer, request.district, number)
    found = findings_of(shown, in_order=True)
    form = RoundUnitsForm(request.GET, segments=found.roster.segments)
    lines = lines_of(found, form.houses(found.roster), show=form.asked("show"), q=form.asked("q").strip())
    if not lines:
        return go_to(request, f"{reverse('surveys:round_units', args=[number])}?{request.GET.urlencode()}")
    made = list_paper.pdf(found, lines, now=timezone.now())
    return pdf_to_save(made, f"{_('walk')}-{request.district.slug}-{number}")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def entry(request: DistrictRequest, number: int) -> HttpResponse:
    """Lists that were filled in are typed in: each saved row leads to the next one."""
    shown = access.or_404(request.viewer, request.district, number)
    if shown.is_frozen:
        return render(request, "surveys/office/entry_over.html", {"survey_round": shown})
    typing = Typing.of(findings_of(shown, in_order=True), request.GET)
    form = RowForm(request.POST or None, on=typing.on, code=typing.code)
    if form.is_valid() and not form.cleaned_data["box"]:
        return go_to(request, typing.address(row=form.row, on=form.cleaned_data["on"]))

    def save() -> HttpResponse:
        enter(request, shown, form)
        return go_to(request, typing.address(after=form.row, on=form.cleaned_data["on"]))

    if done := done_once(request, form, save):
        return done
    if form.is_bound and "code" in form.cleaned_data:
        typing = typing.at(form.row)
    context = {
        "survey_round": shown,
        "form": form,
        "typing": typing,
        "last": access.entered_last(request.viewer, shown),
    }
    return render(request, "surveys/office/entry.html", context, status=422 if form.errors else 200)


def enter(request: DistrictRequest, shown: SurveyRound, form: RowForm) -> None:
    """Refuses a code of no row of this district."""
    row, ticked, on = form.row, form.ticked(), form.cleaned_data["on"]
    if row.kind == "unit":
        unit = access.units_to_see(shown).filter(pk=row.key).first()
        if unit is None:
            raise unknown()
        enter_unit(shown, unit, ticked, seen_on=on, by=request.viewer)
    else:
        address = addresses_of(request.district).filter(pk=row.key).first()
        if address is None:
            raise unknown()
        enter_house(shown, address, ticked, seen_on=on, by=request.viewer)


def unknown() -> ActionRefused:
    return ActionRefused(
        _("No unit or house of this district has this code. Please compare it once more."), field="code"
    )
