"""Opening hours as a form with seven rows holds them, and back: the hours most shops have, nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from kiezkontor.methods.opening_hours.meaning import normalise
from kiezkontor.methods.opening_hours.model import (
    DAY_NAMES,
    MINUTES_A_DAY,
    MONTH_NAMES,
    DateEnd,
    HolidayDays,
    Joint,
    Moment,
    Period,
    Rule,
    State,
    TimeSpan,
    Weekdays,
)
from kiezkontor.methods.opening_hours.reading import read

type Spans = tuple[tuple[int, int], ...]
"""Times of one day in their order: minutes from midnight; an end beyond 1,440 lies in the morning after."""

type DayOfYear = tuple[int, int]
"""Month and day."""

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Season:
    """Some weeks of every year, or of one, that differ: from a day to another, both included.

    spans: the hours of its days; none means closed. days: the weekdays these hours hold on, 0 for Monday; on the others
    the ordinary hours hold.
    """

    first: DayOfYear
    last: DayOfYear
    spans: Spans = ()
    days: frozenset[int] = EVERY_DAY
    year: int | None = None


@dataclass(frozen=True)
class PlainWeek:
    """days: seven, Monday first; none means closed. holidays: None where nothing is said of public holidays."""

    days: tuple[Spans, ...] = field(default=((),) * 7)
    holidays: Spans | None = None
    seasons: tuple[Season, ...] = ()
    remark: str = ""


def written(week: PlainWeek) -> str:
    """The hours in OSM syntax; "" where the shop never opens and nothing else is said."""
    ordinary = [(_weekdays(days), spans) for spans, days in _alike(week.days) if spans]
    # Said in one rule, a night that ends on a holiday is not cut off by it.
    joined = bool(ordinary) and not week.seasons and ordinary[-1][1] == week.holidays
    if joined:
        ordinary[-1] = (f"PH,{ordinary[-1][0]}", ordinary[-1][1])
    rules = [_rule(days, spans) for days, spans in ordinary]
    if not rules and (week.holidays or week.seasons):
        rules = ["Mo-Su off"]
    rules += [_season_text(season) for season in week.seasons]
    if week.holidays is not None and rules and not joined:
        rules.append(_rule("PH", week.holidays))
    remark = week.remark.replace('"', "").strip()
    if remark:
        rules.append(f'"{remark}"')
    text = "; ".join(rules)
    return normalise(text) if text else ""


def plain_week(expression: str) -> PlainWeek | None:
    """The hours as a form holds them, with the same open times on every day; None where it cannot hold them.

    An empty text gives an empty week. Raises HoursError for a text that cannot be read.
    """
    draft = _Draft()
    rules = read(normalise(expression)) if expression else ()
    return draft.done() if all(map(draft.takes, rules)) else None


@dataclass
class _Draft:
    """A week while rules go into it, each behind those that it replaces."""

    days: list[Spans] = field(default_factory=lambda: [()] * 7)
    holidays: Spans | None = None
    seasons: list[Season] = field(default_factory=list)
    remark: str = ""

    def takes(self, rule: Rule) -> bool:
        """Whether the form can hold one more rule; it does then."""
        if _is_remark(rule) and not self.remark:
            self.remark = rule.comment
            return True
        spans = _spans(rule)
        if spans is None or rule.comment or rule.years or rule.weeks or len(rule.days) > 1:
            return False
        if rule.periods:
            return self.takes_season(rule, spans)
        days, holidays = _weekdays_of(rule), _names_holidays(rule)
        if self.holidays is not None or (holidays and rule.joint is Joint.ADDS):
            return False
        if (self.seasons and days) or not (days or holidays):
            return False
        for day in days:
            added = rule.joint is Joint.ADDS
            self.days[day] = tuple(sorted((*self.days[day], *spans))) if added else spans
        if holidays:
            self.holidays = spans
        return True

    def takes_season(self, rule: Rule, spans: Spans) -> bool:
        found = [_season(period, rule, spans) for period in rule.periods]
        self.seasons += [season for season in found if season is not None]
        return self.holidays is None and None not in found

    def done(self) -> PlainWeek | None:
        week = PlainWeek(tuple(self.days), self.holidays, tuple(self.seasons), self.remark)
        return week if _in_order(week) else None


def _is_remark(rule: Rule) -> bool:
    return rule.state is State.UNKNOWN and bool(rule.comment) and not rule.times and not rule.is_dated


def _names_holidays(rule: Rule) -> bool:
    return any(HolidayDays("PH") in group for group in rule.days)


def _weekdays_of(rule: Rule) -> frozenset[int]:
    """The weekdays a rule holds on: all where it names no days; none where a form could not say them."""
    if not rule.days:
        return EVERY_DAY
    (group,) = rule.days
    named = [each for each in group if isinstance(each, Weekdays)]
    others = [each for each in group if not isinstance(each, Weekdays) and each != HolidayDays("PH")]
    if others or any(each.nth or each.offset for each in named):
        return frozenset()
    return frozenset().union(*(each.days for each in named))


def _spans(rule: Rule) -> Spans | None:
    """The times of a rule, none for a closed day; None where they are not plain clock times."""
    if rule.state is State.CLOSED:
        return None if rule.times else ()
    if rule.state is not State.OPEN:
        return None
    if not rule.times:
        return ((0, MINUTES_A_DAY),)
    found = []
    for span in rule.times:
        if span.end is None or span.open_end or span.start.event or span.end.event:
            return None
        found.append((span.start.minutes, span.end.minutes))
    return tuple(found)


def _season(period: Period, rule: Rule, spans: Spans) -> Season | None:
    start, end = period.start, period.end or period.start
    years = {start.year, end.year}
    if any(_is_moving(each) for each in (start, end)) or len(years) > 1 or _names_holidays(rule):
        return None
    days = _weekdays_of(rule)
    if not days or (not spans and days != EVERY_DAY):
        return None
    first, last = _day(start, last=False), _day(end, last=True)
    return Season(first, last, spans, days, start.year) if first and last else None


def _is_moving(end: DateEnd) -> bool:
    return end.month == 0 or bool(end.nth) or bool(end.offset)


def _day(end: DateEnd, *, last: bool) -> DayOfYear | None:
    day = end.on(end.year or 2027, last=last)  # a year without 29 February, as most have
    return (day.month, day.day) if day else None


def _in_order(week: PlainWeek) -> bool:
    """Whether times of a day follow each other and none reaches into the next day's; else the table would lie."""
    every = [*week.days, *([week.holidays] if week.holidays else []), *(season.spans for season in week.seasons)]
    for spans in every:
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            return False
        if spans and spans[-1][1] - MINUTES_A_DAY > min((other[0][0] for other in every if other), default=0):
            return False
    return len(week.days) == len(DAY_NAMES)


