"""The exposé of one's own unit behind one's link: read, released part by part, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.media import NOT_KEPT, jpeg_of
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access_exposes as access
from kiezkontor.vacancies import presenting_exposes as said
from kiezkontor.vacancies.actions import expose_owner as actions
from kiezkontor.vacancies.forms.exposes import OwnReleaseForm
from kiezkontor.vacancies.offers import energy_of
from kiezkontor.vacancies.rules import exposes as rules

CHANGED = gettext_lazy(
    "The exposé was changed since you opened this page. What you no longer tick is taken back, and nothing new is "
    "released. Please read below what it says now, and tick once more what everybody may read."
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own(request: DistrictRequest, token: str) -> HttpResponse:
    expose, owner = access.behind(request.district, token)
    released = access.released_groups(expose)
    state, is_sent = access.state_of(expose, request.district), request.method == "POST"
    # What was there when the page was opened may be sent, also where it is gone by now.
    offered = [group for group in rules.GROUPS if group != rules.OWNER or expose.contact_name or is_sent]
    gaps = rules.energy_gaps(energy_of(expose)) if rules.PAGE not in released else []
    form = OwnReleaseForm(request.POST if is_sent else None, offered=offered, released=released, has_gaps=bool(gaps))
    if form.is_valid():
        with refusals_shown_on(form):
            saw = bool(form.cleaned_data.get("saw_gaps"))
            seen = request.POST.get("seen", "")
            if actions.decide(expose, owner, form.cleaned_data["groups"], seen=seen, saw_gaps=saw):
                messages.success(request, _("It is saved. What you have ticked can be read by everybody, and no more."))
            else:
                messages.warning(request, CHANGED)
            return go_to(request, "vacancies:offer_own", token)
    shown = access.shown_to_owner(expose, request.district)
    context = {
        "form": form,
        "expose": expose,
        "shown": shown,
        "sections": said.draft_sections(shown),
        "pictures": access.pictures_of(expose),
        "gaps": gaps,
        "token": token,
        "seen": request.POST.get("seen", "") if is_sent else state,
        "is_public": rules.PAGE in released and access.is_offered(expose),
    }
    return render(request, "vacancies/offers/own.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def picture(request: DistrictRequest, token: str, picture: int) -> HttpResponse:
    expose, _owner = access.behind(request.district, token)
    return jpeg_of(access.picture_or_404(expose, picture).thumbnail, kept=NOT_KEPT)
