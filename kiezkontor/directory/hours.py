"""Opening hours as sentences and table rows; the sentences are those the browser fills in as time goes on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.directory.rules.known_hours import KnownHours
from kiezkontor.methods.opening_hours import (
    DayHours,
    DaySpan,
    Holiday,
    HoursError,
    Interval,
    Special,
    SpecialKind,
    StatusKind,
    WeekTable,
    status,
    week_table,
)
from kiezkontor.shared.spoken import spoken

ALWAYS = timedelta(days=7)
KNOWN_AHEAD = timedelta(days=8)
WEEKDAYS_FROM = date(2024, 1, 1)  # a Monday


def for_browser(known: KnownHours) -> list[list[str]]:
    """[start, end] as UTC moments, with a third element "unbekannt" where it is not certain, "weiter" where it may go
    on beyond that end."""
    return [[moment(one.start), moment(one.end), *doubt(known, one)] for one in known.intervals]


def doubt(known: KnownHours, interval: Interval) -> list[str]:
    if not interval.certain:
        return ["unbekannt"]
    return ["weiter"] if known.is_cut(interval) else []


def moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def sentence(known: KnownHours, now: datetime) -> str:
    """Whether it is open at `now`, for people without scripts; known: the coming days."""
    found = status(known.intervals, now, known_until=known.until)
    if found.kind is StatusKind.UNKNOWN:
        return _("Possibly open")
    if found.kind is StatusKind.OPEN:
        if found.until is None and known.until - now <= ALWAYS:
            return _("Open")
        return open_sentence(found.until, now)
    return closed_sentence(found.opens_at, now)


def open_sentence(until: datetime | None, now: datetime) -> str:
    if until is None or until - now > ALWAYS:
        return _("Open around the clock")
    if until - now < timedelta(days=1):
        return _("Open until {time}").format(time=clock(until))
    return _("Open until {day}, {time}").format(day=weekday(until), time=clock(until))


def closed_sentence(opens_at: datetime | None, now: datetime) -> str:
    if opens_at is None:
        return _("Closed")
    days = (timezone.localtime(opens_at).date() - timezone.localtime(now).date()).days
    if days == 0:
        return _("Closed, opens at {time}").format(time=clock(opens_at))
    if days == 1:
        return _("Closed, opens tomorrow at {time}").format(time=clock(opens_at))
    if days < 6:
        return _("Closed, opens {day} at {time}").format(day=weekday(opens_at), time=clock(opens_at))
    return _("Closed")


def clock(value: datetime) -> str:
    return f"{timezone.localtime(value):%H:%M}"


def weekday(value: datetime | date) -> str:
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return date_format(day, "l")


def week_of(expression: str, *, region: str, on: date, lat: float, lon: float) -> WeekTable | None:
    """The seven days from `on`; None where the expression cannot be read."""
    if not expression:
        return None
    try:
        return week_table(expression, region=region, on=on, lat=lat, lon=lon)
    except HoursError:
        return None


def rows(week: WeekTable, *, today: date) -> list[dict[str, Any]]:
    """The week as components/hours_table.html takes it, from today on."""
    return [
        {"day": day_name(day), "times": [*map(span_text, day.spans), *map(spoken, day.notes)], "today": day.on == today}
        for day in week.days
    ]


def day_name(day: DayHours) -> str:
    if day.holiday is None:
        return weekday(day.on)
    return _("%(day)s (%(holiday)s)") % {"day": weekday(day.on), "holiday": holiday_name(day.holiday)}


def holiday_name(holiday: Holiday) -> str:
    return holiday.name_en if (get_language() or "de").startswith("en") else holiday.name_de


def span_text(span: DaySpan) -> str:
    if span.all_day:
        return _("around the clock") if span.certain else _("perhaps all day")
    begins = f"{span.opens:%H:%M}"
    if span.closes is None:
        return _("from %(time)s") % {"time": begins}
    stretch = f"{begins}–{span.closes:%H:%M}"
    if not span.certain:
        return _("perhaps %(times)s") % {"times": stretch}
    if span.open_end:
        return _("%(times)s or longer") % {"times": stretch}
    return stretch


def spans_text(spans: Sequence[DaySpan]) -> str:
    return ", ".join(map(span_text, spans)) if spans else _("closed")


def holiday_sentence(week: WeekTable) -> str:
    """What holds on the next public holiday of the federal state; honest where the hours say nothing of holidays."""
    day = week.next_holiday
    if day is None or day.holiday is None:
        return ""
    values = {
        "holiday": holiday_name(day.holiday),
        "day": date_format(day.on, "l"),
        "date": date_format(day.on, "j. F" if (get_language() or "de").startswith("de") else "j F"),
        "times": spans_text(day.spans),
    }
    if day.by_rule_for_holidays or week.always_open:
        return _("Next public holiday: %(holiday)s, %(day)s %(date)s: %(times)s.") % values
    return (
        _("Next public holiday: %(holiday)s, %(day)s %(date)s. The opening hours do not say whether it is open then.")
        % values
    )


def specials(week: WeekTable) -> list[str]:
    """Rules for holidays and seasons and remarks that always hold, a sentence each."""
    return [*map(special_text, week.specials), *map(spoken, week.notes)]


def special_text(special: Special) -> str:
    values = {"when": special_when(special), "times": spans_text(special.spans)}
    text = _("%(when)s: %(times)s") % values
    return format_html("{} ({})", text, spoken(special.note)) if special.note else text


def special_when(special: Special) -> str:
    days = ", ".join(date_format(WEEKDAYS_FROM + timedelta(days=day), "D") for day in special.weekdays)
    if special.kind is SpecialKind.PUBLIC_HOLIDAY:
        return _("On public holidays")
    if special.kind is SpecialKind.SCHOOL_HOLIDAY:
        return _("In the school holidays")
    values = {"first": short_date(special.first_on), "last": short_date(special.last_on), "days": days}
    if special.first_on == special.last_on:
        return _("On %(first)s") % values
    if days:
        return _("From %(first)s to %(last)s, %(days)s") % values
    return _("From %(first)s to %(last)s") % values


def short_date(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
