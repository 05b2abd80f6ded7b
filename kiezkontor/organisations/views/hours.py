"""The week of opening hours in a form, the same for the office and for whoever looks after the entry."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.opening_hours import HoursError
from kiezkontor.methods.opening_hours.plain_week import PlainWeek, plain_week
from kiezkontor.organisations.actions import editing
from kiezkontor.organisations.forms.hours import COPY, WeekForm, holds
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.organisations.views.meanwhile import conflicts_shown_on
from kiezkontor.organisations.views.photos import OFFICE, Side
from kiezkontor.organisations.week import said_hours
from kiezkontor.shared.web import go_to, refusals_shown_on


@dataclass(frozen=True)
class Place:
    """From where hours are entered: what it shares with photos, and the page with the hours as a text."""

    side: Side
    edit: str


def week_in_form(expression: str) -> PlainWeek | None:
    """None where the form cannot hold the hours."""
    try:
        week = plain_week(expression)
    except HoursError:
        return None
    return week if holds(week) else None


def edit(request: DistrictRequest, organisation: Organisation, place: Place) -> HttpResponse:
    week = week_in_form(organisation.opening_hours)
    asks_basis = place.side is OFFICE
    stored = organisation.opening_hours
    form = WeekForm(request.POST or None, week=week or PlainWeek(), stored=stored, asks_basis=asks_basis)
    copies = COPY in request.POST
    if form.is_valid() and not copies:
        with refusals_shown_on(form), conflicts_shown_on(form, organisation):
            editing.edit_organisation(
                organisation.pk,
                values={"opening_hours": form.expression},
                seen={"opening_hours": form.cleaned_data["seen"]},
                basis=form.cleaned_data.get("basis", FieldClaim.Basis.OWNER),
                said_on=timezone.localdate(),
                district=request.district,
                by=request.viewer,
            )
            messages.success(request, _("Saved."))
            return go_to(request, place.side.entry, organisation.pk)
    context = {
        "form": form,
        "organisation": organisation,
        "said": said_hours(stored),
        "is_held": week is not None,
        "side": place.side,
        "edit": place.edit,
    }
    status = 422 if form.errors and not copies else 200
    return render(request, "organisations/hours.html", context, status=status)
