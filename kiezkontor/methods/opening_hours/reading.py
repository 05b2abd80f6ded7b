"""Reading opening hours: from tokens to rules."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from kiezkontor.methods.opening_hours.errors import HoursError
from kiezkontor.methods.opening_hours.model import (
    DAY_NAMES,
    FIRST_YEAR,
    LAST_YEAR,
    MINUTES_A_DAY,
    DateEnd,
    HolidayDays,
    Joint,
    Moment,
    Period,
    Rule,
    State,
    TimeSpan,
    Weekdays,
    Weeks,
    Years,
)
from kiezkontor.methods.opening_hours.words import END, Token, tokens_of

JOINTS = {";": Joint.REPLACES, "||": Joint.FILLS}
DAY_KINDS = frozenset({"day", "holiday", "everyday", "weekend", "last"})
PERIOD_KINDS = frozenset({"month", "date", "easter"})
MOST_DAYS_OFF = 366
TIME_KINDS = frozenset({"time", "event", "(", "from"})


@lru_cache(maxsize=20_000)
def read(expression: str) -> tuple[Rule, ...]:
    """The rules of an opening hours text, in their order, at least one.

    Takes OSM syntax (opening_hours specification 0.7) and, where nothing else can be meant, German or English
    day names, "9-18 Uhr", "ab 18 Uhr", missing or misplaced separators. Raises HoursError.
    """
    return Reader(tokens_of(expression)).rules()


@dataclass
class Draft:
    """A rule while it is being read."""

    joint: Joint
    years: list[Years] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    weeks: list[Weeks] = field(default_factory=list)
    days: list[list[Weekdays | HolidayDays]] = field(default_factory=list)
    times: list[TimeSpan] = field(default_factory=list)
    state: State | None = None
    comment: str | None = None
    always: bool = False
    days_behind: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.is_dated or self.is_full)

    @property
    def is_dated(self) -> bool:
        return bool(self.years or self.periods or self.weeks or self.days)

    @property
    def is_full(self) -> bool:
        return bool(self.times or self.always or self.state is not None or self.comment is not None)

    def done(self) -> Rule:
        state = self.state
        if state is None:
            state = State.OPEN if self.comment is None else State.UNKNOWN
        return Rule(
            self.joint,
            tuple(self.years),
            tuple(self.periods),
            tuple(self.weeks),
            tuple(tuple(group) for group in self.days),
            tuple(self.times),
            state,
            self.comment or "",
        )


class Reader:
    """Walks along the tokens once; every `read_…` method stops behind what it has read."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    # Moving on

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[self.at + steps] if self.at + steps < len(self.tokens) else END

    def take(self) -> Token:
        token = self.token
        if token is not END:
            self.at += 1
        return token

    def took(self, *kinds: str) -> bool:
        """Go past the token if it is of one of these kinds."""
        if self.token.kind in kinds:
            self.at += 1
            return True
        return False

    def number(self) -> int:
        if self.token.kind != "number":
            raise self.unexpected()
        return int(str(self.take().value))

    def unexpected(self) -> HoursError:
        if self.token is END or (self.ahead() is END and self.token.kind in ("-", ",", "(")):
            return HoursError("ends_early")
        return HoursError("unexpected", text=self.token.text)

    # Rules

    def rules(self) -> tuple[Rule, ...]:
        found: list[Rule] = []
        joint = Joint.REPLACES
        while self.token is not END:
            if self.token.kind in JOINTS:
                joint = JOINTS[self.take().kind]
                continue
            if self.took(","):
                if not found:
                    raise self.unexpected()
                continue
            draft = self.read_rule(joint)
            found.append(draft.done())
            joint = Joint.ADDS
        if not found:
            raise HoursError("empty")
        return tuple(found)

    def read_rule(self, joint: Joint) -> Draft:
        draft = Draft(joint)
        while self.token is not END and self.token.kind not in JOINTS:
            if self.token.kind == ",":
                if draft.is_full and self.ahead().kind != ",":
                    break
                if not self.is_time(1):
                    raise self.unexpected()
                self.take()
            elif draft.is_full and self.starts_selector():
                if draft.is_dated:
                    break
                draft.days_behind = True
                self.read_selector(draft)
            else:
                self.read_part(draft)
        return draft

    def starts_selector(self) -> bool:
        if self.token.kind == "number":
            return int(str(self.token.value)) >= FIRST_YEAR or self.ahead().kind in ("day", "month", ".")
        return self.token.kind in DAY_KINDS | PERIOD_KINDS | {"week"}

    def read_part(self, draft: Draft) -> None:
        token = self.token
        if token.kind == ":" and draft.is_dated and not draft.is_full:
            self.take()
        elif token.kind == "always":
            draft.always = True
            self.take()
        elif token.kind == "state":
            draft.state = State(int(str(token.value)))
            self.take()
        elif token.kind == "comment":
            draft.comment = f"{draft.comment}; {token.value}" if draft.comment else str(token.value)
            self.take()
        elif self.is_time(0):
            if draft.days_behind:
                raise HoursError("days_twice", text=token.text)
            draft.times += self.read_times()
        elif self.starts_selector():
            self.read_selector(draft)
        elif token.kind == "number" and int(str(token.value)) <= 24:
            raise HoursError("no_end", text=token.text)
        else:
            raise self.unexpected()

    def read_selector(self, draft: Draft) -> None:
        if self.token.kind in DAY_KINDS or (self.token.kind == "number" and self.is_ordinal()):
            self.read_days(draft)
        elif self.took("week"):
            draft.weeks += self.read_weeks()
        elif self.token.kind == "number" and self.is_years():
            draft.years += self.read_years()
        elif draft.periods:
            raise self.unexpected()
        else:
            draft.periods += self.read_periods()

    # Days

    def is_ordinal(self) -> bool:
        """ "1. Samstag im Monat" """
        return int(str(self.token.value)) in range(1, 6) and self.ahead().kind == "day"

    def read_days(self, draft: Draft) -> None:
        group: list[Weekdays | HolidayDays] = [self.read_day()]
        while self.token.kind in (",", "+") and self.ahead().kind in DAY_KINDS:
            self.take()
            group.append(self.read_day())
        last = draft.days[-1] if draft.days else None
        if last and not any(isinstance(entry, HolidayDays) for entry in (*last, *group)):
            last += group
        else:
            draft.days.append(group)

    def read_day(self) -> Weekdays | HolidayDays:
        if self.token.kind == "holiday":
            return HolidayDays(str(self.take().value), self.read_offset())
        if self.took("everyday"):
            return Weekdays(frozenset(range(7)), "Mo-Su")
        if self.took("weekend"):
            return Weekdays(frozenset({5, 6}), "Sa-Su")
        if self.token.kind in ("last", "number"):
            ordinal = self.take()
            nth = -1 if ordinal.kind == "last" else int(str(ordinal.value))
            day = self.read_weekday()
            return Weekdays(frozenset({day}), DAY_NAMES[day], (nth,))
        first = self.read_weekday()
        if self.token.kind == "-" and self.ahead().kind == "day":
            self.take()
            last = self.read_weekday()
            days = frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
            return Weekdays(days, f"{DAY_NAMES[first]}-{DAY_NAMES[last]}")
        nth_list = self.read_nth() if self.token.kind == "[" else ()
        return Weekdays(frozenset({first}), DAY_NAMES[first], nth_list, self.read_offset())

    def read_weekday(self) -> int:
        if self.token.kind != "day":
            raise self.unexpected()
        return int(str(self.take().value))

    def read_nth(self) -> tuple[int, ...]:
        self.take()
        found: list[int] = []
        while not found or not self.took("]"):
            sign = -1 if self.took("-") else 1
            first = self.number()
            last = self.number() if sign > 0 and self.took("-") else first
            if not 1 <= first <= last <= 5:
                raise self.unexpected()
            found += [sign * n for n in range(first, last + 1)]
            if self.token.kind not in (",", "]"):
                raise self.unexpected()
            self.took(",")
        return tuple(found)

    def read_offset(self) -> int:
        """ "+1 day" or "-2 days" behind a day; 0 where there is none."""
        if self.token.kind in "+-" and self.ahead().kind == "number" and self.ahead(2).kind == "unit":
            sign = 1 if self.take().kind == "+" else -1
            days = self.number()
            if days > MOST_DAYS_OFF:
                raise self.unexpected()
            self.take()
            return sign * days
        return 0

    # Years, weeks, periods

    def is_years(self) -> bool:
        return int(str(self.token.value)) >= FIRST_YEAR and self.ahead().kind not in PERIOD_KINDS

    def read_years(self) -> list[Years]:
        found: list[Years] = []
        while not found or (self.took(",") and self.token.kind == "number"):
            first = self.number()
            last = first
            if self.took("+"):
                last = LAST_YEAR
            elif self.token.kind == "-" and self.ahead().kind == "number":
                self.take()
                last = self.number()
            if not FIRST_YEAR <= first <= last <= LAST_YEAR:
                raise HoursError("impossible_date", text=f"{first}-{last}")
            found.append(Years(first, last, self.read_step()))
        return found

    def read_weeks(self) -> list[Weeks]:
        found: list[Weeks] = []
        while not found or (self.token.kind == "," and self.ahead().kind == "number"):
            self.took(",")
            first = self.number()
            last = self.number() if self.took("-") else first
            for week in (first, last):
                if not 1 <= week <= 53:
                    raise HoursError("impossible_week", text=str(week))
            found.append(Weeks(first, last, self.read_step()))
        return found

    def read_step(self) -> int:
        """ "/2" behind a range: every second; 1 where there is none."""
        if not self.took("/"):
            return 1
        if self.token.value == 0:
            raise self.unexpected()
        return self.number()

    def read_periods(self) -> list[Period]:
        found = [self.read_period(None)]
        while self.token.kind == ",":
            follows = self.ahead()
            if follows.kind == "number" and self.is_time(1):
                break
            if follows.kind not in (*PERIOD_KINDS, "number"):
                break
            self.take()
            found.append(self.read_period(found[-1].start))
        return found

    def read_period(self, before: DateEnd | None) -> Period:
        """One period; a bare day number ("Dec 24,31") takes its month from the period `before`."""
        start = self.read_date_end(before)
        if self.token.kind == "+" and self.ahead().kind in DAY_KINDS | TIME_KINDS:
            self.take()
            return Period(start, DateEnd(start.year, 12, 31))
        if self.token.kind != "-" or self.ahead().kind not in (*PERIOD_KINDS, "number"):
            return Period(start)
        self.take()
        end = self.read_date_end(start)
        if end.year and not start.year:  # "24.12.-2.1.2027"
            begun = end.year - int((start.month, start.day) > (end.month, end.day))
            start = replace(start, year=begun)
        return Period(start, end)

    def read_date_end(self, before: DateEnd | None) -> DateEnd:
        year = None
        if self.token.kind == "number" and int(str(self.token.value)) >= FIRST_YEAR:
            year = self.number()
            if year > LAST_YEAR:
                raise HoursError("impossible_date", text=str(year))
        elif before and before.year and self.token.kind in ("month", "number"):
            year = before.year if self.comes_after(before) else None
        if self.took("easter"):
            return DateEnd(year, 0, offset=self.read_offset())
        if self.token.kind == "date":
            return self.read_german_date()
        if self.token.kind == "number" and self.ahead().kind == "month":
            day = self.number()
            month = int(str(self.take().value))
            return self.checked(DateEnd(year or self.read_year_behind(), month, day))
        if self.token.kind == "number" and before and before.day:
            return self.checked(DateEnd(year, before.month, self.number(), offset=self.read_offset()))
        if self.token.kind != "month":
            raise self.unexpected()
        month = int(str(self.take().value))
        if self.is_weekday_of_month(before):
            weekday = self.read_weekday()
            nth = self.read_nth()
            return DateEnd(year, month, 0, weekday, nth[0], self.read_offset())
        if self.token.kind == "number" and not self.is_time(0) and int(str(self.token.value)) <= 31:
            day = self.number()
            return self.checked(DateEnd(year or self.read_year_behind(), month, day, offset=self.read_offset()))
        return DateEnd(year, month)

    def read_year_behind(self) -> int | None:
        """ "24. Dezember 2026" """
        is_year = self.token.kind == "number" and FIRST_YEAR <= int(str(self.token.value)) <= LAST_YEAR
        return self.number() if is_year else None

    def comes_after(self, before: DateEnd) -> bool:
        """Whether the coming month or day lies behind `before` in the same year ("2026 Dec 20-Jan 05" does not)."""
        value = int(str(self.token.value))
        return value >= (before.month if self.token.kind == "month" else before.day)

    def is_weekday_of_month(self, before: DateEnd | None) -> bool:
        """ "Mar Su[-1]-Oct Su[-1]" names two dates, "Mar-Oct Sa[2]" months and a day in each."""
        if self.token.kind != "day" or self.ahead().kind != "[":
            return False
        if before:
            return bool(before.nth)
        closing = next((n for n, token in enumerate(self.tokens[self.at :]) if token.kind == "]"), 0)
        behind = self.ahead(closing + 1).kind
        if behind in "+-" and self.ahead(closing + 3).kind == "unit":
            behind = self.ahead(closing + 4).kind
            closing += 3
        return behind == "-" and self.ahead(closing + 2).kind == "month"

    def read_german_date(self) -> DateEnd:
        token = self.take()
        day, month, *year = token.value if isinstance(token.value, tuple) else ()
        return self.checked(DateEnd(year[0] if year else None, month, day, offset=self.read_offset()))

    def checked(self, end: DateEnd) -> DateEnd:
        """2024 is a leap year, so 29 February passes."""
        if end.year and end.year > LAST_YEAR:
            raise HoursError("impossible_date", text=str(end.year))
        if not 1 <= end.day <= 31 or replace(end, offset=0).on(end.year or 2024, last=True) is None:
            raise HoursError("impossible_date", text=str(end))
        return end

    # Times

    def is_time(self, steps: int) -> bool:
        """Does a time of day begin here? A bare number does where it can only be an hour ("9-18 Uhr")."""
        token = self.ahead(steps)
        if token.kind in TIME_KINDS:
            return True
        if token.kind != "number" or int(str(token.value)) > 48 or len(token.text) > 2:
            return False
        follows = self.ahead(steps + 1).kind
        if follows == "half":
            return True
        if follows == "-":
            return self.ahead(steps + 2).kind in ("number", "time", "ende") and self.is_hour_range(steps)
        return follows == "+"

    def is_hour_range(self, steps: int) -> bool:
        """ "Dec 24-26 10:00-14:00" begins with days, "Mo-Fr 9-18" with hours."""
        at = self.at + steps
        before = self.tokens[at - 1].kind if at else "end"
        if before == "month" and at > 1 and self.tokens[at - 2].kind == "number":
            return int(str(self.tokens[at - 2].value)) <= 31  # "24. Dezember 10-14 Uhr"
        if before in ("month", "-") and self.ahead(steps + 2).kind == "number":
            return False
        return self.ahead(steps + 3).kind != "month"

    def read_times(self) -> list[TimeSpan]:
        found = [self.read_span()]
        while self.token.kind == "," and self.is_time(1):
            self.take()
            found.append(self.read_span())
        return found

    def read_span(self) -> TimeSpan:
        first = self.at
        open_end = self.took("from")
        start = self.read_moment()
        end = None
        if self.took("-"):
            if self.token.kind == "ende" or (self.token.kind == "state" and self.token.text.lower() == "open"):
                self.take()
                open_end = True
            else:
                end = self.read_moment()
        open_end = self.took("+") or open_end
        text = "".join(token.text for token in self.tokens[first : self.at])
        if self.token.kind == "/":
            raise HoursError("points_in_time", text=text)
        return checked_span(start, end, open_end=open_end, text=text)

    def read_moment(self) -> Moment:
        if self.took("("):
            event = self.take()
            sign = -1 if self.took("-") else 1
            self.took("+")
            if event.kind != "event" or self.token.kind != "time":
                raise self.unexpected()
            minutes = sign * int(str(self.take().value))
            if not self.took(")"):
                raise self.unexpected()
            return Moment(minutes, str(event.value))
        token = self.token
        if token.kind == "event":
            self.take()
            return Moment(0, str(token.value))
        if token.kind not in ("time", "number"):
            raise self.unexpected()
        self.take()
        minutes = int(str(token.value)) * (1 if token.kind == "time" else 60)
        if self.token.kind == "half":
            late = self.take().value == "pm"
            minutes = minutes % (12 * 60) + (12 * 60 if late else 0)
        if token.kind == "number" and minutes > MINUTES_A_DAY:
            raise HoursError("impossible_time", text=token.text)
        return Moment(minutes)


def checked_span(start: Moment, end: Moment | None, *, open_end: bool, text: str) -> TimeSpan:
    """The span with an end behind its start: an end at or before it lies on the next day."""
    if end is None and not open_end:
        raise HoursError("no_end", text=text)
    if not start.event and start.minutes >= MINUTES_A_DAY:
        raise HoursError("impossible_time", text=text)
    if end and not end.event and not start.event:
        if end.minutes <= start.minutes:
            end = Moment(end.minutes + MINUTES_A_DAY)
        if end.minutes - start.minutes > MINUTES_A_DAY or (open_end and end.minutes > MINUTES_A_DAY + 12 * 60):
            raise HoursError("too_many_midnights", text=text)
    return TimeSpan(start, end, open_end)
