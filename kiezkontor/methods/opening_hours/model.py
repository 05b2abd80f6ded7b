"""The parts of an opening hours text once it is read. Each knows how to write itself in OSM syntax."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTES_A_DAY = 24 * 60
FIRST_YEAR, LAST_YEAR = 1000, 9000


class State(IntEnum):
    """OPEN_END is the guessed time behind an open end ("18:00+"): unknown, but shown differently."""

    CLOSED = 0
    OPEN = 1
    UNKNOWN = 2
    OPEN_END = 3


class Joint(StrEnum):
    """How a rule relates to those before it: replaces their day, adds to it, or fills what is left closed."""

    REPLACES = ";"
    ADDS = ","
    FILLS = "||"


def offset_text(days: int) -> str:
    if not days:
        return ""
    return f" {'+' if days > 0 else '-'}{abs(days)} day{'s' if abs(days) > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, perhaps only the first or last of the month (`nth`: 1..5 or -1..-5; empty means all)."""

    days: frozenset[int]
    text: str
    nth: tuple[int, ...] = ()
    offset: int = 0

    def has(self, day: date) -> bool:
        if self.offset:
            day -= timedelta(days=self.offset)
        if day.weekday() not in self.days:
            return False
        if not self.nth:
            return True
        from_start = (day.day - 1) // 7 + 1
        from_end = -((monthrange(day.year, day.month)[1] - day.day) // 7 + 1)
        return from_start in self.nth or from_end in self.nth

    def __str__(self) -> str:
        nth = f"[{','.join(map(str, self.nth))}]" if self.nth else ""
        return self.text + nth + offset_text(self.offset)


@dataclass(frozen=True, slots=True)
class HolidayDays:
    """Public (`PH`) or school (`SH`) holidays of the Land, perhaps some days before or after."""

    kind: str
    offset: int = 0

    def __str__(self) -> str:
        return self.kind + offset_text(self.offset)


@dataclass(frozen=True, slots=True)
class Years:
    first: int
    last: int
    step: int = 1

    def has(self, day: date) -> bool:
        return self.first <= day.year <= self.last and (day.year - self.first) % self.step == 0

    def __str__(self) -> str:
        if self.last == self.first:
            return str(self.first)
        if self.last == LAST_YEAR:
            return f"{self.first}+"
        return f"{self.first}-{self.last}" + (f"/{self.step}" if self.step > 1 else "")


@dataclass(frozen=True, slots=True)
class Weeks:
    """ISO calendar weeks."""

    first: int
    last: int
    step: int = 1

    def has(self, day: date) -> bool:
        week = day.isocalendar().week
        if self.first <= self.last:
            return self.first <= week <= self.last and (week - self.first) % self.step == 0
        return week >= self.first or week <= self.last

    def __str__(self) -> str:
        if self.last == self.first:
            return f"{self.first:02d}"
        return f"{self.first:02d}-{self.last:02d}" + (f"/{self.step}" if self.step > 1 else "")


@dataclass(frozen=True, slots=True)
class DateEnd:
    """One end of a period. month 0 is Easter Sunday; day 0 is the whole month; nth 0 means no weekday is named."""

    year: int | None
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    offset: int = 0

    def on(self, year: int, *, last: bool) -> date | None:
        """The day meant in `year`; `last` asks for a month's last day; None where the year lacks it (29 February)."""
        if self.month == 0:
            found = easter_sunday(year)
        elif self.nth:
            found = nth_weekday(year, self.month, self.weekday, self.nth)
        elif self.day:
            if self.day > monthrange(year, self.month)[1]:
                return None
            found = date(year, self.month, self.day)
        else:
            found = date(year, self.month, monthrange(year, self.month)[1] if last else 1)
        return found + timedelta(days=self.offset)

    def __str__(self) -> str:
        year = f"{self.year} " if self.year else ""
        if self.month == 0:
            return f"{year}easter{offset_text(self.offset)}"
        text = year + MONTH_NAMES[self.month - 1]
        if self.nth:
            text += f" {DAY_NAMES[self.weekday]}[{self.nth}]"
        elif self.day:
            text += f" {self.day:02d}"
        return text + offset_text(self.offset)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day of the year to another, both included, every year or in the years named."""

    start: DateEnd
    end: DateEnd | None = None

    def has(self, day: date) -> bool:
        years = (self.start.year,) if self.start.year else (day.year - 1, day.year)
        for year in years:
            first = self.start.on(year, last=False)
            end = self.end or self.start
            last = end.on(end.year or year, last=True)
            if first and last and last < first and not end.year:
                last = end.on(year + 1, last=True)
            if first and last and first <= day <= last:
                return True
        return False

    def __str__(self) -> str:
        return str(self.start) if self.end is None else f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Moment:
    """Minutes after local midnight, or a sun event moved by minutes."""

    minutes: int
    event: str = ""

    def __str__(self) -> str:
        if not self.event:
            return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"
        if not self.minutes:
            return self.event
        sign = "+" if self.minutes > 0 else "-"
        return f"({self.event}{sign}{abs(self.minutes) // 60:02d}:{abs(self.minutes) % 60:02d})"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From a moment to a moment; without an end, or with `open_end`, it goes on for an unknown while."""

    start: Moment
    end: Moment | None
    open_end: bool = False

    def __str__(self) -> str:
        end = self.end
        if (
            end
            and not end.event
            and not self.start.event
            and end.minutes - MINUTES_A_DAY in range(1, self.start.minutes + 1)
        ):
            end = Moment(end.minutes - MINUTES_A_DAY)
        return str(self.start) + (f"-{end}" if end else "") + ("+" if self.open_end else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: all of years, periods, weeks and every group of days must fit; in each, one entry suffices."""

    joint: Joint
    years: tuple[Years, ...] = ()
    periods: tuple[Period, ...] = ()
    weeks: tuple[Weeks, ...] = ()
    days: tuple[tuple[Weekdays | HolidayDays, ...], ...] = ()
    times: tuple[TimeSpan, ...] = ()
    state: State = State.OPEN
    comment: str = ""

    @property
    def is_dated(self) -> bool:
        return bool(self.years or self.periods or self.weeks or self.days)

    def __str__(self) -> str:
        parts = [",".join(map(str, self.years)), ",".join(map(str, self.periods))]
        if self.weeks:
            parts.append("week " + ",".join(map(str, self.weeks)))
        parts += [",".join(map(str, group)) for group in self.days]
        parts.append(",".join(map(str, self.times)))
        if self.state is State.CLOSED:
            parts.append("off")
        elif self.state is State.UNKNOWN and not self.comment:
            parts.append("unknown")
        elif self.state is State.OPEN and (self.comment or not self.times):
            parts.append("open" if self.is_dated or self.times or self.comment else "24/7")
        if self.comment:
            parts.append(f'"{self.comment}"')
        return " ".join(part for part in parts if part)


def write(rules: tuple[Rule, ...]) -> str:
    """The rules in OSM syntax; reading it again gives the same rules."""
    text = ""
    for rule in rules:
        if text:
            text += " || " if rule.joint is Joint.FILLS else f"{rule.joint} "
            if rule.joint is Joint.ADDS and rule.times and not rule.is_dated:
                text += "Mo-Su "  # bare times behind a comma would belong to the rule before
        text += str(rule)
    return text


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar. Source: Meeus 1991, the anonymous Gregorian computus."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month, counted from its end where nth is negative."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
