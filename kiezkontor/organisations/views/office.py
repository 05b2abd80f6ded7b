from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.organisations import access, access_merging
from kiezkontor.organisations.access_contacting import words_on_quiet
from kiezkontor.organisations.actions import editing
from kiezkontor.organisations.forms.entries import JoinForm, LeaveForm, OrganisationFilter, OrganisationForm, PhotoForm
from kiezkontor.organisations.hooks import closing_panels, entry_panels, public_page_of
from kiezkontor.organisations.views import hours, people, photos, relations
from kiezkontor.organisations.views.fields import fields_page
from kiezkontor.organisations.views.meanwhile import conflicts_shown_on
from kiezkontor.organisations.week import said_hours
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import go_to, reads_back, refusals_shown_on, render_part

# How somebody knew of the last entry they changed; it ends with the sign-in, as all that is kept in a session.
LAST_BASIS = "last_basis"
EDIT = "organisations/office/edit.html"
OFFICE_HOURS = hours.Place(photos.OFFICE, "organisations:office_edit")


@require_safe
@office_page()
def entries(request: DistrictRequest) -> HttpResponse:
    form = OrganisationFilter(request.GET)
    page = form.page(request.viewer, request.district, request.GET.get("page"))
    addresses = access.addresses_of(list(page), request.district)
    rows = [{"organisation": each, "addresses": addresses.get(each.pk, [])} for each in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "can_edit": access.can_edit(request.viewer, request.district),
    }
    return render_part(request, "organisations/office/list.html", "entries", context)


@require_safe
@office_page()
def entry(request: DistrictRequest, pk: int) -> HttpResponse:
    try:
        organisation = access.or_404(request.viewer, request.district, pk)
    except Http404:
        today = access_merging.merged_into(request.viewer, request.district, pk)
        if today is None:
            raise
        return go_to(request, "organisations:office_entry", today)
    claims = access.claims_of(organisation)
    context = {
        "organisation": organisation,
        "words_on_quiet": words_on_quiet(organisation, request.district),
        "hours": said_hours(organisation.opening_hours),
        "addresses": access.units_of(organisation, request.district),
        "phone": phone_as_printed(organisation.phone),
        "public_url": public_page_of(request.viewer, organisation, request.district),
        "panels": [panel(request, organisation) for panel in entry_panels],
        "closing_panels": [panel(request, organisation) for panel in closing_panels],
        "photos": organisation.photos.all(),
        "memberships": access.memberships_of(organisation, request.district),
        "claims": [{"claim": each, "name": editing.field_name(each.field)} for each in claims],
        "records": organisation.source_records.all(),
        "merges": access_merging.merges_of(request.viewer, organisation),
        "relations": relations.of_entry(request, organisation),
        "can_open_units": access.can_open_units(request.viewer, request.district),
        "can_edit": access.can_edit(request.viewer, request.district),
        **people.of_entry(request, organisation),
    }
    return render(request, "organisations/office/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    last_basis = request.session.get(LAST_BASIS, "")
    form = OrganisationForm(request.POST or None, instance=organisation, last_basis=last_basis)
    if form.is_valid():
        with refusals_shown_on(form), conflicts_shown_on(form, organisation):
            changed = editing.edit_organisation(
                pk,
                values=form.values(),
                seen=form.shown,
                basis=form.cleaned_data["basis"],
                said_on=form.cleaned_data["said_on"],
                district=request.district,
                by=request.viewer,
            )
            if changed:
                request.session[LAST_BASIS] = form.cleaned_data["basis"]
            said = _("Saved.") if changed else _("Nothing was different, so nothing was changed.")
            messages.success(request, said)
            return go_to(request, "organisations:office_entry", pk)
    return fields_page(request, EDIT, form, organisation)


@office_page(COORDINATOR, EDITOR)
@reads_back("organisations:office_edit")
def edit_check(request: DistrictRequest, pk: int) -> HttpResponse:
    """What was entered, with the hours as they are understood; nothing is saved."""
    organisation = access.or_404(request.viewer, request.district, pk)
    last_basis = request.session.get(LAST_BASIS, "")
    form = OrganisationForm(request.POST, instance=organisation, last_basis=last_basis, saves=False)
    return fields_page(request, EDIT, form, organisation, unsaved=True)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def edit_hours(request: DistrictRequest, pk: int) -> HttpResponse:
    return hours.edit(request, access.or_404(request.viewer, request.district, pk), OFFICE_HOURS)


@require_POST
@office_page(COORDINATOR, EDITOR)
def confirm(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    editing.confirm_organisation(organisation.pk, district=request.district, by=request.viewer)
    messages.success(request, _("Confirmed as of today."))
    return go_to(request, "organisations:office_entry", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
@takes_files(MAX_BYTES)
def add_photo(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    return photos.add(request, organisation, PhotoForm(request.POST or None, request.FILES or None), photos.OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def edit_photo(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    return photos.edit(request, access.or_404(request.viewer, request.district, pk), photo_pk, photos.OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def remove_photo(request: DistrictRequest, pk: int, photo_pk: int) -> HttpResponse:
    return photos.remove(request, access.or_404(request.viewer, request.district, pk), photo_pk, photos.OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def join(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            editing.join_network(organisation, district=request.district, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The membership is noted."))
            return go_to(request, "organisations:office_entry", pk)
    context = {"form": form, "organisation": organisation, "title": _("Membership in the network")}
    return render(request, "organisations/office/membership.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def leave(request: DistrictRequest, pk: int, membership_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    membership = access.membership_or_404(organisation, request.district, membership_pk)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            editing.leave_network(membership.pk, until_on=form.cleaned_data["until_on"], by=request.viewer)
            messages.success(request, _("The end of the membership is noted."))
            return go_to(request, "organisations:office_entry", pk)
    context = {"form": form, "organisation": organisation, "title": _("End the membership")}
    return render(request, "organisations/office/membership.html", context, status=422 if form.errors else 200)
