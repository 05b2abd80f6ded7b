"""Series of events, as the office plans, changes and ends them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.calendar import access, access_groups
from kiezkontor.calendar.actions import series as actions
from kiezkontor.calendar.forms.series import SeriesForm, series_of_format
from kiezkontor.calendar.holidays import public_holidays_between
from kiezkontor.calendar.models import Series
from kiezkontor.calendar.rules.recurrence import OnHoliday, on_holidays
from kiezkontor.calendar.rules.series import host_in_turn, title_of
from kiezkontor.calendar.shown import rhythm_in_words
from kiezkontor.calendar.views.office import format_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.presenting import language
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.confirming import is_confirmed, signed
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on

ONE = "calendar:office_series_one"
SALT = "calendar.series"


@require_safe
@office_page(*access.WRITERS)
def all_series(request: DistrictRequest) -> HttpResponse:
    found = access.series_of(request.viewer, request.district)
    rows = [{"series": each, "rhythm": rhythm_in_words(each)} for each in found]
    return render(request, "calendar/office/all_series.html", {"rows": rows})


@require_safe
@office_page(*access.WRITERS)
def one(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.series_or_404(request.viewer, request.district, pk)
    coming = access.events_of_series(request.viewer, found).filter(ends_at__gte=timezone.now())
    hosts = access.hosts_in_turn(found)
    context = {
        "series": found,
        "rhythm": rhythm_in_words(found),
        "events": list(coming),
        "hosts": hosts,
        "groups": list(found.target_groups.all()),
        "next_host": hosts[0] if hosts else None,
    }
    return render(request, "calendar/office/series.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def new(request: DistrictRequest) -> HttpResponse:
    """First the dates it would have, then the series as it was shown."""
    members = list(members_on(timezone.localdate(), request.district))
    template = format_of(request)
    groups = access_groups.choosable(request.viewer, request.district)
    initial = series_of_format(template) if template else {}
    form = SeriesForm(request.POST or None, district=request.district, members=members, groups=groups, initial=initial)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        with refusals_shown_on(form):
            series = Series(district=request.district, **form.values())
            days = dates_of(series)
            sure = signed(form.cleaned_data, [day.toordinal() for day in days], salt=SALT)
            if is_confirmed(request, sure):
                return once(request, lambda: planned(request, form))
            context |= {"dates": previewed(form, days, members), "sure": sure, "count": len(days)}
            context["holidays"] = holidays_said(series)
    return render(request, "calendar/office/series_new.html", context, status=422 if form.errors else 200)


def planned(request: DistrictRequest, form: SeriesForm) -> HttpResponse:
    said, hosts, groups = form.values(), form.hosts(), form.groups()
    made = actions.add_series(request.district, values=said, hosts=hosts, groups=groups, by=request.viewer)
    messages.success(request, _("The series is planned. Its events are made a year ahead, each night the next ones."))
    return go_to(request, ONE, made.pk)


def dates_of(series: Series) -> list[date]:
    actions.refuse_without_dates(series)
    return actions.dates_ahead(series)


def holidays_said(series: Series) -> list[str]:
    """What becomes of each date that falls on a public holiday, in sentences."""
    until, kept = actions.made_until(series), OnHoliday(series.on_holiday)
    holidays = public_holidays_between(series.district, series.first_on, until)
    found = on_holidays(series.rule, series.first_on, until=until, holidays=holidays, on_holiday=kept)
    return [holiday_said(day, holidays[day].named(language()), taken) for day, taken in found]


def holiday_said(day: date, name: str, taken: date | None) -> str:
    said = {"day": date_format(day, "DATE_FORMAT"), "name": name}
    if taken is None:
        return _("%(day)s is %(name)s: there is no event.") % said
    if taken == day:
        return _("%(day)s is %(name)s: the event takes place all the same.") % said
    return _("%(day)s is %(name)s: the event is on %(taken)s.") % (said | {"taken": date_format(taken, "DATE_FORMAT")})


def previewed(form: SeriesForm, days: list[date], members: list[Organisation]) -> list[dict[str, Any]]:
    names = {member.pk: str(member) for member in members}
    hosts, number = form.hosts(), form.cleaned_data.get("first_number")
    rows = []
    for nth, day in enumerate(days):
        turn = host_in_turn(hosts, nth)
        title = title_of(form.cleaned_data["title"], number + nth if number else None)
        rows.append({"day": day, "title": title, "host": names.get(turn, "") if turn else ""})
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.series_or_404(request.viewer, request.district, pk)
    members = list(members_on(timezone.localdate(), request.district))
    groups = access_groups.choosable(request.viewer, request.district, series=found)
    form = SeriesForm(request.POST or None, district=request.district, instance=found, members=members, groups=groups)
    if form.is_valid():
        with refusals_shown_on(form):
            said, hosts, chosen = form.values(), form.hosts(), form.groups()
            actions.change_series(pk, values=said, hosts=hosts, groups=chosen, by=request.viewer)
            messages.success(request, _("The series is changed, with its events to come that nobody changed by hand."))
            return go_to(request, ONE, pk)
    context = {"form": form, "series": found}
    return render(request, "calendar/office/series_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def end(request: DistrictRequest, pk: int) -> HttpResponse:
    """First what becomes of its events to come, then its end."""
    found = access.series_or_404(request.viewer, request.district, pk)
    if request.method == "POST":
        try:
            gone = actions.end_series(found.pk, with_announced="with_announced" in request.POST, by=request.viewer)
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
            return go_to(request, ONE, pk)
        said = ngettext(
            "The series has ended. %(count)d planned event is gone.",
            "The series has ended. %(count)d planned events are gone.",
            gone,
        )
        messages.success(request, said % {"count": gone})
        return go_to(request, ONE, pk)
    to_come = actions.to_come(found)
    context = {
        "series": found,
        "planned": sum(map(actions.goes_with_series, to_come)),
        "announced": actions.announced_of(found),
    }
    return render(request, "calendar/office/series_end.html", context)
