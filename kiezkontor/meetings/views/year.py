"""What a year of the network came to."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kiezkontor.calendar.days import beginning_of
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules.quarters import Quarter
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, access_year
from kiezkontor.meetings.rules.year import TARGET_A_YEAR, Light, Met, kept, light_of, together, turnout
from kiezkontor.shared.fields import whole_number

FIRST_YEAR, QUARTERS = 2000, (1, 2, 3, 4)
LIGHTS = {
    Light.GREEN: ("success", gettext_lazy("took place")),
    Light.YELLOW: ("warning", gettext_lazy("not yet")),
    Light.RED: ("danger", gettext_lazy("no member meeting")),
}


@require_safe
@office_page(*access_year.READERS)
def year_page(request: DistrictRequest) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    asked = whole_number(request.GET.get("year", ""))
    year = asked if asked and FIRST_YEAR <= asked <= today.year else today.year
    begin, end = date(year, 1, 1), date(year + 1, 1, 1)
    until = min(timezone.now(), beginning_of(end))
    events = access_year.meetings_until(viewer, district, until=until)
    actions = access_year.actions_until(viewer, district, until=until)
    met = access_year.met_at(events)
    began = [each.on.year for each in met.values()] + [timezone.localdate(each.starts_at).year for each in actions[:1]]
    held = [each for each in met.values() if begin <= each.on < end]
    found = turnout(held, before=[each for each in met.values() if each.on < begin])
    agreed = kept(access_year.agreed_in(viewer, district, since=begin, before=end), today=today)
    context = {
        "year": year,
        "is_led": access.may_lead(viewer, district),
        "years": years(year, today.year, min(began, default=year)),
        "target": TARGET_A_YEAR,
        "turnout": found,
        "quarters": [quarter_row(Quarter(year, number), held, today) for number in QUARTERS],
        "rows": [{"event": event, "met": met[event.pk]} for event in events if begin <= met[event.pk].on < end],
        "kept": agreed,
        "learned": learned_parts(
            access_year.workshops_and_courses(viewer, district, since=beginning_of(begin), until=until)
        ),
        **joint_parts(actions.filter(starts_at__gte=beginning_of(begin))),
        "shares": {
            "first": in_percent(found.first_share),
            "again": in_percent(found.again_share),
            "in_time": in_percent(agreed.in_time_share),
        },
    }
    return render(request, "meetings/office/year.html", context)


def learned_parts(events: QuerySet[Event]) -> list[dict[str, Any]]:
    found = access_year.learned_in(events)
    return [{"event": event, "learned": found[event.pk]} for event in events]


def joint_parts(actions: QuerySet[Event]) -> dict[str, Any]:
    """The joint actions of the year: all together, and each with what it came to."""
    found = access_year.joint_in(actions)
    whole = together([*found.values()])
    return {
        "together": whole,
        "own_share": in_percent(whole.share),
        "actions": [{"event": event, "joint": found[event.pk]} for event in actions],
    }


def in_percent(share: float | None) -> str:
    """“67 %”; “” where there is nothing to take a share of."""
    return "" if share is None else f"{share:.0%}".replace("%", " %")


def years(chosen: int, last: int, first: int) -> list[dict[str, Any]]:
    """The latest first, as the navigation of sections takes them."""
    return [
        {"label": str(year), "url": f"?year={year}", "current": year == chosen, "count": None}
        for year in range(last, min(first, chosen) - 1, -1)
    ]


def quarter_row(quarter: Quarter, held: list[Met], today: date) -> dict[str, Any]:
    count = sum(quarter.first_on <= each.on <= quarter.last_on for each in held)
    light = light_of(quarter.next.first_on, held=count, today=today)
    kind, label = LIGHTS[light]
    if light == Light.YELLOW and quarter.first_on > today:
        kind, label = "", gettext_lazy("to come")
    return {"name": _("Quarter %(number)d") % {"number": quarter.number}, "count": count, "kind": kind, "label": label}
