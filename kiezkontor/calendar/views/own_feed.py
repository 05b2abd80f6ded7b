"""Somebody's own calendar: the page on which its address is made and withdrawn, and what is behind it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import STEWARD_ROLES
from kiezkontor.calendar import access, ics
from kiezkontor.calendar.access_bodies import BODIES
from kiezkontor.calendar.actions import own_feed as actions
from kiezkontor.calendar.views.feeds import listed, recent
from kiezkontor.calendar.views.public import webcal
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.web import go_to

# Who reads more of the calendar than everybody does.
READERS = (*STEWARD_ROLES, *access.WRITERS, *BODIES)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def own_feed(request: DistrictRequest) -> HttpResponse:
    """Its address is shown once, for what is stored opens nothing."""
    address = ""
    if request.method == "POST":
        token = actions.make_own_feed(request.district, by=request.viewer)
        address = request.build_absolute_uri(reverse("calendar:own_ics", args=[token]))
    context = {
        "address": address,
        "webcal_url": webcal(address) if address else "",
        "link": access.own_feed_links(request.viewer, request.district).first(),
    }
    return render(request, "calendar/own/feed.html", context)


@require_POST
@office_page(*READERS)
def withdraw(request: DistrictRequest) -> HttpResponse:
    actions.withdraw_own_feed(request.district, by=request.viewer)
    messages.success(request, _("The address opens nothing any more."))
    return go_to(request, "calendar:own_feed")


@require_safe
@never_cache
def own_ics(request: DistrictRequest, token: str) -> StreamingHttpResponse:
    viewer = access.viewer_behind(token, request.district)
    if viewer is None:
        raise Http404
    found = recent(access.own_events(viewer, request.district))
    name = _("My calendar of %(district)s") % {"district": request.district.name}
    return StreamingHttpResponse(
        ics.feed_of(listed(request, found), name=name), content_type="text/calendar; charset=utf-8"
    )
