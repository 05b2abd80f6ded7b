"""Showing once more that it is still the same person, before a sign-in is changed."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.accounts.devices import note_confirmed
from kiezkontor.accounts.limits import may_ask_for_code, may_confirm_code, may_try_passkey
from kiezkontor.security import access, passkeys
from kiezkontor.security.forms import CredentialForm, MailCodeForm, SecondStepForm
from kiezkontor.security.gates import OwnRequest, own_page, person_of, safe_next
from kiezkontor.security.second_step import try_code
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import refusals_shown_on

MAILED, MAILED_SECONDS, MAILED_TRIES = "confirm_code", 15 * 60, 3


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def confirm(request: OwnRequest) -> HttpResponse:
    """By the second step of whoever has one; by a code sent by mail of everybody else."""
    person = person_of(request)
    factors = access.factors_of(person)
    form_class = SecondStepForm if factors.has_second_step else MailCodeForm
    form = form_class(request.POST if "code" in request.POST else None)
    if form.is_valid():
        with refusals_shown_on(form):
            if factors.has_second_step:
                try_code(request, person, form.cleaned_data["code"])
            else:
                try_mailed_code(request, form.cleaned_data["code"])
            return confirmed(request)
    return page(request, factors, form=form)


@require_POST
@own_page
def confirm_by_passkey(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    form = CredentialForm(request.POST)
    refusal = _("There were too many attempts. Please wait a minute.")
    if form.is_valid() and may_try_passkey(request):
        try:
            passkeys.shown_passkey(form.cleaned_data["credential"], of=person).record_usage()
            return confirmed(request)
        except ActionRefused:
            refusal = _("This passkey is not yours, or is no longer known here. Please choose another one.")
    return page(request, access.factors_of(person), form=SecondStepForm(), refusal=refusal)


@require_POST
@own_page
def send_code(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    factors = access.factors_of(person)
    if not factors.has_second_step and may_ask_for_code(request, person.email):
        code = get_adapter().generate_login_code()
        request.session[MAILED] = {"code": code, "at": timezone.now().timestamp(), "tries": 0}
        get_adapter().send_mail("confirm_code", person.email, {"request": request, "code": code})
        return page(request, factors, form=MailCodeForm())
    refusal = _("Many codes were asked for in a short time, so none was sent now. Please wait five minutes.")
    return page(request, factors, form=MailCodeForm(), refusal=refusal)


def try_mailed_code(request: OwnRequest, code: str) -> None:
    """Refuses a wrong code, an old one, and any after three wrong ones."""
    sent: dict[str, Any] = request.session.get(MAILED) or {}
    fresh = bool(sent) and timezone.now().timestamp() - sent["at"] < MAILED_SECONDS and sent["tries"] < MAILED_TRIES
    if not fresh or not may_confirm_code(request, person_of(request).email):
        raise ActionRefused(_("This code is no longer valid. Please request a new one."), field="code")
    if not compare_user_code(actual=code, expected=sent["code"]):
        request.session[MAILED] = {**sent, "tries": sent["tries"] + 1}
        raise ActionRefused(
            _("This code is not right. Please compare it with the latest mail and enter it again."), field="code"
        )
    del request.session[MAILED]


def confirmed(request: OwnRequest) -> HttpResponse:
    note_confirmed(request)
    return HttpResponseRedirect(safe_next(request) or reverse("security:overview"))


def page(request: OwnRequest, factors: access.Factors, *, form: Any, refusal: str = "") -> HttpResponse:
    context = {
        "form": form,
        "factors": factors,
        "passkeys_offered": passkeys.are_offered(request) and factors.passkeys,
        "mailed": MAILED in request.session,
        "next": safe_next(request),
        "refusal": refusal,
    }
    return render(request, "security/confirm.html", context, status=422 if refusal or form.errors else 200)
