"""The walk: a page that works without network, and what it exchanges with the server."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.directory.tiles import basemap_file, basemap_url
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.organisations.actions.photos import in_two_sizes
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.readable import unturned_values
from kiezkontor.surveys import access_walk
from kiezkontor.surveys.actions import leases
from kiezkontor.surveys.actions.walk_photos import take_photo
from kiezkontor.surveys.actions.walking import Answer, take_in
from kiezkontor.surveys.forms import WalkPhotoForm
from kiezkontor.surveys.luggage import luggage
from kiezkontor.surveys.models import WalkLease
from kiezkontor.surveys.rules.operations import Unreadable, read_operation
from kiezkontor.surveys.walk_words import words_of_the_walk

MOST_AT_ONCE = 50
JSON = "application/json"
LEASE_HEADER, LONGEST_TOKEN = "X-Walk-Lease", 64
# What the page is made of; a device keeps these files for when there is no network.
KEPT = (
    "built/theme.js",
    "built/app.css",
    "built/walk.css",
    "built/walk.js",
    "built/map.css",
    "built/map.js",
    "built/map-worker.js",
    "built/map-shared.js",
    "built/fonts/fira-sans-latin-400-normal.woff2",
    "built/fonts/fira-sans-latin-600-normal.woff2",
    "shared/icon.svg",
)


type Page = Callable[[DistrictRequest, int], HttpResponse]


def refusals_told(view: Page) -> Page:
    """What is refused is told as JSON, which the app shows; nothing on the device is lost by it."""

    @wraps(view)
    def answered(request: DistrictRequest, number: int) -> HttpResponse:
        try:
            return view(request, number)
        except ActionRefused as refused:
            return JsonResponse({"sentence": refused.sentence}, status=422)

    return answered


def round_or_404(request: DistrictRequest, number: int) -> SurveyRound:
    rounds = access_walk.rounds_to_send(request.viewer, request.district).select_related("district")
    return get_object_or_404(rounds, number=number)


@require_safe
@office_page(*INVENTORY_ROLES)
def greeting(request: DistrictRequest) -> HttpResponse:
    """Who is signed in, which rounds may be taken along, and the mark a form of this session carries."""
    rounds = access_walk.rounds_to_walk(request.viewer, request.district)
    file = basemap_file(request.district)
    person = request.viewer.person
    found = {
        "token": get_token(request),
        "person": person.pk if person else 0,
        "who": str(person or ""),
        "rounds": [{"number": each.number, "reference_on": each.reference_on.isoformat()} for each in rounds],
        "map": {"url": basemap_url(request.district), "bytes": file.stat().st_size} if file else None,
    }
    return JsonResponse(found)


@require_POST
@office_page(*INVENTORY_ROLES)
@refusals_told
def take_along(request: DistrictRequest, number: int) -> HttpResponse:
    """The data of a round with a lease; the device may show the token of one it has.

    Of a frozen round the lease alone: what waits is sent, and nothing is taken along any more.
    """
    survey_round = round_or_404(request, number)
    device = access_walk.device_of(request.session.session_key)
    lease = leases.take_along(survey_round, device=device, token=str(said(request).get("token", "")), by=request.viewer)
    if survey_round.is_frozen:
        return JsonResponse({"lease": as_lease(lease)})
    person = request.viewer.person
    packed = luggage(survey_round, person=person.pk if person else None, on=timezone.localdate())
    return JsonResponse({"lease": as_lease(lease), **packed})


def as_lease(lease: WalkLease) -> dict[str, Any]:
    return {
        "token": lease.token,
        "key": lease.key,
        "person": lease.person_id,
        "ends_at": lease.ends_at.isoformat(),
    }


@require_POST
@office_page(*INVENTORY_ROLES)
@refusals_told
def sync(request: DistrictRequest, number: int) -> HttpResponse:
    """Answers to what a device sends, by the name it gave each; in the order in which it noted them."""
    body = said(request)
    lease = lease_or_refuse(request, body, number)
    operations = body.get("operations")
    if not isinstance(operations, list) or len(operations) > MOST_AT_ONCE:
        raise ActionRefused(_("Not more than %(count)s notes at once.") % {"count": MOST_AT_ONCE})
    today = timezone.localdate()
    return JsonResponse({"answers": [answer_to(lease, each, request, today) for each in operations]})


def answer_to(lease: WalkLease, raw: Any, request: DistrictRequest, today: Any) -> Answer:
    name = raw.get("id") if isinstance(raw, dict) else None
    try:
        operation = read_operation(raw, today=today)
    except Unreadable as unreadable:
        sentence = _("The office cannot read this note (%(field)s). It stays on your device.")
        return {"id": name, "status": "refused", "sentence": sentence % {"field": unreadable.field}}
    return {"id": name, **take_in(lease, operation, by=request.viewer)}


@require_POST
@office_page(*INVENTORY_ROLES)
@takes_files(MAX_BYTES)
@refusals_told
def photo(request: DistrictRequest, number: int) -> HttpResponse:
    form = WalkPhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        raise ActionRefused(_("The office cannot read this photo. It stays on your device."))
    sent = form.cleaned_data
    lease = lease_or_refuse(request, sent, number)
    sizes = in_two_sizes(sent["photo"].read(MAX_BYTES + 1))
    take_photo(lease, sent["op"], sent["unit"], sizes, taken_on=sent["taken_on"], by=request.viewer)
    return JsonResponse({"taken": True})


@require_POST
@office_page(*INVENTORY_ROLES)
@refusals_told
def give_back(request: DistrictRequest, number: int) -> HttpResponse:
    leases.give_back(lease_or_refuse(request, said(request), number), by=request.viewer)
    return JsonResponse({"ended": True})


@require_safe
@never_cache
def lease_state(request: DistrictRequest) -> HttpResponse:
    """Whether a device may go on reading what it has; asked without being signed in.

    The token nobody guesses comes as a header, so that it stands in no log of addresses.
    """
    lease = access_walk.lease_of(request.headers.get(LEASE_HEADER, "")[:LONGEST_TOKEN], request.district)
    return JsonResponse({"holds": lease is not None and holds(lease, timezone.now())})


def holds(lease: WalkLease, now: datetime) -> bool:
    viewer = viewer_for(lease.person, on=timezone.localdate(now))
    return access_walk.holds(lease, now=now, viewer=viewer)


def lease_or_refuse(request: DistrictRequest, body: dict[str, Any], number: int) -> WalkLease:
    """The lease whose token the device shows: of the same person and round, or there is none."""
    lease = access_walk.lease_of(str(body.get("token", "")), request.district)
    if lease is None or lease.person != request.viewer.person or lease.survey_round.number != number:
        raise ActionRefused(
            _("This device has no data of this round. What you noted is still on it: take the round along.")
        )
    return lease


def said(request: DistrictRequest) -> dict[str, Any]:
    """What a device sends as JSON; nothing where it sends something else."""
    try:
        found = unturned_values(json.loads(request.body or b"{}")) if request.content_type == JSON else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ActionRefused(_("The office cannot read this. What you noted is still on your device."))
    return found


@require_safe
@office_page(*INVENTORY_ROLES)
def app(request: DistrictRequest) -> HttpResponse:
    """The same for everybody: a device keeps it, and what it shows comes from what was taken along."""
    context = {"addresses": addresses(), "words": words_of_the_walk(), "tiles_url": basemap_url(request.district)}
    return render(request, "surveys/walk/app.html", context)


def addresses() -> dict[str, str]:
    """Where the app sends what; 0 stands for the number of a round."""
    with override(settings.LANGUAGE_CODE):
        store = reverse("surveys:walk")
    return {
        "store": store,
        "app": reverse("surveys:walk"),
        "worker": reverse("surveys:walk_worker"),
        "manifest": reverse("surveys:walk_manifest"),
        "greeting": reverse("surveys:walk_greeting"),
        "takeAlong": reverse("surveys:walk_take_along", args=[0]),
        "photo": reverse("surveys:walk_photo", args=[0]),
        "sync": reverse("surveys:walk_sync", args=[0]),
        "giveBack": reverse("surveys:walk_give_back", args=[0]),
        "lease": reverse("surveys:walk_lease"),
        "office": reverse("surveys:rounds"),
    }


@require_safe
@office_page(*INVENTORY_ROLES)
def worker(request: DistrictRequest) -> HttpResponse:
    """The script that answers without network; with the files it keeps, under the names they have today."""
    kept = [static(name) for name in KEPT]
    known = {"app": reverse("surveys:walk"), "kept": kept, "map": urlsplit(basemap_url(request.district)).path}
    script = f"self.known = {json.dumps(known)};\nimportScripts({json.dumps(static('built/walk-worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@office_page(*INVENTORY_ROLES)
def manifest(request: DistrictRequest) -> HttpResponse:
    """What makes the walk an app on a telephone."""
    found = {
        "name": _("Walk through %(district)s") % {"district": request.district.name},
        "short_name": pgettext("through the streets, to see what is there", "Walk"),
        "start_url": reverse("surveys:walk"),
        "scope": reverse("surveys:walk"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": request.district.colour or "#13505b",
        "icons": [{"src": static("shared/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(found, content_type="application/manifest+json")
