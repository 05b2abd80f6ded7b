"""How long a project runs: printed in both forms, counted, and where it stands on a day."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year", "unknown"]
Status = Literal["planned", "running", "finished"]

_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_LONG = {
    "de": {"both": "{first} bis {last}", "open": "seit {first}", "end": "bis {last}", "none": "Laufzeit nicht bekannt"},
    "en": {"both": "{first} to {last}", "open": "since {first}", "end": "until {last}", "none": "period not known"},
}
_SHORT = {
    "de": {"both": "{first}-{last}", "open": "seit {first}", "end": "bis {last}", "none": ""},
    "en": {"both": "{first}-{last}", "open": "since {first}", "end": "until {last}", "none": ""},
}


@dataclass(frozen=True)
class Period:
    """from_on: the first day, of the month or year where only that is known; None where nothing is known.

    until_on: the last day, inclusive, as grant decisions print it; None where the end is open.
    """

    from_on: date | None
    until_on: date | None = None
    precision: Precision = "day"

    def __post_init__(self) -> None:
        if (self.from_on is None) != (self.precision == "unknown"):
            raise ValueError("A beginning is a date, or it is said to be unknown.")
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValueError("A period cannot end before it began.")


def _language(language: str) -> str:
    return "de" if language[:2] == "de" else "en"


def printed_day(day: date, language: str) -> str:
    """1. Januar 2017 / 1 January 2017."""
    language = _language(language)
    dot = "." if language == "de" else ""
    return f"{day.day}{dot} {_MONTHS[language][day.month - 1]} {day.year}"


def _shape(period: Period) -> str:
    if period.from_on is None:
        return "end" if period.until_on else "none"
    return "both" if period.until_on else "open"


def printed_long(period: Period, language: str) -> str:
    """The exact form: "1. Januar 2017 bis 31. Dezember 2018", "seit 2020", "bis 31. Dezember 2018".

    language: "de" or "en", also with a country after it. Says that the period is unknown when nothing is known.
    """
    language = _language(language)
    first, shape = "", _shape(period)
    if period.from_on and period.precision == "day":
        first = printed_day(period.from_on, language)
        if shape == "open" and language == "de":
            first = f"dem {first}"
    elif period.from_on and period.precision == "month":
        first = f"{_MONTHS[language][period.from_on.month - 1]} {period.from_on.year}"
    elif period.from_on:
        first = str(period.from_on.year)
    last = printed_day(period.until_on, language) if period.until_on else ""
    return _LONG[language][shape].format(first=first, last=last)


def printed_short(period: Period, language: str) -> str:
    """The short form by months: "01/2017-12/2018", "seit 2020", "bis 12/2018"; empty when nothing is known."""
    language = _language(language)
    first = ""
    if period.from_on:
        first = str(period.from_on.year) if period.precision == "year" else f"{period.from_on:%m/%Y}"
    last = f"{period.until_on:%m/%Y}" if period.until_on else ""
    return _SHORT[language][_shape(period)].format(first=first, last=last)


def months_of(period: Period) -> int | None:
    """Calendar months the period touches; None where an end is open or the period not known to the month."""
    if period.from_on is None or period.until_on is None or period.precision == "year":
        return None
    years = period.until_on.year - period.from_on.year
    return 12 * years + period.until_on.month - period.from_on.month + 1


def days_of(period: Period) -> int | None:
    """Days from the first to the last, both counted; None unless both are known exactly."""
    if period.from_on is None or period.until_on is None or period.precision != "day":
        return None
    return (period.until_on - period.from_on).days + 1


def status_on(period: Period, *, on: date) -> Status | None:
    """Where the period stands on a day; None where neither beginning nor end says it."""
    if period.until_on is not None and on > period.until_on:
        return "finished"
    if period.from_on is None:
        return None if period.until_on is None else "running"
    return "planned" if on < period.from_on else "running"


def one_month_after(day: date) -> date:
    """The same day of the next month, or its last day where the month is shorter (§ 188 BGB).

    State accessibility law gives offices one month to answer: 31 January becomes 28 or 29 February.
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
