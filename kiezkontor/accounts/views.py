"""Signing in with a code by e-mail, and out: allauth's flow with the house's pages."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.stages import LoginStage
from allauth.account.views import AccountInactiveView, ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kiezkontor.accounts.adapter import passkey_host
from kiezkontor.accounts.forms import ConfirmCodeForm, RequestCodeForm


class WithStatus:
    """A refused form answers with 422."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        refused = bool(context["form"].errors)
        answer: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]  # of the view beside it
        answer.status_code = 422 if refused else 200
        return answer


class RequestCode(WithStatus, RequestLoginCodeView):
    """Asks for the address; a known and an unknown one get the same page, the same cookies and one mail each."""

    form_class = RequestCodeForm
    template_name = "accounts/sign_in.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        """Whoever comes back asks for another code; the one before stays valid until that is sent."""
        del request, stage

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = LOGIN_SESSION_KEY in self.request.session
        offered = self.request.get_host().partition(":")[0] == passkey_host()
        return {**super().get_context_data(**kwargs), "waits_for_code": waits, "passkeys_offered": offered}

    def form_valid(self, form: RequestCodeForm) -> HttpResponse:
        if form._user is None:
            context = {"request": self.request}
            get_adapter().send_mail("unknown_account", form.cleaned_data["email"], context)
        answer: HttpResponse = super().form_valid(form)
        return answer


class ConfirmCode(WithStatus, ConfirmLoginCodeView):
    form_class = ConfirmCodeForm
    template_name = "accounts/enter_code.html"
    explained = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = LOGIN_SESSION_KEY in request.session
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        gave_up = LOGIN_SESSION_KEY not in request.session and not request.user.is_authenticated
        if waiting and gave_up and isinstance(response, HttpResponseRedirect):
            if not self.explained:
                messages.error(request, _("This code is no longer valid. Please request a new one."))
            response = self.back_to_start(response)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "email": self._process.state.get("email", "")}

    def back_to_start(self, response: HttpResponseRedirect) -> HttpResponse:
        next_url = self.get_next_url()
        return HttpResponseRedirect(response.url + ("?" + urlencode({"next": next_url}) if next_url else ""))

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        self.explained = True
        return answer


class SignOut(LogoutView):
    """A link shows a button; only the button signs out."""

    template_name = "accounts/sign_out.html"


class Blocked(AccountInactiveView):
    template_name = "accounts/blocked.html"
