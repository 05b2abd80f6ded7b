"""What whoever looks after an entry does with it, and what members see of each other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import STEWARD_ROLES
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.organisations import access, members
from kiezkontor.organisations.actions import editing, releases, stewards
from kiezkontor.organisations.forms.entries import OwnForm, PhotoForm
from kiezkontor.organisations.forms.people import CardForm
from kiezkontor.organisations.hooks import contact_page_of_each, own_panels, public_page_of, ways_of_members
from kiezkontor.organisations.models import FieldClaim
from kiezkontor.organisations.released import asked_for_list, asked_for_publishing
from kiezkontor.organisations.views import hours, photos
from kiezkontor.organisations.views.fields import fields_page
from kiezkontor.organisations.views.meanwhile import conflicts_shown_on
from kiezkontor.organisations.week import understood
from kiezkontor.organisations.words import own_words
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import go_to, reads_back, refusals_shown_on

EDIT = "organisations/own/edit.html"
OWN_HOURS = hours.Place(photos.OWN, "organisations:own_edit")
own_page = office_page(*STEWARD_ROLES)


@require_safe
@own_page
def own(request: DistrictRequest) -> HttpResponse:
    found = access.looked_after_by(request.viewer, request.district, on=timezone.localdate())
    entries = list(found.select_related("category").order_by("name", "pk")[:100])
    addresses = access.addresses_of(entries, request.district)
    rows = [
        {
            "organisation": each,
            "addresses": addresses.get(each.pk, []),
            "public_url": public_page_of(request.viewer, each, request.district),
        }
        for each in entries
    ]
    context = {
        "rows": rows,
        "sees_members": members.may_see(request.viewer, request.district),
        "ways": ways_of_members(request.viewer, request.district),
    }
    return render(request, "organisations/own/list.html", context)


@require_safe
@own_page
def entry(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.own_or_404(request.viewer, request.district, pk)
    context = {
        "organisation": organisation,
        "hours": understood(organisation.opening_hours, request.district, on=timezone.localdate()),
        "phone": phone_as_printed(organisation.phone),
        "addresses": access.units_of(organisation, request.district),
        "own_words": own_words(organisation),
        "photos": organisation.photos.all(),
        "public_url": public_page_of(request.viewer, organisation, request.district),
        "memberships": access.memberships_of(organisation, request.district),
        "stewards": access.stewards_of(organisation, on=timezone.localdate()),
        "sees_members": members.may_see(request.viewer, request.district),
        "publishes": access.consents_to_publish(organisation, request.district),
        "publish_text": asked_for_publishing(request.district).text,
        "panels": [panel(request, organisation) for panel in own_panels],
    }
    return render(request, "organisations/own/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.own_or_404(request.viewer, request.district, pk)
    form = OwnForm(request.POST or None, instance=organisation)
    if form.is_valid():
        with refusals_shown_on(form), conflicts_shown_on(form, organisation):
            changed = editing.edit_organisation(
                pk,
                values=form.values(),
                seen=form.shown,
                basis=FieldClaim.Basis.OWNER,
                said_on=timezone.localdate(),
                district=request.district,
                by=request.viewer,
            )
            said = _("Saved.") if changed else _("Nothing was different, so nothing was changed.")
            messages.success(request, said)
            return go_to(request, "organisations:own_entry", pk)
    return fields_page(request, EDIT, form, organisation)


@own_page
@reads_back("organisations:own_edit")
def edit_check(request: DistrictRequest, pk: int) -> HttpResponse:
    """What was entered, with the hours as they are understood; nothing is saved."""
    organisation = access.own_or_404(request.viewer, request.district, pk)
    form = OwnForm(request.POST, instance=organisation)
    return fields_page(request, EDIT, form, organisation, unsaved=True)


@require_POST
@own_page
def confirm(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.own_or_404(request.viewer, request.district, pk)
    editing.confirm_organisation(organisation.pk, district=request.district, by=request.viewer)
    messages.success(request, _("Thank you. The entry is confirmed as of today."))
    return go_to(request, "organisations:own_entry", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def edit_hours(request: DistrictRequest, pk: int) -> HttpResponse:
    return hours.edit(request, access.own_or_404(request.viewer, request.district, pk), OWN_HOURS)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@takes_files(MAX_BYTES)
def add_photo(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.own_or_404(request.viewer, request.district, pk)
    return photos.add(request, organisation, PhotoForm(request.POST or None, request.FILES or None), photos.OWN)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def edit_photo(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    return photos.edit(request, access.own_or_404(request.viewer, request.district, pk), photo_pk, photos.OWN)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def remove_photo(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    return photos.remove(request, access.own_or_404(request.viewer, request.district, pk), photo_pk, photos.OWN)


@require_POST
@own_page
def publish(request: DistrictRequest, pk: int) -> HttpResponse:
    """A sole trader agrees that contact data are shown, or takes that back."""
    organisation = access.own_or_404(request.viewer, request.district, pk)
    asked = asked_for_publishing(request.district) if request.POST.get("publish") else None
    by = request.viewer
    stewards.publish_contact(organisation, asked, said_by=by.label, district=request.district, by=by)
    shown = _("Your telephone number, e-mail address and website are shown from now on.")
    hidden = _("Your telephone number, e-mail address and website are no longer shown.")
    messages.success(request, shown if asked else hidden)
    return go_to(request, "organisations:own_entry", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def card(request: DistrictRequest, pk: int) -> HttpResponse:
    """One's own line in the contact list of the members: what it says, and which of it they may see."""
    organisation = access.own_or_404(request.viewer, request.district, pk)
    asked = asked_for_list(request.district)
    contact = members.own_contact(request.viewer, organisation, request.district)
    initial: dict[str, Any] = members.card_values(request.viewer, contact)
    form = CardForm(request.POST or None, initial=initial, texts={name: each.text for name, each in asked.items()})
    if form.is_valid():
        with refusals_shown_on(form):
            releases.save_card(
                organisation,
                values=form.values,
                released=form.released,
                asked=asked,
                district=request.district,
                by=request.viewer,
            )
            messages.success(request, _("Saved. What you have not ticked nobody sees but the office."))
            return go_to(request, "organisations:own_entry", pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/own/card.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*members.READERS)
def contact_list(request: DistrictRequest) -> HttpResponse:
    cards = members.visible_to(request.viewer, request.district, on=timezone.localdate())
    may_see = members.may_see(request.viewer, request.district)
    owns = request.viewer.has_role(request.district, *STEWARD_ROLES)
    pages = contact_page_of_each(request.viewer, request.district) if owns else {}
    context = {
        "rows": [{"card": card, "contact_url": pages.get(card.organisation.pk, "")} for card in cards],
        "has_contacts": bool(pages),
        "may_see": may_see,
        "owns": owns,
    }
    return render(request, "organisations/own/members.html", context)
