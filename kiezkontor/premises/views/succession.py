"""Splitting and merging units, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises import access
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.actions import succession
from kiezkontor.premises.forms_succession import MOST, MergeForm, SplitForm, parts_asked
from kiezkontor.premises.lineage import lineage_of, names_after, names_before
from kiezkontor.premises.models import Unit
from kiezkontor.premises.unit_names import names_of
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def split(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, pk)
    today = timezone.localdate()
    parts = parts_asked(request.GET.get("parts", ""))
    form = SplitForm(
        request.POST or None,
        unit=shown,
        use=access.uses_on([shown], on=today).get(pk),
        parts=parts,
        latest={pk: access.latest_observation(shown)},
    )

    def act() -> HttpResponse:
        made = succession.split_unit(
            shown,
            form.told_parts(),
            on=form.cleaned_data["on"],
            latest_known=form.latest_known(),
            district=request.district,
            by=request.viewer,
        )
        messages.success(request, _("The unit is split into %(count)s parts.") % {"count": len(made)})
        return go_to(request, "premises:unit", pk)

    context = {
        "form": form,
        "unit": shown,
        "name": names_of([shown], request.district, on=today)[pk],
        "more_parts": parts + 1 if parts < MOST else None,
    }
    return done_once(request, form, act) or render(
        request, "premises/office/split.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def merge(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, pk)
    house = {unit.pk: unit for unit in units_of_house(request, shown)}
    today = timezone.localdate()
    form = MergeForm(
        request.POST or None,
        unit=shown,
        names=names_of(list(house.values()), request.district, on=today),
        uses=access.uses_on(house.values(), on=today),
        latest={unit.pk: access.latest_observation(unit) for unit in house.values()},
    )

    def act() -> HttpResponse:
        kept = form.kept()
        made = succession.merge_units(
            [shown, *(house[one] for one in form.chosen())],
            form.described(),
            goes_on=form.cleaned_data["goes_on"],
            keeps=house[kept] if kept is not None else None,
            on=form.cleaned_data["on"],
            latest_known=form.latest_known(),
            district=request.district,
            by=request.viewer,
        )
        messages.success(request, _("The units are merged."))
        return go_to(request, "premises:unit", made.pk)

    context = {
        "form": form,
        "unit": shown,
        "name": names_of([shown], request.district, on=today)[pk],
        "is_alone": len(house) == 1,
    }
    return done_once(request, form, act) or render(
        request, "premises/office/merge_units.html", context, status=422 if form.errors else 200
    )


def units_of_house(request: DistrictRequest, shown: Unit) -> list[Unit]:
    visible = access.visible_to(request.viewer, request.district).filter(building=shown.building)
    return list(visible.select_related("address__street").order_by("pk"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def undo(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.ever_or_404(request.viewer, request.district, pk)
    lineage = lineage_of(shown)
    refused = succession.why_kept(lineage)
    if request.method == "POST":
        try:
            formers = succession.undo_succession(shown, district=request.district, by=request.viewer)
        except ActionRefused as error:
            refused = error.sentence
        else:
            messages.success(request, _("It is taken back; the units are as they were before."))
            return go_to(request, "premises:unit", formers[0].pk)
    context = {
        "unit": shown,
        "lineage": lineage,
        "formers": names_before(lineage, request.district) if lineage else {},
        "laters": names_after(lineage, request.district) if lineage else {},
        "name": names_of([shown], request.district, on=timezone.localdate())[shown.pk],
        "refused": refused,
    }
    status = 422 if refused and request.method == "POST" else 200
    return render(request, "premises/office/undo_succession.html", context, status=status)
