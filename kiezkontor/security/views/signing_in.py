"""The other ways in: a passkey, a password, and the second step after code or password."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.accounts.limits import may_try_passkey, may_try_password
from kiezkontor.accounts.models import Person
from kiezkontor.security import access, passkeys
from kiezkontor.security.forms import CredentialForm, PasswordSignInForm, SecondStepForm
from kiezkontor.security.gates import safe_next
from kiezkontor.security.passwords import person_with_password
from kiezkontor.security.second_step import try_code
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import refusals_shown_on


def second_step_only(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever has passed the first step in this browser; others are led to the sign-in."""
    gated: Callable[..., HttpResponse] = login_stage_required(
        stage=AuthenticateStage.key, redirect_urlname="account_login"
    )(view)
    return gated


@require_POST
@never_cache
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked; the same for everybody, because nobody has said yet who they are."""
    if not may_try_passkey(request):
        return JsonResponse({}, status=429)
    person = request.user if isinstance(request.user, Person) else None
    return JsonResponse(passkeys.sign_in_options(person))


@require_POST
@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Person):
        return redirect(safe_next(request) or "home:office")
    form = CredentialForm(request.POST)
    refusal = _("There were too many attempts. Please wait a minute.")
    if form.is_valid() and may_try_passkey(request):
        try:
            shown = passkeys.shown_passkey(form.cleaned_data["credential"], of=None)
            login = Login(user=shown.user, redirect_url=safe_next(request) or None)
            answer: HttpResponse = perform_passwordless_login(request, shown, login)
        except ActionRefused as refused:
            refusal = refused.sentence
        else:
            return answer
    context = {"refusal": refusal, "next": safe_next(request)}
    return render(request, "security/passkey_refused.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def password(request: HttpRequest) -> HttpResponse:
    """One sentence for a wrong password, an unknown address, a blocked one and one without a password."""
    if isinstance(request.user, Person):
        return redirect(safe_next(request) or "home:office")
    form = PasswordSignInForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        with refusals_shown_on(form):
            if not may_try_password(request, email):
                raise ActionRefused(_("There were too many attempts. Please wait a minute, or sign in with a code."))
            person = person_with_password(email, form.cleaned_data["password"])
            if person is None:
                raise ActionRefused(_("E-mail address and password do not fit. You can sign in with a code instead."))
            login = Login(user=person, redirect_url=safe_next(request) or None, email=email)
            answer: HttpResponse = perform_password_login(request, {"email": email}, login)
            return answer
    context = {"form": form, "next": safe_next(request)}
    return render(request, "security/password.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@second_step_only
def second_step(request: HttpRequest) -> HttpResponse:
    """After code or password, for whoever has set up a second step."""
    stage: Any = request._login_stage  # type: ignore[attr-defined]  # set by the decorator
    person: Person = stage.login.user
    if not person.is_active:
        abandoned: HttpResponse = stage.abort()
        return abandoned
    form = SecondStepForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        with refusals_shown_on(form):
            try_code(request, person, form.cleaned_data["code"])
            signed_in: HttpResponse = stage.exit()
            return signed_in
    return second_step_page(request, person, form=form)


@require_POST
@second_step_only
def second_step_passkey(request: HttpRequest) -> HttpResponse:
    stage: Any = request._login_stage  # type: ignore[attr-defined]  # set by the decorator
    person: Person = stage.login.user
    form = CredentialForm(request.POST)
    refusal = _("There were too many attempts. Please wait a minute.")
    if person.is_active and form.is_valid() and may_try_passkey(request):
        try:
            post_authentication(request, passkeys.shown_passkey(form.cleaned_data["credential"], of=person))
            signed_in: HttpResponse = stage.exit()
        except ActionRefused:
            refusal = _("This passkey is not yours, or is no longer known here. Please choose another one.")
        else:
            return signed_in
    return second_step_page(request, person, form=SecondStepForm(), refusal=refusal)


def second_step_page(request: HttpRequest, person: Person, *, form: SecondStepForm, refusal: str = "") -> HttpResponse:
    factors = access.factors_of(person)
    offered = passkeys.are_offered(request) and bool(factors.passkeys)
    context = {"form": form, "factors": factors, "passkeys_offered": offered, "refusal": refusal}
    return render(request, "security/second_step.html", context, status=422 if refusal or form.errors else 200)