def _alike(days: Sequence[Spans]) -> Iterator[tuple[Spans, list[int]]]:
    """Weekdays with the same hours, in the order of their first one."""
    order = sorted(range(7), key=lambda day: (days.index(days[day]), day))
    for _first, alike in groupby(order, key=lambda day: days.index(days[day])):
        same = list(alike)
        yield days[same[0]], same


def _weekdays(days: Sequence[int]) -> str:
    """ "Mo-Fr,Su" for weekdays in rising order."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [
        DAY_NAMES[run[0]] if len(run) == 1 else f"{DAY_NAMES[run[0]]}{'-' if len(run) > 2 else ','}{DAY_NAMES[run[-1]]}"
        for run in runs
    ]
    return ",".join(names)


def _rule(days: str, spans: Spans) -> str:
    if not spans:
        return f"{days} off"
    times = ",".join(str(TimeSpan(Moment(opens), Moment(closes))) for opens, closes in spans)
    return f"{days} {times}".strip()


def _season_text(season: Season) -> str:
    year = f"{season.year} " if season.year else ""
    (first_month, first_day), (last_month, last_day) = season.first, season.last
    dates = f"{year}{MONTH_NAMES[first_month - 1]} {first_day:02d}"
    if season.last != season.first:
        dates += f"-{year}{MONTH_NAMES[last_month - 1]} {last_day:02d}"
    days = "" if season.days == EVERY_DAY else " " + _weekdays(sorted(season.days))
    return _rule(dates + days, season.spans)
