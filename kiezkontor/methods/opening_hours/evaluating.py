"""From rules to intervals.

Every day is painted rule by rule onto its local minutes; a span that crosses midnight is painted onto the next
day as well. The order of painting follows the OSM specification and, where that is silent, the
behaviour of the common JavaScript implementation (decision 0010).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kiezkontor.methods.opening_hours.calendars import is_holiday, state_of
from kiezkontor.methods.opening_hours.model import MINUTES_A_DAY, HolidayDays, Joint, Moment, Rule, State, Weekdays
from kiezkontor.methods.opening_hours.reading import read
from kiezkontor.methods.opening_hours.sun import BERLIN, MIDDLE_OF_GERMANY, sun_minutes

ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
MINUTES = tuple(timedelta(minutes=minute) for minute in range(MINUTES_A_DAY + 1))
LATE, EVENING = 22 * 60, 17 * 60
OPEN_END_LATE, OPEN_END_EVENING = 8 * 60, 10 * 60
"""How long an open end is guessed to last: 8 hours from 22:00 on, 10 from 17:00, before that until midnight.
The guess marks time as unknown, never as open. Source: opening_hours.js."""

Span = tuple[int, int, int]
"""From minute, until minute, state."""
Stroke = tuple[int, int, int, bool]
"""A span, and whether it only fills what is closed."""


class Interval(NamedTuple):
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
        return naive_intervals(found, start, end)
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
        if self.follows_sun:
            return tuple(flattened(self.strokes(order, day)))
        spans = self.known.get(order)
        if spans is None:
            spans = self.known[order] = tuple(flattened(self.strokes(order, day)))
        return spans

    def strokes(self, order: tuple[tuple[int, bool], ...], day: date) -> list[Stroke]:
        """What the rules paint onto one day, in order, cut to the day."""
        found = []
        for index, from_before in order:
            rule = self.rules[index]
            of_day, shift = (day - ONE_DAY, MINUTES_A_DAY) if from_before else (day, 0)
            for begins, ends, state in self.spans(rule, of_day):
                begins, ends = max(begins - shift, 0), min(ends - shift, MINUTES_A_DAY)
                if begins < ends:
                    found.append((begins, ends, state, rule.joint is Joint.FILLS))
        return found

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
                yield last, until, int(State.OPEN_END) if state else state

    def minute(self, moment: Moment, day: date) -> int:
        if not moment.event:
            return moment.minutes
        return sun_minutes(moment.event, day, *self.place) + moment.minutes


def flattened(strokes: list[Stroke]) -> Iterator[Span]:
    """One layer out of many: later strokes cover earlier ones, those that fill cover closed time only."""
    edges = sorted({edge for begins, ends, _, _ in strokes for edge in (begins, ends)})
    run_from, run_until, run_state = 0, 0, int(State.CLOSED)
    for begins, ends in pairwise(edges):
        state = int(State.CLOSED)
        for stroke_begins, stroke_ends, stroke_state, fills in strokes:
            if stroke_begins <= begins and ends <= stroke_ends and not (fills and state):
                state = stroke_state
        if state == run_state and begins == run_until:
            run_until = ends
            continue
        if run_state:
            yield run_from, run_until, run_state
        run_from, run_until, run_state = begins, ends, state
    if run_state:
        yield run_from, run_until, run_state


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


def naive_intervals(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """The intervals in local time, cut at both ends and joined where they touch. Time behind an open end is unknown."""
    if end <= start:
        return []
    days = joined(each_day(schedule, datetime.combine(start.date(), time()), end))
    found = [interval for interval in days if interval.end > start and interval.start < end]
    if found and found[0].start < start:
        found[0] = found[0]._replace(start=start)
    if found and found[-1].end > end:
        found[-1] = found[-1]._replace(end=end)
    return found


def each_day(schedule: Schedule, midnight: datetime, end: datetime) -> Iterator[Interval]:
    while midnight < end:
        for begins, ends, state in schedule.on(midnight.date()):
            yield Interval(midnight + MINUTES[begins], midnight + MINUTES[ends], state == State.OPEN)
        if midnight.date() == date.max:
            break
        midnight += ONE_DAY


def joined(found: Iterable[Interval]) -> list[Interval]:
    """Ascending intervals, those of the same certainty that touch made one: what was worked out piece by piece."""
    whole: list[Interval] = []
    end, certain = None, False
    for interval in found:
        if interval.start == end and interval.certain == certain:
            whole[-1] = whole[-1]._replace(end=interval.end)
        else:
            whole.append(interval)
        _, end, certain = interval
    return whole


def aware_intervals(schedule: Schedule, start: datetime, end: datetime) -> list[Interval]:
    """The intervals as moments. Worked out in local time with an hour to spare, then cut in absolute time."""
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    found = []
    for interval in naive_intervals(schedule, wall_time(start) - ONE_HOUR, wall_time(end) + ONE_HOUR):
        begins, absolute_begin = moment_of(interval.start)
        ends, absolute_end = moment_of(interval.end)
        if absolute_begin < first:
            begins, absolute_begin = first.astimezone(BERLIN), first
        if absolute_end > last:
            ends, absolute_end = last.astimezone(BERLIN), last
        if absolute_begin < absolute_end:
            found.append(Interval(begins, ends, interval.certain))
    return found


def wall_time(moment: datetime) -> datetime:
    return moment.astimezone(BERLIN).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=100_000)
def moment_of(local: datetime) -> tuple[datetime, datetime]:
    """The existing moment of a local time, in Europe/Berlin and in UTC; shops of a town share most of theirs."""
    moment = existing(local)
    return moment, moment.astimezone(UTC)


def existing(local: datetime) -> datetime:
    """The local time in Europe/Berlin; where the clock skips it, the moment the clock skips to."""
    moment = local.replace(tzinfo=BERLIN)
    if local.hour == 2 and moment.utcoffset() != local.replace(hour=3, minute=0).replace(tzinfo=BERLIN).utcoffset():
        back = moment.astimezone(UTC).astimezone(BERLIN)
        if back.replace(tzinfo=None) != local:
            return local.replace(hour=3, minute=0, second=0, microsecond=0, tzinfo=BERLIN)
    return moment
