"""A week of opening hours as table rows and sentences, for profiles and for whoever enters the hours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.presenting import language
from kiezkontor.methods.opening_hours import (
    DayHours,
    DaySpan,
    HoursError,
    Special,
    SpecialKind,
    WeekTable,
    explain_problem,
    normalise,
    week_table,
)
from kiezkontor.organisations.rules.patterns import middle_of
from kiezkontor.shared.fields import hours_in_words
from kiezkontor.shared.spoken import spoken

WEEKDAYS_FROM = date(2024, 1, 1)  # a Monday


@dataclass(frozen=True)
class Understood:
    """Hours as the office reads them back: in words, and as components/hours_table.html takes them."""

    words: SafeString
    rows: list[dict[str, Any]]
    holiday: str
    specials: list[str]


def understood(written: str, district: District, *, on: date) -> Understood | None:
    """How hours are understood, from the Monday of the week of a day; None for none and for what cannot be read."""
    if not written.strip() or explain_problem(written) is not None:
        return None
    lat, lon = middle_of(district.box)
    monday = on - timedelta(days=on.weekday())
    found = week_of(normalise(written), region=district.region, on=monday, lat=lat, lon=lon)
    if found is None:
        return None
    shown = rows(found, today=on) if found.names_times else []
    holiday = holiday_sentence(found) if found.names_times else ""
    return Understood(said_hours(written), shown, holiday, specials(found))


def said_hours(expression: str) -> SafeString:
    """Hours in words as they are printed; remarks in quotation marks keep their language, which is marked.

    What cannot be read is free text and stays as it was written.
    """
    if explain_problem(expression) is not None:
        return conditional_escape(expression)
    parts = re.split(r'("[^"]*")', hours_in_words(expression))
    shown = (spoken(part) if number % 2 else as_printed(part) for number, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in shown))


def as_printed(hours: str) -> str:
    """With a dash from one to the other and a space after each comma: "Mo, Di 9–12 Uhr"."""
    return re.sub(r",(?=\S)", ", ", re.sub(r"(?<=\w)-(?=\w)", "–", hours))


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
    return _("%(day)s (%(holiday)s)") % {"day": weekday(day.on), "holiday": day.holiday.named(language())}


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
        "holiday": day.holiday.named(language()),
        "day": date_format(day.on, "l"),
        "date": date_format(day.on, "MONTH_DAY_FORMAT"),
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
