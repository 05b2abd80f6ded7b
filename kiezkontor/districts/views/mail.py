"""The office's mail: what did not arrive, and addresses nothing goes to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.forms.mail import LiftForm, NoContactForm
from kiezkontor.districts.gates import office_page, signed_in_page
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.notices import access, actions
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.notices.words import kind_in_words, what_became_of
from kiezkontor.shared.web import go_to, refusals_shown_on

MOST_SHOWN = 50


@require_safe
@office_page(COORDINATOR)
def mail(request: DistrictRequest) -> HttpResponse:
    undelivered = access.undelivered_of(request.district.pk)[:MOST_SHOWN]
    marks = access.marks_of(request.district.pk)[:MOST_SHOWN]
    context = {
        "undelivered": [{"mail": mail, "became": what_became_of(mail)} for mail in undelivered],
        "marks": [{"mark": mark, "kind": kind_in_words(mark.kind)} for mark in marks],
    }
    return render(request, "districts/office_mail/list.html", context)


@require_safe
@signed_in_page
def mail_of_installation(request: SiteRequest) -> HttpResponse:
    if not request.viewer.is_operator:
        raise PermissionDenied
    undelivered = access.undelivered_of(None)[:MOST_SHOWN]
    context = {
        "unclaimed": access.unclaimed()[:MOST_SHOWN],
        "undelivered": [{"mail": mail, "became": what_became_of(mail)} for mail in undelivered],
    }
    return render(request, "districts/office_mail/installation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def no_contact(request: DistrictRequest) -> HttpResponse:
    form = NoContactForm(request.POST or None)
    if form.is_valid():
        address, note = form.cleaned_data["address"], form.cleaned_data["note"]
        actions.mark_address(address, Reason.DO_NOT_CONTACT, scope_id=request.district.pk, by=request.viewer, note=note)
        messages.success(request, _("No more mail goes to %(address)s.") % {"address": address})
        return go_to(request, "districts:mail")
    return render(request, "districts/office_mail/no_contact.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def lift(request: DistrictRequest, pk: int) -> HttpResponse:
    mark = access.mark_or_404(request.district.pk, pk)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.lift_mark(mark, note=form.cleaned_data["note"], by=request.viewer)
            messages.success(request, _("Mail may go to %(address)s again.") % {"address": mark.address})
            return go_to(request, "districts:mail")
    context = {"form": form, "mark": mark, "kind": kind_in_words(mark.kind)}
    return render(request, "districts/office_mail/lift.html", context, status=422 if form.errors else 200)
