"""Office pages about what districts share: bodies that carry projects, and funding programmes."""

from typing import Any

from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access_shared as access
from kiezkontor.districts import images
from kiezkontor.districts.actions import shared as actions
from kiezkontor.districts.forms import projects as project_forms
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.views.editing import Methods, page, saved
from kiezkontor.districts.views.meanwhile import Meanwhile
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.once import once
from kiezkontor.shared.web import refusals_shown_on


@Methods
@office_page(COORDINATOR)
def operator(request: DistrictRequest, pk: int | None = None) -> HttpResponse:
    stored = access.operator_or_404(request.viewer, pk) if pk is not None else None
    fields = project_forms.OperatorForm.Meta.fields
    meanwhile = Meanwhile(
        request,
        stored or request.district,
        lambda: model_to_dict(access.operator_or_404(request.viewer, pk), fields) if pk is not None else None,
    )
    form = project_forms.OperatorForm(request.POST or None, instance=stored)

    def save() -> HttpResponse:
        actions.save_operator(stored, district=request.district, by=request.viewer, **form.cleaned_data)
        return saved(request, "districts:project_list")

    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            return once(request, save) if stored is None else save()
    title = _("New operator") if stored is None else stored.name
    return page(request, "form.html", form, title=title, seen=meanwhile.seen)


@Methods
@office_page(COORDINATOR)
@takes_files(images.MAX_BYTES)
def programme(request: DistrictRequest, pk: int | None = None) -> HttpResponse:
    stored = access.programme_or_404(request.viewer, pk) if pk is not None else None

    def shown() -> dict[str, Any] | None:
        if pk is None:
            return None
        row = access.programme_or_404(request.viewer, pk)
        return model_to_dict(row, ("name", "parent", "logo_alt")) | {"logo": str(row.logo)}

    meanwhile = Meanwhile(request, stored or request.district, shown)
    form = project_forms.ProgrammeForm(request.POST or None, request.FILES or None, stored=stored)

    def save() -> HttpResponse:
        actions.save_programme(stored, district=request.district, by=request.viewer, **form.cleaned_data)
        return saved(request, "districts:project_list")

    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            return once(request, save) if stored is None else save()
    title = _("New programme") if stored is None else stored.name
    return page(request, "form.html", form, title=title, seen=meanwhile.seen, logo=stored)
