"""Telling somebody without an access what an office holds about them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.actions.consents import note_information
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.senders import sender_of
from kiezkontor.home.forms import InformationForm
from kiezkontor.home.own_data import held_at_office
from kiezkontor.home.telling import as_json, as_pdf, parts_of

FILES = ("pdf", "json")
RIGHTS = gettext_lazy(
    "You may have wrong data corrected, object to their use, and have them deleted. A short answer is enough for that."
)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def information(request: DistrictRequest) -> HttpResponse:
    """Asked for with a form, so that the address stands in no list of addresses and no server's log."""
    form = InformationForm(request.POST or None)
    if not form.is_valid():
        return render(request, "home/information.html", {"form": form}, status=422 if form.errors else 200)
    email, now = form.cleaned_data["email"], timezone.now()
    held = held_at_office(email, request.district)
    wanted = next((ending for ending in FILES if ending in request.POST), "shown")
    note_information(request.district, email=email, way=wanted, by=request.viewer)
    if wanted == "json":
        return as_json(held, about=email, now=now)
    if wanted == "pdf":
        about = {"district": request.district, "email": email}
        intro = [_("What the office of %(district)s holds about %(email)s.") % about, str(RIGHTS)]
        sender = sender_of(request.district)
        return as_pdf(held, title=_("Information on your data"), sender=sender.legal_line, intro=intro, now=now)
    return render(request, "home/information.html", {"form": form, "email": email, "parts": parts_of(held)})
