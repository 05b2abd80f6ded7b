"""Opening hours as data for a page: a week with its dates, special rules, and whether it is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from kiezkontor.methods.opening_hours.calendars import Holiday, next_holiday, public_holidays, state_of
from kiezkontor.methods.opening_hours.evaluating import ONE_DAY, Interval, Schedule, Span
from kiezkontor.methods.opening_hours.meaning import as_meant, is_lone_comment
from kiezkontor.methods.opening_hours.model import MINUTES_A_DAY, HolidayDays, Period, Rule, State, Weekdays
from kiezkontor.methods.opening_hours.reading import read
from kiezkontor.methods.opening_hours.sun import MIDDLE_OF_GERMANY

NIGHT_ENDS = 12 * 60
"""What goes on past midnight until noon at the latest belongs to the evening it began."""
DAYS_A_WEEK = 7


# A week without a public or school holiday anywhere in Germany.
ORDINARY_MONDAY = date(2026, 6, 15)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One stretch of a day as it stands in a table.

    closes: None where only the beginning is known ("18:00+"); with `open_end` it may go on beyond `closes`.
    overnight: `closes` is on the next day. all_day: midnight to midnight. certain: False means "perhaps open".
    """

    opens: time
    closes: time | None
    overnight: bool = False
    open_end: bool = False
    all_day: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class DayHours:
    """One date of the table. `spans` is empty when it is closed; `notes` are the comments of the day's own rules.

    by_rule_for_holidays: False on a holiday for which the text says nothing, so that the hours are doubtful.
    """

    on: date
    spans: tuple[DaySpan, ...]
    notes: tuple[str, ...]
    holiday: Holiday | None
    by_rule_for_holidays: bool


