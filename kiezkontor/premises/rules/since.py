"""Since when: what people say of a beginning, as the earliest and the latest day it can have been."""

from datetime import date
from typing import Literal

type SinceKind = Literal["unknown", "day", "year", "before"]


def since_range(kind: SinceKind, *, day: date | None, year: int | None, seen_on: date) -> tuple[date | None, date]:
    """The earliest (None: some time before) and latest day of a beginning.

    unknown: at the latest on the day it was seen. day: exactly then. year: some time in that year.
    before: at the latest on the last day of the year before ("before 2019": 31 December 2018).
    Raises ValueError("missing") without the day or year that kind needs, ValueError("after") for a beginning that
    lies after seen_on.
    """
    if kind == "unknown":
        return None, seen_on
    if kind == "day":
        if day is None:
            raise ValueError("missing")
        earliest: date | None = day
        latest = day
    else:
        if year is None:
            raise ValueError("missing")
        earliest = date(year, 1, 1) if kind == "year" else None
        latest = min(date(year, 12, 31), seen_on) if kind == "year" else date(year - 1, 12, 31)
    if latest > seen_on or (earliest is not None and earliest > seen_on):
        raise ValueError("after")
    return earliest, latest


def since_said(earliest: date | None, latest: date, *, seen_on: date) -> tuple[SinceKind, date | None, int | None]:
    """What somebody said for it to become this pair: kind, day, year; the way back of `since_range`.

    A pair nobody can have said so (a use between two visits) counts as not known.
    """
    if earliest == latest:
        return "day", latest, None
    end_of_year = date(latest.year, 12, 31)
    if earliest == date(latest.year, 1, 1) and latest == min(end_of_year, seen_on):
        return "year", None, latest.year
    if earliest is None and latest == end_of_year and latest < seen_on:
        return "before", None, latest.year + 1
    return "unknown", None, None
