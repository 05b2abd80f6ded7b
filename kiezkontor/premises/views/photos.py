"""Photos of units: added, shown to those who keep the inventory, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.premises import access
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.actions import photos
from kiezkontor.premises.forms_photos import UnitPhotoForm
from kiezkontor.premises.models import UnitPhoto
from kiezkontor.premises.unit_names import names_of
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.media import NOT_KEPT, jpeg_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
@takes_files(MAX_BYTES)
def add(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, pk)
    form = UnitPhotoForm(request.POST or None, request.FILES or None)

    def keep() -> HttpResponse:
        photos.add_unit_photo(
            shown,
            form.cleaned_data["image"],
            taken_on=form.cleaned_data["taken_on"],
            caption=form.cleaned_data["caption"],
            district=request.district,
            by=request.viewer,
        )
        messages.success(request, _("The photo was added."))
        return go_to(request, "premises:unit", pk)

    if done := done_once(request, form, keep):
        return done
    names = names_of([shown], request.district, on=timezone.localdate())
    context = {"form": form, "unit": shown, "name": names[pk]}
    return render(request, "premises/office/photo_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*INVENTORY_ROLES)
def remove(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    shown = access.ever_or_404(request.viewer, request.district, pk)
    photo = access.photo_or_404(shown, photo_pk, request.district)
    if request.method == "POST":
        photos.remove_unit_photo(photo.pk, district=request.district, by=request.viewer)
        messages.success(request, _("The photo was removed."))
        return go_to(request, "premises:unit", pk)
    names = names_of([shown], request.district, on=timezone.localdate())
    context = {"photo": photo, "unit": shown, "name": names[pk]}
    return render(request, "premises/office/photo_remove.html", context)


@require_safe
@office_page(*INVENTORY_ROLES)
def large(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    return jpeg_of(found(request, pk, photo_pk).image, kept=NOT_KEPT)


@require_safe
@office_page(*INVENTORY_ROLES)
def small(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    return jpeg_of(found(request, pk, photo_pk).thumbnail, kept=NOT_KEPT)


def found(request: DistrictRequest, pk: int, photo_pk: int) -> UnitPhoto:
    shown = access.ever_or_404(request.viewer, request.district, pk)
    return access.photo_or_404(shown, photo_pk, request.district)
