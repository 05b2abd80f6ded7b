"""Events for other calendars, readers and pages."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.calendar import access, access_groups, ics
from kiezkontor.calendar.choosing import chosen
from kiezkontor.calendar.days import today_began_at
from kiezkontor.calendar.forms.public import CalendarFilter
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules.kinds import ON_SEVERAL_DAYS
from kiezkontor.calendar.shown import day_and_time, days_in_words, rows_of, with_day
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.caching import public_page, tagged
from kiezkontor.shared.feeds import Item, atom_feed

# A feed holds what is to come and what was shortly before, so that calendars keep it.
BEHIND = timedelta(days=180)
CHUNK, FEED_EVENTS, EMBEDDED = 500, 50, 10
# The one page others may show within theirs; it has no form, no script and sets no cookie.
FRAMED_BY_ANYBODY: dict[str, Any] = {
    **settings.SECURE_CSP,
    "script-src": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}


def public_events(request: DistrictRequest) -> EventQuerySet:
    """What everybody may know under the filters of the address, whoever asks; nothing under one that does not exist."""
    found = access.visible_to(VISITOR, request.district)
    groups = partial(access_groups.groups_among, found)
    form = CalendarFilter(request.GET, topics=access.topics_among(found), groups=groups)
    if not form.is_understood():
        return found.none()
    return chosen(found, form.chosen(), of=request.district).events


def listed(request: DistrictRequest, found: EventQuerySet) -> Iterator[ics.Listed]:
    """Each with its address, its times, where they have a beginning of their own, and which of several days it is.

    The addresses are made before a body is streamed: later the district's path is gone.
    """
    before, _number, after = request.build_absolute_uri(reverse("calendar:event", args=[0])).rpartition("0")
    times = access.timed_slots_among(found)
    language, on_several = get_language(), found.filter(kind__in=ON_SEVERAL_DAYS).order_by()

    @cache
    def days() -> dict[int, str]:
        with override(language):
            return days_in_words(list(on_several.values_list("pk", "kind", named=True)))

    def day_of(event: Event) -> str:
        return days().get(event.pk, "") if event.kind in ON_SEVERAL_DAYS else ""

    events = found.iterator(chunk_size=CHUNK)
    return (ics.Listed(each, f"{before}{each.pk}{after}", times.get(each.pk, ()), day_of(each)) for each in events)


def recent(found: EventQuerySet) -> EventQuerySet:
    return found.filter(ends_at__gte=timezone.now() - BEHIND)


def calendar_answer(request: DistrictRequest, found: EventQuerySet, *, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        ics.feed_of(listed(request, recent(found)), name=name), content_type="text/calendar; charset=utf-8"
    )


@require_safe
@public_page
def events_ics(request: DistrictRequest) -> StreamingHttpResponse:
    name = _("Calendar of %(district)s") % {"district": request.district.name}
    return calendar_answer(request, public_events(request), name=name)


@require_safe
@public_page
def events_atom(request: DistrictRequest) -> HttpResponse:
    district = request.district
    latest = list(public_events(request).order_by("-changed_at", "-pk")[:FEED_EVENTS])
    days = days_in_words(latest)

    def item(event: Event) -> Item:
        stage = event.get_stage_display() if event.stage != Event.Stage.ANNOUNCED else ""
        return Item(
            key=f"event/{event.pk}",
            title=with_day(event.title, days.get(event.pk, "")),
            about=", ".join(part for part in (stage, day_and_time(event), event.place, event.address) if part),
            url=request.build_absolute_uri(reverse("calendar:event", args=[event.pk])),
            changed_at=event.changed_at,
            made_at=event.made_at,
        )

    return atom_feed(
        request,
        map(item, latest),
        title=_("%(district)s: new and changed events") % {"district": district.name},
        url=reverse("calendar:events"),
        place=district.slug,
        about=district.claim,
        author=district.office_name or district.name,
    )


@xframe_options_exempt
@csp_override(FRAMED_BY_ANYBODY)
@require_safe
def embedded(request: DistrictRequest) -> HttpResponse:
    """The next events as a slim page for other websites.

    It is not published as a file, because a web server would send it with the policy of all other pages.
    """
    coming = public_events(request).filter(ends_at__gte=today_began_at())[:EMBEDDED]
    page = render(request, "calendar/public/embedded.html", {"rows": rows_of(list(coming))})
    return tagged(request, page)
