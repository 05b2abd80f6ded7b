"""The office's mail: what did not arrive, and addresses nothing goes to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.forms.mail import LiftForm, NoContactForm
from kiezkontor.districts.gates import office_page, operators_page
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.notices import access, actions
from kiezkontor.notices.models import AddressMark
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.notices.words import kind_in_words, what_became_of
from kiezkontor.shared.web import go_to, refusals_shown_on

MOST_SHOWN = 50


@require_safe
@office_page(COORDINATOR)
def mail(request: DistrictRequest) -> HttpResponse:
    undelivered = access.undelivered_of(request.district.pk)[:MOST_SHOWN]
    context = {
        "undelivered": [{"mail": mail, "became": what_became_of(mail)} for mail in undelivered],
        "marks": marks_shown(request.district.pk, lift_page="districts:mail_lift"),
    }
    return render(request, "districts/office_mail/list.html", context)


@require_safe
@operators_page
def mail_of_installation(request: SiteRequest) -> HttpResponse:
    undelivered = access.undelivered_of(None)[:MOST_SHOWN]
    context = {
        "unclaimed": access.unclaimed()[:MOST_SHOWN],
        "undelivered": [{"mail": mail, "became": what_became_of(mail)} for mail in undelivered],
        "marks": marks_shown(None, lift_page="installation:mail_lift"),
    }
    return render(request, "districts/office_mail/installation.html", context)


def marks_shown(scope_id: int | None, *, lift_page: str) -> list[dict[str, Any]]:
    return [
        {"mark": mark, "kind": kind_in_words(mark.kind), "lift_url": reverse(lift_page, args=[mark.pk])}
        for mark in access.marks_of(scope_id)[:MOST_SHOWN]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def no_contact(request: DistrictRequest) -> HttpResponse:
    form = NoContactForm(request.POST or None)
    if form.is_valid():
        address, note = form.cleaned_data["address"], form.cleaned_data["note"]
        actions.mark_address(address, Reason.DO_NOT_CONTACT, scope_id=request.district.pk, by=request.viewer, note=note)
        messages.success(request, _("No more mail goes to %(address)s.") % {"address": address})
        return go_to(request, "districts:mail")
    context = {"form": form, "mail_url": reverse("districts:mail")}
    return render(request, "districts/office_mail/no_contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def lift(request: DistrictRequest, pk: int) -> HttpResponse:
    return lifting(request, access.mark_or_404(request.district.pk, pk), back="districts:mail")


@require_http_methods(["GET", "HEAD", "POST"])
@operators_page
def lift_of_installation(request: SiteRequest, pk: int) -> HttpResponse:
    return lifting(request, access.mark_or_404(None, pk), back="installation:mail")


def lifting(request: DistrictRequest | SiteRequest, mark: AddressMark, *, back: str) -> HttpResponse:
    form = LiftForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.lift_mark(mark, note=form.cleaned_data["note"], by=request.viewer)
            messages.success(request, _("Mail may go to %(address)s again.") % {"address": mark.address})
            return go_to(request, back)
    context = {"form": form, "mark": mark, "kind": kind_in_words(mark.kind), "mail_url": reverse(back)}
    return render(request, "districts/office_mail/lift.html", context, status=422 if form.errors else 200)
