"""Adding and removing what one signs in with."""

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.limits import may_try_passkey
from kiezkontor.security import access, passkeys
from kiezkontor.security.actions import factors as actions
from kiezkontor.security.forms import AppCodeForm, NewPasskeyForm, NewPasswordForm, NoQuestions, PasskeyNameForm
from kiezkontor.security.gates import OwnRequest, confirmed_page, person_of
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import refusals_shown_on

GROUP = 4


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def add_app(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    if access.factors_of(person).app is not None:
        return redirect("security:overview")
    form = AppCodeForm(request.POST or None)
    secret = get_totp_secret()
    if form.is_valid():
        with refusals_shown_on(form):
            code, now = form.cleaned_data["code"], timezone.now().timestamp()
            actions.add_app(person, secret=secret, code=code, now=now, by=request.viewer)
            clear_totp_secret(request)
            messages.success(request, _("Your app is set up. Please keep these recovery codes in a safe place."))
            return redirect("security:codes")
    url = get_adapter().build_totp_url(person, secret)
    context = {
        "form": form,
        "url": url,
        "picture": segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#ffffff"),
        "secret": " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
    }
    return render(request, "security/add_app.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def remove_app(request: OwnRequest) -> HttpResponse:
    if request.method == "POST":
        actions.remove_app(person_of(request), by=request.viewer)
        messages.success(request, _("The authenticator app is removed."))
        return redirect("security:overview")
    return ask(request, "app")


@require_safe
@confirmed_page
def codes(request: OwnRequest) -> HttpResponse:
    found = access.recovery_codes_of(person_of(request))
    return render(request, "security/codes.html", {"codes": found})


@require_POST
@confirmed_page
def new_codes(request: OwnRequest) -> HttpResponse:
    try:
        actions.new_recovery_codes(person_of(request), by=request.viewer)
        messages.success(request, _("These are your new recovery codes. The old ones no longer work."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return redirect("security:overview")
    return redirect("security:codes")


@require_POST
@confirmed_page
def passkey_options(request: OwnRequest) -> HttpResponse:
    return JsonResponse(passkeys.new_passkey_options(person_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def add_passkey(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            if not may_try_passkey(request):
                raise ActionRefused(_("There were too many attempts. Please wait a minute."))
            had_codes = access.factors_of(person).codes_left is not None
            credential, name = form.cleaned_data["credential"], form.cleaned_data["name"]
            passkeys.check_new_passkey(credential)
            actions.add_passkey(person, name=name, credential=credential, by=request.viewer)
            messages.success(request, _("The passkey is added."))
            return redirect("security:overview" if had_codes else "security:codes")
    context = {"form": form, "passkeys_offered": passkeys.are_offered(request)}
    return render(request, "security/add_passkey.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def rename_passkey(request: OwnRequest, pk: int) -> HttpResponse:
    passkey = access.passkey_or_404(person_of(request), pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": str(passkey)})
    if form.is_valid():
        actions.rename_passkey(passkey, name=form.cleaned_data["name"], by=request.viewer)
        return redirect("security:overview")
    context = {"form": form, "passkey": passkey}
    return render(request, "security/rename_passkey.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def remove_passkey(request: OwnRequest, pk: int) -> HttpResponse:
    passkey = access.passkey_or_404(person_of(request), pk)
    if request.method == "POST":
        actions.remove_passkey(person_of(request), passkey.pk, by=request.viewer)
        messages.success(request, _("The passkey is removed."))
        return redirect("security:overview")
    return ask(request, "passkey", name=str(passkey))


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def set_password(request: OwnRequest) -> HttpResponse:
    person = person_of(request)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.set_password(person, form.cleaned_data["password"], kept=request, by=request.viewer)
            messages.success(request, _("The password is set. All other devices are signed out."))
            return redirect("security:overview")
    return render(request, "security/set_password.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_page
def remove_password(request: OwnRequest) -> HttpResponse:
    if request.method == "POST":
        actions.remove_password(person_of(request), kept=request, by=request.viewer)
        messages.success(request, _("The password is removed."))
        return redirect("security:overview")
    return ask(request, "password")


def ask(request: OwnRequest, what: str, *, name: str = "") -> HttpResponse:
    """A page with nothing but the question whether to remove something."""
    is_last = len([1 for each in second_steps(request) if each]) == 1
    context = {"form": NoQuestions(), "what": what, "name": name, "is_last": what != "password" and is_last}
    return render(request, "security/remove.html", context)


def second_steps(request: OwnRequest) -> list[object]:
    factors = access.factors_of(person_of(request))
    return [factors.app, *factors.passkeys]
