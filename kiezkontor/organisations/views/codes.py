"""Where the code of a letter is typed, whatever the letter is about."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.notices import links
from kiezkontor.notices.hooks import pages_of_links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.codes import as_typed
from kiezkontor.organisations.forms.people import CodeForm
from kiezkontor.organisations.limits import may_try_code
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to, refusals_shown_on

OVER = {
    "used": gettext_lazy("This code was used already. What you told us with it is kept."),
    "withdrawn": gettext_lazy(
        "This code was replaced by that of a newer letter. Please type that one, or ask the office."
    ),
    "expired": gettext_lazy("The time of this code is over. The office gladly sends you a new one."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter_code(request: DistrictRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            link = meant(request, form.cleaned_data["code"])
            return go_to(request, pages_of_links[link.purpose], links.typed_token(link))
    return render(request, "organisations/links/code.html", {"form": form}, status=422 if form.errors else 200)


def meant(request: DistrictRequest, typed: str) -> PersonalLink:
    """The open link of this district whose code was typed; refuses with what is wrong with any other."""
    if not as_typed(typed):
        raise ActionRefused(
            _("This is no code: one has eight letters and digits. Please compare it with your letter."), field="code"
        )
    if not may_try_code(request):
        raise ActionRefused(_("Too many codes were tried from here. Please wait a few minutes."), field="code")
    link = links.by_code(typed)
    if link is None:
        raise ActionRefused(_("We do not know this code. Please compare it with your letter once more."), field="code")
    if link.scope_id != request.district.pk:
        raise ActionRefused(
            _("This code belongs to another district. Please open the address that your letter names."), field="code"
        )
    state = links.state_of(link)
    if state != "open":
        raise ActionRefused(str(OVER[state]), field="code")
    return link
