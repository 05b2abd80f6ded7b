"""From rules to intervals.

Every day is painted, rule by rule, onto its 1440 local minutes; a span that crosses midnight is painted onto
the next day as well. The order of painting follows the OSM specification and, where that is silent, the
behaviour of the common JavaScript implementation (decision 0010).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from kiezkontor.methods.opening_hours.calendars import is_holiday, state_of
from kiezkontor.methods.opening_hours.model import MINUTES_A_DAY, HolidayDays, Joint, Moment, Rule, State, Weekdays
from kiezkontor.methods.opening_hours.reading import read
from kiezkontor.methods.opening_hours.sun import BERLIN, MIDDLE_OF_GERMANY, sun_minutes

RUNS = re.compile(rb"\x01+|\x02+")
ONE_DAY = timedelta(days=1)
LATE, EVENING = 22 * 60, 17 * 60
OPEN_END_LATE, OPEN_END_EVENING = 8 * 60, 10 * 60
"""How long an open end is guessed to last: 8 hours from 22:00 on, 10 from 17:00, before that until midnight.
The guess marks time as unknown, never as open. Source: opening_hours.js."""

Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open local time. `certain` is False where the text leaves it open ("18:00+", "by appointment")."""

    start: datetime
    end: datetime
    certain: bool = True


def intervals(
    expression: str, *, region: str, lat: float | None = None, lon: float | None = None, start: datetime, end: datetime
) -> list[Interval]:
    """When it is open between two moments, ascending, without overlaps; empty where it is closed throughout.

    region: "DE-BW", or "DE" for the holidays all states share. lat, lon: WGS 84 degrees, used for sunrise and
    sunset only; without them the middle of Germany. start, end: both naive, then local time in and out; or both
    aware, then the answer is aware in Europe/Berlin. Intervals of the same certainty that touch are one.
    On the day the clock goes forward the hour that is missing is left out; where an hour comes twice, an end
    inside it means its first passing. Raises HoursError for unreadable text or an unknown region.
    """
    place = (lat, lon) if lat is not None and lon is not None else MIDDLE_OF_GERMANY
    found = schedule_of(expression, region, place)
    if start.tzinfo is None:
        return list(naive_intervals(found, start, end))
    return aware_intervals(found, start, end)


@lru_cache(maxsize=20_000)
def schedule_of(expression: str, region: str, place: tuple[float, float]) -> "Schedule":
    state_of(region)
    return Schedule(read(expression), region, place)


class Schedule:
    """Rules at a place. Days that must look alike (same weekday, same holidays) are worked out once."""

    def __init__(self, rules: tuple[Rule, ...], region: str, place: tuple[float, float]) -> None:
        self.rules = rules
        self.region = region
        self.place = place
        self.names_holidays = sorted({entry.kind for entry in holiday_entries(rules)})
        self.is_weekly = all(is_weekly(rule) for rule in rules)
        self.follows_sun = any(moment.event for rule in rules for moment in moments(rule))
        self.known: dict[object, tuple[Span, ...]] = {}

    def on(self, day: date) -> tuple[Span, ...]:
        """The open spans of a day: (from minute, until minute, state), ascending, 0 to 1440."""
        if not self.is_weekly:
            return self.painted(self.painting_order(day), day)
        key: object = day.weekday()
        if self.names_holidays:
            before = day - ONE_DAY
            holidays = [is_holiday(kind, self.region, on) for kind in self.names_holidays for on in (before, day)]
            key = (key, *holidays)
        spans = self.known.get(key)
        if spans is None:
            spans = self.known[key] = self.painted(self.painting_order(day), day)
        return spans

    def painting_order(self, day: date) -> tuple[tuple[int, bool], ...]:
        """The rules that count on a day, as (index, from the day before?). A rule that replaces drops all before it."""
        before = day - ONE_DAY if day > date.min else day
        order: list[tuple[int, bool]] = []
        for index, rule in enumerate(self.rules):
            if self.fits(rule, day):
                if self.replaces(index):
                    order = []
                order.append((index, False))
            if crosses_midnight(rule) and self.fits(rule, before):
                order.append((index, True))
        return tuple(order)

    def replaces(self, index: int) -> bool:
        rule = self.rules[index]
        if rule.joint is not Joint.REPLACES or rule.state is State.CLOSED:
            return False
        return rule.is_dated or (rule.state is State.OPEN and index > 0 and not self.rules[index - 1].is_dated)

    def fits(self, rule: Rule, day: date) -> bool:
        return (
            (not rule.years or any(years.has(day) for years in rule.years))
            and (not rule.periods or any(period.has(day) for period in rule.periods))
            and (not rule.weeks or any(weeks.has(day) for weeks in rule.weeks))
            and all(any(self.is_day(entry, day) for entry in group) for group in rule.days)
        )

    def is_day(self, entry: Weekdays | HolidayDays, day: date) -> bool:
        if isinstance(entry, Weekdays):
            return entry.has(day)
        return is_holiday(entry.kind, self.region, day - timedelta(days=entry.offset))

    def painted(self, order: tuple[tuple[int, bool], ...], day: date) -> tuple[Span, ...]:
        if not self.follows_sun and order in self.known:
            return self.known[order]
        minutes = bytearray(MINUTES_A_DAY)
        for index, from_before in order:
            rule = self.rules[index]
            of_day, shift = (day - ONE_DAY, MINUTES_A_DAY) if from_before else (day, 0)
            for first, last, state in self.spans(rule, of_day):
                first, last = max(first - shift, 0), min(last - shift, MINUTES_A_DAY)
                if first >= last:
                    continue
                if rule.joint is Joint.FILLS:
                    minutes[first:last] = minutes[first:last].replace(b"\0", bytes([state]))
                else:
                    minutes[first:last] = bytes([state]) * (last - first)
        spans = tuple((run.start(), run.end(), run.group()[0]) for run in RUNS.finditer(minutes))
        if not self.follows_sun:
            self.known[order] = spans
        return spans

    def spans(self, rule: Rule, day: date) -> Iterator[Span]:
        """What a rule paints for the day it fits, in minutes from that day's midnight, up to 2880 and beyond."""
        state = int(rule.state)
        if not rule.times:
            yield 0, MINUTES_A_DAY, state
        for number, span in enumerate(rule.times):
            first = self.minute(span.start, day)
            last = first
            if span.end:
                last = self.minute(span.end, day)
                if last <= first:
                    last += MINUTES_A_DAY
                yield first, last, state
            if span.open_end:
                until = guessed_end(last)
                if number + 1 < len(rule.times):
                    follows = self.minute(rule.times[number + 1].start, day)
                    until = min(until, follows) if follows > last else min(until, MINUTES_A_DAY)
                yield last, until, int(State.UNKNOWN) if state else state

    def minute(self, moment: Moment, day: date) -> int:
        if not moment.event:
            return moment.minutes
        return sun_minutes(moment.event, day, *self.place) + moment.minutes