class SpecialKind(StrEnum):
    PUBLIC_HOLIDAY = "public_holiday"
    SCHOOL_HOLIDAY = "school_holiday"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Special:
    """A rule for holidays or for a part of the year.

    first_on, last_on: the period that runs on the day asked for or comes next, both included; None for
    holidays. weekdays: 0 is Monday; empty means every day. `spans` is empty when it is closed then.
    """

    kind: SpecialKind
    first_on: date | None
    last_on: date | None
    weekdays: tuple[int, ...]
    spans: tuple[DaySpan, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WeekTable:
    """Seven dates, the next public holiday, the special rules, and comments that hold always ("by appointment").

    names_times: False where there are only such comments; then empty days do not mean closed.
    """

    names_times: bool
    days: tuple[DayHours, ...]
    next_holiday: DayHours | None
    specials: tuple[Special, ...]
    notes: tuple[str, ...]
    always_open: bool


class StatusKind(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """Whether it is open, and until when.

    until: when an open or unknown stretch ends, None if not within the intervals known. open_end: it may
    stay open beyond `until`. opens_at: when it next opens for certain, for closed and unknown; else None.
    """

    kind: StatusKind
    until: datetime | None = None
    open_end: bool = False
    opens_at: datetime | None = None


def status(intervals: Sequence[Interval], now: datetime, *, known_until: datetime | None = None) -> Status:
    """What to say at `now`, from intervals as `intervals()` returns them; closed where there are none.

    All moments aware, or all naive. known_until: where the intervals were cut; an end there is not an end.
    """
    limit = absolute(known_until) if known_until else None
    moment = absolute(now)
    opens_at = next((found.start for found in intervals if found.certain and absolute(found.start) > moment), None)
    for index, found in enumerate(intervals):
        if absolute(found.start) <= moment < absolute(found.end):
            until = None if limit is not None and absolute(found.end) >= limit else found.end
            if not found.certain:
                return Status(StatusKind.UNKNOWN, until, opens_at=opens_at)
            follows = intervals[index + 1] if index + 1 < len(intervals) else None
            goes_on = follows is not None and absolute(follows.start) == absolute(found.end)
            return Status(StatusKind.OPEN, until, open_end=goes_on)
    return Status(StatusKind.CLOSED, opens_at=opens_at)


def absolute(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment


def week_table(
    expression: str, *, region: str, on: date, lat: float | None = None, lon: float | None = None
) -> WeekTable:
    """The seven days from `on`, read as people mean it (`normalise`). Raises HoursError."""
    place = (lat, lon) if lat is not None and lon is not None else MIDDLE_OF_GERMANY
    schedule, notes = table_schedule(expression, region, place)
    days = tuple(day_hours(schedule, on + timedelta(days=n)) for n in range(DAYS_A_WEEK))
    holiday = next_holiday(region, on)
    return WeekTable(
        bool(schedule.rules),
        days,
        day_hours(schedule, holiday.on) if holiday else None,
        tuple(special for rule in schedule.rules if (special := special_of(schedule, rule, on))),
        notes,
        all(span.all_day and span.certain for day in days for span in day.spans) and all(day.spans for day in days),
    )


def ordinary_week(expression: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Monday to Sunday of a week without holidays: when it is surely open, in minutes, nights parted at midnight.

    Raises HoursError.
    """
    schedule, _notes = table_schedule(expression, "DE", MIDDLE_OF_GERMANY)
    if not schedule.rules:
        return ((),) * DAYS_A_WEEK
    days = (schedule.on(ORDINARY_MONDAY + timedelta(days=n)) for n in range(DAYS_A_WEEK))
    return tuple(tuple((begins, ends) for begins, ends, state in day if state == State.OPEN) for day in days)


@lru_cache(maxsize=5_000)
def table_schedule(expression: str, region: str, place: tuple[float, float]) -> tuple[Schedule, tuple[str, ...]]:
    """The rules that fill a table, and the comments that stand beside it."""
    state_of(region)
    rules = as_meant(read(expression))
    notes = dict.fromkeys(rule.comment for rule in rules if is_lone_comment(rule))
    return Schedule(tuple(rule for rule in rules if not is_lone_comment(rule)), region, place), tuple(notes)


def day_hours(schedule: Schedule, on: date) -> DayHours:
    rules = [schedule.rules[index] for index, from_before in schedule.painting_order(on) if not from_before]
    comments = dict.fromkeys(rule.comment for rule in rules if rule.comment)
    return DayHours(
        on,
        spans_of_day(schedule.on(on - ONE_DAY), schedule.on(on), schedule.on(on + ONE_DAY)),
        tuple(comments),
        public_holidays(schedule.region, on.year).get(on),
        any(names_public_holidays(rule) or names_dates(rule) for rule in rules),
    )


def spans_of_day(before: Sequence[Span], today: Sequence[Span], after: Sequence[Span]) -> tuple[DaySpan, ...]:
    """A day's spans without what is left of the night before, and with its own night."""
    morning = night_after(before, today)
    night = night_after(today, after)
    own = [
        *today[len(morning) :],
        *((begins + MINUTES_A_DAY, ends + MINUTES_A_DAY, state) for begins, ends, state in night),
    ]
    return tuple(as_day_spans(own))


def night_after(evening: Sequence[Span], day: Sequence[Span]) -> list[Span]:
    """The first spans of a day that belong to the evening before; empty where the night ends at midnight."""
    if not evening or not day or evening[-1][1] < MINUTES_A_DAY or evening[-1][0] == 0 or day[0][0] > 0:
        return []
    if evening[-1][2] not in (State.OPEN, day[0][2]):
        return []
    found: list[Span] = []
    for span in day:
        if span[0] != (found[-1][1] if found else 0) or (span[1] > NIGHT_ENDS and span[2] != State.OPEN_END):
            break
        found.append(span)
    return found


def as_day_spans(spans: Sequence[Span]) -> list[DaySpan]:
    """Spans in minutes, ascending, as times of day; a stretch over midnight and an open end become one entry."""
    found: list[DaySpan] = []
    merged: list[Span] = []
    for begins, ends, state in spans:
        if merged and merged[-1][1] == begins and merged[-1][2] == state:
            merged[-1] = (merged[-1][0], ends, state)
        else:
            merged.append((begins, ends, state))
    for number, (begins, ends, state) in enumerate(merged):
        if state == State.OPEN_END:
            if number and merged[number - 1][1] == begins and merged[number - 1][2] == State.OPEN:
                continue
            found.append(DaySpan(clock(begins), None, open_end=True))
            continue
        follows = merged[number + 1] if number + 1 < len(merged) else None
        found.append(
            DaySpan(
                clock(begins),
                clock(ends),
                overnight=ends > MINUTES_A_DAY,
                open_end=follows is not None and follows[0] == ends and follows[2] == State.OPEN_END,
                all_day=begins == 0 and ends == MINUTES_A_DAY,
                certain=state == State.OPEN,
            )
        )
    return found


def clock(minutes: int) -> time:
    hours, rest = divmod(minutes % MINUTES_A_DAY, 60)
    return time(hours, rest)


def special_of(schedule: Schedule, rule: Rule, on: date) -> Special | None:
    """The rule as an entry below the table; None for rules of ordinary weeks and for periods that are over."""
    weekdays = sorted(
        {day for group in rule.days for entry in group if isinstance(entry, Weekdays) for day in entry.days}
    )
    first, last = next_period(rule, on)
    holidays = [entry.kind for group in rule.days for entry in group if isinstance(entry, HolidayDays)]
    if first is not None:
        kind = SpecialKind.SEASON
    elif holidays and not (rule.periods or rule.years):
        kind = SpecialKind.PUBLIC_HOLIDAY if "PH" in holidays else SpecialKind.SCHOOL_HOLIDAY
        weekdays = [] if len(rule.days) == 1 else weekdays
    else:
        return None
    spans = [] if rule.state is State.CLOSED else [span for span in schedule.spans(rule, first or on) if span[2]]
    return Special(kind, first, last, tuple(weekdays), tuple(as_day_spans(sorted(spans))), rule.comment)


def next_period(rule: Rule, on: date) -> tuple[date | None, date | None]:
    """The first period of the rule that has not ended before `on`; (None, None) where there is none."""
    found = [occurrence for period in rule.periods for occurrence in occurrences(period, on.year)]
    running = sorted((first, last) for first, last in found if last >= on and fits_years(rule, first))
    return running[0] if running else (None, None)


def occurrences(period: Period, year: int) -> list[tuple[date, date]]:
    """When the period runs, begun in the year before, in this one or in the next."""
    found = []
    end = period.end or period.start
    for begun in (period.start.year,) if period.start.year else (year - 1, year, year + 1):
        first, last = period.start.on(begun, last=False), end.on(end.year or begun, last=True)
        if first and last and last < first and not end.year:
            last = end.on(begun + 1, last=True)
        if first and last:
            found.append((first, last))
    return found


def fits_years(rule: Rule, day: date) -> bool:
    return not rule.years or any(years.has(day) for years in rule.years)


def names_public_holidays(rule: Rule) -> bool:
    return any(isinstance(entry, HolidayDays) and entry.kind == "PH" for group in rule.days for entry in group)


def names_dates(rule: Rule) -> bool:
    """Does the rule name single days of the year ("Dec 24-26 off"), so that their holidays are meant?"""
    return any(period.start.day or period.start.month == 0 for period in rule.periods)
