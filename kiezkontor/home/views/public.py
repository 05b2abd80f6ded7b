from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.calendar import access as calendar
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import rows_of
from kiezkontor.directory import access as directory
from kiezkontor.directory import access_facets, access_vacancies
from kiezkontor.directory.access_listed import INDEPENDENT
from kiezkontor.directory.cards import cards
from kiezkontor.directory.hours import shown_hours
from kiezkontor.directory.listed import Independent
from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.facets import Figures
from kiezkontor.directory.rules.known_hours import minute_of
from kiezkontor.directory.teasers import district_teaser
from kiezkontor.districts.access import published
from kiezkontor.districts.presenting import current_project
from kiezkontor.districts.requests import DistrictRequest, SiteRequest, of_district
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.mounting import district_path

SHOWN, EVENTS_SHOWN = 6, 3


@require_safe
@public_page
def district(request: DistrictRequest) -> HttpResponse:
    now = timezone.now()
    entries = directory.visible_to(request.viewer, request.district)
    figures = access_facets.figures(request, now=now)
    vacancies = access_vacancies.vacancies_today(request)
    has_members = figures.members > 0
    front = first_of_the_day(request, entries.filter(is_member=True) if has_members else entries)
    hours = shown_hours(request, [entry.pattern_id for entry in front], now=now)
    line, project = current_project(request, on=timezone.localdate(now))
    context = {
        "figures": figures,
        "tiles": figure_tiles(figures, vacancies),
        "vacancies": vacancies,
        "has_members": has_members,
        "entries": cards(front, hours),
        "coming": rows_of(coming(request)),
        "teaser": of_district(request, "teaser", lambda: district_teaser(request.district, entries)),
        "funding_line": line,
        "shown_project": project,
        "ways": ways(figures),
    }
    return render(request, "home/district.html", context)


def first_of_the_day(request: DistrictRequest, entries: EntryQuerySet) -> list[Independent]:
    """The first SHOWN of the entries in the draw of the day."""
    day = timezone.localdate()
    drawn = directory.in_fair_order(entries, request.district, on=day)[:SHOWN]
    return of_district(
        request, "first of the day", lambda: INDEPENDENT.of(drawn), moment=day.isoformat(), has_language=False
    )


def coming(request: DistrictRequest) -> list[Event]:
    """The next events of the district for everybody."""
    now = minute_of(timezone.now())
    return of_district(
        request,
        "coming events",
        lambda: calendar.coming(request.district, now=now, most=EVENTS_SHOWN),
        moment=str(now),
        has_language=False,
    )


def why_hidden(vacancies: access_vacancies.Vacancies) -> str:
    if vacancies.are_of_round:
        return _("Not published, because the number would tell of single units")
    return _("Fewer than three, so the number is not published")


def figure_tiles(figures: Figures, vacancies: access_vacancies.Vacancies) -> list[dict[str, Any]]:
    """The district in numbers as components/figure_tile.html takes them."""
    if not figures.entries:
        return []
    listed = reverse("directory:list")
    total = vacancies.total
    tiles: list[dict[str, Any]] = [
        {"number": figures.entries, "label": _("entries in the directory"), "url": listed},
        {
            "number": figures.open_now,
            "label": _("open at the moment"),
            "note": _("Of %(count)s with known opening hours") % {"count": figures.with_hours},
            "url": f"{listed}?open=1",
        },
        {
            "number": _("%(percent)s %%") % {"percent": percent(figures.independent, figures.entries)},
            "label": _("independent, not part of a chain"),
            "url": f"{listed}?independent=1",
        },
        {
            "number": total,
            "label": _("vacant units"),
            "note": "" if total is not None else why_hidden(vacancies),
            "url": reverse("directory:vacancies"),
        },
    ]
    if figures.members:
        tiles.insert(1, {"number": figures.members, "label": _("members of the network"), "url": f"{listed}?member=1"})
    return tiles


def percent(part: int, whole: int) -> int:
    """Whole percents, half a percent upwards; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True)
class Way:
    label: str
    text: str
    url: str
    icon: str


def ways(figures: Figures) -> list[Way]:
    """What people come for, with the way there."""
    listed = reverse("directory:list")
    found = [
        Way(_("Open now"), _("Who is open at this moment"), f"{listed}?open=1", "clock"),
        Way(_("Step-free"), _("Places without a step"), f"{listed}?step_free=1", "step-free"),
        Way(_("On the map"), _("What is round the corner"), reverse("directory:map"), "pin"),
        Way(_("Vacant units"), _("Room for something new"), reverse("directory:vacancies"), "vacant"),
    ]
    return found if figures.entries else []


@require_safe
@public_page
def front(request: SiteRequest) -> HttpResponse:
    counts = directory.counts_by_district()
    districts = [
        {"district": row, "url": district_path(row.slug, "home:district"), "count": counts.get(row.pk, 0)}
        for row in published()
    ]
    with_entries = [row for row in districts if row["count"]]
    others = [row for row in districts if not row["count"]]
    # Where nobody has a directory yet, all are shown alike.
    context = {"districts": with_entries, "others": others} if with_entries else {"districts": others}
    return render(request, "home/front.html", context)


@require_safe
def health(request: SiteRequest) -> HttpResponse:
    """200 when the database answers; anything else is no health."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
def authority(request: SiteRequest) -> HttpResponse:
    """What phones in the local network install to trust `kontor serve --tls`; it is meant for everybody there."""
    if not settings.AUTHORITY.exists():
        raise Http404
    return HttpResponse(settings.AUTHORITY.read_bytes(), content_type="application/x-x509-ca-cert")