def guessed_end(minute: int) -> int:
    if minute >= LATE:
        return minute + OPEN_END_LATE
    if minute >= EVENING:
        return minute + OPEN_END_EVENING
    return MINUTES_A_DAY


def moments(rule: Rule) -> Iterator[Moment]:
    for span in rule.times:
        yield span.start
        if span.end:
            yield span.end


def holiday_entries(rules: tuple[Rule, ...]) -> Iterator[HolidayDays]:
    for rule in rules:
        for group in rule.days:
            for entry in group:
                if isinstance(entry, HolidayDays):
                    yield entry


def is_weekly(rule: Rule) -> bool:
    """Does the rule look only at the weekday and at holidays, and at the clock rather than the sun?"""
    plain = all(not entry.offset and not getattr(entry, "nth", ()) for group in rule.days for entry in group)
    return plain and not (rule.years or rule.periods or rule.weeks or any(moment.event for moment in moments(rule)))


def crosses_midnight(rule: Rule) -> bool:
    for span in rule.times:
        last = span.end or span.start
        if last.event or span.start.event or last.minutes > MINUTES_A_DAY:
            return True
        if span.open_end and guessed_end(last.minutes) > MINUTES_A_DAY:
            return True
    return False


def naive_intervals(schedule: Schedule, start: datetime, end: datetime) -> Iterator[Interval]:
    """The intervals in local time, cut at both ends and joined where they touch."""
    if end <= start:
        return
    midnight = datetime.combine(start.date(), time())
    first, last = (start - midnight).total_seconds() / 60, (end - midnight).total_seconds() / 60
    day, shift = start.date(), 0
    open_from, open_until, open_state = 0, 0, 0
    while shift < last:
        for begin, until, state in schedule.on(day):
            if state == open_state and begin + shift == open_until:
                open_until = until + shift
                continue
            if open_state and open_until > first:
                yield cut(midnight, open_from, open_until, open_state, start, end)
            open_from, open_until, open_state = begin + shift, until + shift, state
            if open_from >= last:
                return
        shift += MINUTES_A_DAY
        if day == date.max:
            break
        day += ONE_DAY
    if open_state and open_until > first:
        yield cut(midnight, open_from, open_until, open_state, start, end)


def cut(midnight: datetime, first: int, last: int, state: int, start: datetime, end: datetime) -> Interval:
    begins, ends = midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)
    return Interval(max(begins, start), min(ends, end), state == State.OPEN)


def aware_intervals(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    start, end = start.astimezone(BERLIN), end.astimezone(BERLIN)
    local_start, local_end = start.replace(tzinfo=None, fold=0), end.replace(tzinfo=None, fold=0)
    if local_end <= local_start < local_start + (end.astimezone(UTC) - start.astimezone(UTC)):
        local_end = local_start + timedelta(hours=1)
    found = []
    for interval in naive_intervals(schedule, local_start, local_end):
        begins = start if interval.start == local_start else existing(interval.start)
        ends = end if interval.end == local_end else existing(interval.end)
        if begins.astimezone(UTC) < ends.astimezone(UTC):
            found.append(Interval(begins, ends, interval.certain))
    return found


def existing(local: datetime) -> datetime:
    """The local time in Europe/Berlin; where the clock skips it, the moment the clock skips to."""
    moment = local.replace(tzinfo=BERLIN)
    if local.hour == 2 and moment.utcoffset() != local.replace(hour=3, minute=0).replace(tzinfo=BERLIN).utcoffset():
        back = moment.astimezone(UTC).astimezone(BERLIN)
        if back.replace(tzinfo=None) != local:
            return local.replace(hour=3, minute=0, second=0, microsecond=0, tzinfo=BERLIN)
    return moment
