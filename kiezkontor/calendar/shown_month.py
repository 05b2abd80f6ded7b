"""A month of the calendar, day by day, as a table and as a list of its days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import months as rules
from kiezkontor.calendar.shown import around_numbers, days_in_words
from kiezkontor.shared.spoken import lang_attribute

# A day of a month shows so many events; the rest is behind a link.
MOST_A_DAY = 5
ONE_DAY = timedelta(days=1)


class OfADay(Protocol):
    """What a day of a month says of an event."""

    pk: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    stage: str
    moved_from: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An event on one of its days. is_new: on the first day of the month; until: its last day, if that is later."""

    event: OfADay
    is_new: bool
    until: date | None
    at: str


@dataclass
class Day:
    """One day of a month. more: how many events are left out. table, listed: those shown, as HTML."""

    on: date
    is_of_month: bool
    is_today: bool
    shown: list[Shown] = field(default_factory=list)
    more: int = 0
    table: str = ""
    listed: str = ""

    @property
    def iso(self) -> str:
        return self.on.isoformat()

    @property
    def number(self) -> str:
        return str(self.on.day)

    @cached_property
    def words(self) -> str:
        return date_format(self.on, "MONTH_DAY_FORMAT")

    @property
    def has_new(self) -> bool:
        return self.more > 0 or any(each.is_new for each in self.shown)


def month_table(events: Collection[OfADay], month: rules.Month, *, today: date) -> list[list[Day]]:
    """Week by week the days with what takes place on them; what lasts several days stands on each of them.

    events: rows with no more than a day says of them, for there may be very many.
    """
    weeks = month.weeks()
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    days = {day: Day(day, day.month == month.month, day == today) for week in weeks for day in week}
    for event in events:
        first, last = rules.days_of(event.starts_at, event.ends_at, zone)
        day, end = max(first, weeks[0][0]), min(last, weeks[-1][-1])
        while day <= end:
            add_to_day(days[day], event, zone, first=first, last=last)
            day += ONE_DAY
    draw(days.values())
    return [[days[day] for day in week] for week in weeks]


def add_to_day(day: Day, event: OfADay, zone: ZoneInfo, *, first: date, last: date) -> None:
    if len(day.shown) >= MOST_A_DAY:
        day.more += 1
        return
    at = "" if event.is_all_day or day.on != first else f"{event.starts_at.astimezone(zone):%H:%M}"
    is_new = day.on == max(first, day.on.replace(day=1))
    day.shown.append(Shown(event, is_new, last if last > day.on else None, at))


def draw(days: Collection[Day]) -> None:
    """Write the events of each day once for the table and the list: here and not in a template, for a full month holds
    hundreds.
    """
    events = {each.event.pk: each.event for day in days for each in day.shown}
    words, (before, after) = days_in_words(events.values()), around_numbers()
    marks = Marks()
    for day in days:
        table, listed = [], []
        for each in day.shown:
            event = each.event
            link = link_in_month(each, f"{before}{event.pk}{after}", words)
            mark = marks.of(event)
            table.append(f"<li>{link}{mark}</li>")
            if each.is_new:
                until = until_words(each.until) if each.until else ""
                listed.append(f"<li>{link}{until}{mark}</li>" if until else table[-1])
        day.table, day.listed = SafeString("".join(table)), SafeString("".join(listed))


def link_in_month(shown: Shown, url: str, words: Mapping[int, str]) -> str:
    """words: which of several days it is, by key."""
    event = shown.event
    off = ' class="month__off"' if event.stage == Event.Stage.CANCELLED else ""
    time = f'<span class="month__at">{shown.at}</span> ' if shown.at else ""
    which = f", {escape(words[event.pk])}" if event.pk in words else ""
    title = f"<span{lang_attribute(event.title)}>{escape(event.title)}</span>"
    return f'<a href="{escape(url)}"{off}>{time}{title}{which}</a>'


def until_words(day: date) -> str:
    words = _("until %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")}
    return f' <span class="month__until">{escape(words)}</span>'


class Marks:
    """What has become of events, where they are not simply announced; each of the few drawn once."""

    def __init__(self) -> None:
        self.drawn: dict[tuple[str, bool], str] = {}

    def of(self, event: OfADay) -> str:
        key = event.stage, event.moved_from is not None
        if key == (Event.Stage.ANNOUNCED, False):
            return ""
        if key not in self.drawn:
            self.drawn[key] = " " + render_to_string("calendar/parts/stage.html", {"event": event}).strip()
        return self.drawn[key]
