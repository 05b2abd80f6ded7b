"""Adding, describing and removing photos, the same for the office and for whoever looks after the entry."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access
from kiezkontor.organisations.actions import photos
from kiezkontor.organisations.forms.entries import PhotoForm, PhotoTextsForm
from kiezkontor.organisations.models import Organisation, Photo
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on


@dataclass(frozen=True)
class Side:
    """From where photos are looked after. entry: the page to come back to; trail: what leads there; frame: the page."""

    entry: str
    trail: str
    frame: str


OFFICE = Side("organisations:office_entry", "organisations/office/breadcrumb.html", "office.html")
OWN = Side("organisations:own_entry", "organisations/own/breadcrumb.html", "organisations/own/frame.html")


def add(request: DistrictRequest, organisation: Organisation, form: PhotoForm, side: Side) -> HttpResponse:
    def keep() -> HttpResponse:
        photos.add_photo(
            organisation,
            sizes=form.cleaned_data["image"],
            texts=form.texts(),
            publish=form.cleaned_data["publish"],
            district=request.district,
            by=request.viewer,
        )
        messages.success(request, _("The photo was added."))
        return go_to(request, side.entry, organisation.pk)

    return done_once(request, form, keep) or page(request, form, organisation, None, side)


def edit(request: DistrictRequest, organisation: Organisation, photo_pk: int, side: Side) -> HttpResponse:
    photo = access.photo_or_404(organisation, photo_pk)
    initial = {"alt": photo.alt, "caption": photo.caption, "credit": photo.credit, "publish": photo.is_public}
    form = PhotoTextsForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            photos.edit_photo(
                photo.pk,
                texts=form.texts(),
                publish=form.cleaned_data["publish"],
                district=request.district,
                by=request.viewer,
            )
            messages.success(request, _("The photo is changed."))
            return go_to(request, side.entry, organisation.pk)
    return page(request, form, organisation, photo, side)


def page(
    request: DistrictRequest, form: PhotoTextsForm, organisation: Organisation, photo: Photo | None, side: Side
) -> HttpResponse:
    context = {"form": form, "organisation": organisation, "photo": photo, "side": side}
    return render(request, "organisations/photo.html", context, status=422 if form.errors else 200)


def remove(request: DistrictRequest, organisation: Organisation, photo_pk: int, side: Side) -> HttpResponse:
    photo = access.photo_or_404(organisation, photo_pk)
    if request.method != "POST":
        context = {"organisation": organisation, "photo": photo, "side": side}
        return render(request, "organisations/photo_remove.html", context)
    photos.remove_photo(photo.pk, district=request.district, by=request.viewer)
    messages.success(request, _("The photo was removed."))
    return go_to(request, side.entry, organisation.pk)
