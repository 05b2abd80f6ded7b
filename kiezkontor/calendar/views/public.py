"""The calendar as everybody reads it: as a list, month by month, on the map; and one event."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.calendar import access, access_groups, access_inviting, hooks, ics
from kiezkontor.calendar.choosing import chosen
from kiezkontor.calendar.days import beginning_of, today_began_at
from kiezkontor.calendar.forms.public import CalendarFilter
from kiezkontor.calendar.linked import linked_data
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.months import Month, within
from kiezkontor.calendar.shown import by_month, days_in_words, map_rows, on_map, shown, time_row
from kiezkontor.calendar.shown_month import month_table
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.pick import ground_of
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.markup import script_json

PER_PAGE, ON_MAP = 30, 200
# What a day of a month says of its events.
OF_A_DAY = ("pk", "kind", "title", "starts_at", "ends_at", "is_all_day", "stage", "moved_from")
# What the map and the list beside it say of an event.
OF_A_PLACE = (
    "kind",
    "title",
    "starts_at",
    "ends_at",
    "is_all_day",
    "stage",
    "moved_from",
    "place",
    "address",
    "lat",
    "lon",
)
ONE_DAY = timedelta(days=1)
LIST, MONTH, MAP, PAST = "calendar:events", "calendar:month", "calendar:map", "calendar:past"


def told(request: DistrictRequest) -> EventQuerySet:
    return access.visible_to(request.viewer, request.district).exclude(stage=stages.PLANNED)


@dataclass(frozen=True)
class Asked:
    """The filters of a page and the events they leave. corrected_to: what was searched for instead."""

    form: CalendarFilter
    events: EventQuerySet
    corrected_to: str | None


def asked_of(request: DistrictRequest, found: EventQuerySet) -> Asked:
    is_inside = access.knows_of_members(request.viewer, request.district)
    topics, groups = access_groups.choices_among(found)
    form = CalendarFilter(request.GET, topics=topics, groups=groups, for_members=is_inside)
    left = chosen(found, form.chosen(), of=request.district, is_inside=is_inside)
    return Asked(form, left.events, left.words.corrected_to if left.words and left.words.ranked else None)


def frame_of(request: DistrictRequest, asked: Asked, current: str) -> dict[str, Any]:
    """What all views of the calendar share."""
    query = asked.form.as_query()
    today = timezone.localdate()
    here = [
        (_("List"), LIST, reverse(LIST)),
        (_("Month"), MONTH, month_url(Month(today.year, today.month))),
        (_("Map"), MAP, reverse(MAP)),
        (_("Past events"), PAST, reverse(PAST)),
    ]
    return {
        "form": asked.form,
        "query": query,
        "corrected_to": asked.corrected_to,
        "webcal_url": webcal(request.build_absolute_uri(reverse("calendar:ics"))) + query,
        "ways": [{"label": label, "url": f"{url}{query}", "current": name == current} for label, name, url in here],
    }


def webcal(url: str) -> str:
    """The same address as calendars take it up by themselves when it is pressed."""
    return f"webcal{url[url.index(':') :]}"


def month_url(month: Month) -> str:
    return reverse(MONTH, args=[month])


@require_safe
@public_page
def events(request: DistrictRequest) -> HttpResponse:
    asked = asked_of(request, told(request).filter(ends_at__gte=today_began_at()))
    page = Paginator(asked.events.select_related("host"), PER_PAGE).get_page(request.GET.get("page"))
    context = {**frame_of(request, asked, LIST), "page": page, "months": by_month(page)}
    return render(request, "calendar/public/list.html", context)


@require_safe
@public_page
def past(request: DistrictRequest) -> HttpResponse:
    asked = asked_of(request, told(request).filter(ends_at__lt=today_began_at()))
    found = asked.events.select_related("host").order_by("-starts_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {**frame_of(request, asked, PAST), "page": page, "months": by_month(page), "is_past": True}
    context["more"] = [link for find in hooks.past_links for link in find(request.viewer, request.district)]
    return render(request, "calendar/public/list.html", context)


@require_safe
@public_page
def month(request: DistrictRequest, month: Month) -> HttpResponse:
    weeks = month.weeks()
    asked = asked_of(request, told(request))
    today = timezone.localdate()
    days = access.first_and_last_day(told(request))
    first, after = beginning_of(weeks[0][0]), beginning_of(weeks[-1][-1] + ONE_DAY)
    found = asked.events.filter(ends_at__gte=first, starts_at__lt=after)
    context = {
        **frame_of(request, asked, MONTH),
        "month": month,
        "weeks": month_table(list(found.values_list(*OF_A_DAY, named=True)), month, today=today),
        "list_url": reverse(LIST),
        "previous": step(within(month.previous, days, today=today), asked.form),
        "next": step(within(month.next, days, today=today), asked.form),
    }
    return render(request, "calendar/public/month.html", context)


def step(month: Month | None, form: CalendarFilter) -> dict[str, Any] | None:
    return {"first_on": month.first_on, "url": month_url(month) + form.as_query()} if month else None


@require_safe
@public_page
def events_map(request: DistrictRequest) -> HttpResponse:
    asked = asked_of(request, told(request).filter(ends_at__gte=today_began_at()))
    found = asked.events.exclude(lat=None).only(*OF_A_PLACE)[:ON_MAP]
    frame = frame_of(request, asked, MAP)
    context = {
        **frame,
        "rows": map_rows(list(found)),
        "geojson_url": reverse("calendar:map_events") + frame["query"],
        **ground_of(request.district),
    }
    return render(request, "calendar/public/map.html", context)


@require_safe
@public_page
def map_events(request: DistrictRequest) -> HttpResponse:
    coming = told(request).filter(ends_at__gte=today_began_at()).exclude(lat=None)
    return on_map(asked_of(request, coming).events.only(*OF_A_PLACE)[:ON_MAP])


@require_safe
@public_page
def event(request: DistrictRequest, pk: int) -> HttpResponse:
    found, is_invited = access_inviting.event_or_404(request.viewer, request.district, pk)
    context = context_of(request, found, is_invited=is_invited)
    url = request.build_absolute_uri(reverse("calendar:event", args=[found.pk]))
    context["json_ld"] = script_json(linked_data(found, context["slots"], url=url, day=context["day"]))
    return render(request, "calendar/event.html", context)


def context_of(request: DistrictRequest, found: Event, *, is_invited: bool) -> dict[str, Any]:
    slots = access.slots_of(found)
    open_ids = {slot.pk for slot in access.open_among(slots, found)}
    return {
        "event": found,
        "shown": shown(found),
        "day": days_in_words([found]).get(found.pk, ""),
        "slots": slots,
        "times": [time_row(slot, is_open=slot.pk in open_ids) for slot in slots] if len(slots) > 1 else [],
        "is_open": bool(open_ids),
        "is_invited": bool(open_ids) and is_invited,
        "is_full": bool(open_ids) and all(slot.is_full for slot in slots if slot.pk in open_ids),
        "groups": [name for _pk, name in access_groups.asked_of(found)],
        "can_write": access.may_write(request.viewer, request.district),
        "parts": hooks.parts_of(request.viewer, found),
    }


@require_safe
@public_page
def event_ics(request: DistrictRequest, pk: int) -> HttpResponse:
    found, _is_invited = access_inviting.event_or_404(request.viewer, request.district, pk)
    url = request.build_absolute_uri(reverse("calendar:event", args=[found.pk]))
    days = hooks.further_days_of(found)
    words = days_in_words([found, *days])
    body = ics.calendar_of(found, method="PUBLISH", url=url, now=found.changed_at, further_days=days, words=words)
    headers = {"Content-Disposition": f'attachment; filename="termin-{found.pk}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
