from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.security import access
from kiezkontor.security.actions import devices as actions
from kiezkontor.security.forms import ResetForm
from kiezkontor.security.gates import OwnRequest, confirmed_operators_page, own_page, person_of
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import refusals_shown_on


@require_POST
@own_page
def end(request: OwnRequest, pk: int) -> HttpResponse:
    """Needs no confirmation: whoever holds a session may end sessions, and in a hurry every step is one too many."""
    device = access.device_or_404(person_of(request), pk)
    is_this = device.session_key == request.session.session_key
    actions.end_device(device, by=request.viewer)
    if is_this:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("The device is signed out."))
    return redirect("security:overview")


@require_POST
@own_page
def end_others(request: OwnRequest) -> HttpResponse:
    actions.end_other_devices(request, person_of(request), by=request.viewer)
    messages.success(request, _("All other devices are signed out."))
    return redirect("security:overview")


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_operators_page
def reset(request: OwnRequest) -> HttpResponse:
    """For whoever lost the telephone and the recovery codes: the operator opens the way by mail again."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            person = access.person_with_address(request.viewer, form.cleaned_data["email"])
            if person is None:
                raise ActionRefused(_("Nobody signs in with this address."), field="email")
            actions.reset_sign_in(person, by=request.viewer)
            messages.success(request, _("%(person)s signs in with a code by e-mail again.") % {"person": person})
            return redirect("security:reset")
    return render(request, "security/reset.html", {"form": form}, status=422 if form.errors else 200)
