"""Public and school holidays of the German states."""

import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import holidays
from holidays import HolidayBase

from kiezkontor.methods.opening_hours.errors import HoursError

GERMAN_NAMES = {
    "Erster Mai": "Tag der Arbeit",
    "Erster Weihnachtstag": "1. Weihnachtstag",
    "Zweiter Weihnachtstag": "2. Weihnachtstag",
}
ENGLISH_NAMES = {
    "Labor Day": "Labour Day",
    "Pentecost": "Whit Sunday",
    "Pentecost Monday": "Whit Monday",
    "Second Day of Christmas": "Boxing Day",
}

CATHOLIC_HOLIDAYS_COUNT_IN = frozenset({"BY"})
"""Assumption Day is a holiday in 1,704 of the 2,056 Bavarian municipalities (census 2011), so it counts there;
in the other states the Catholic holidays are kept in a few places only."""


def _class_of_germany() -> type[HolidayBase]:
    """The library's Germany alone: imported by its name it would bring 250 countries, an eighth of a second a start."""
    name = "holidays.countries.germany"
    spec = spec_from_file_location(name, Path(holidays.__file__).parent / "countries" / "germany.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[HolidayBase] = module.Germany
    return found


Germany = _class_of_germany()


@dataclass(frozen=True, slots=True)
class Holiday:
    on: date
    name_de: str
    name_en: str

    def named(self, language: str) -> str:
        """language: two small letters; the German name for any but English."""
        return self.name_en if language == "en" else self.name_de


def state_of(region: str) -> str | None:
    """The state's part of a region code: "DE-BW" gives "BW", "DE" gives None. Raises HoursError for others."""
    country, _, state = region.partition("-")
    if country != "DE" or (state and state not in Germany.subdivisions) or region == "DE-":
        raise HoursError("region", text=region)
    return state or None


@cache
def public_holidays(region: str, year: int) -> dict[date, Holiday]:
    """The public holidays of a state in one year by day, ascending; "DE" gives those all states share.

    Source: package `holidays`, category public, in Bavaria also catholic (Assumption Day).
    """
    state = state_of(region)
    categories = ("public", "catholic") if state in CATHOLIC_HOLIDAYS_COUNT_IN else ("public",)
    german, english = (
        Germany(subdiv=state, years=year, categories=categories, language=language, expand=False)
        for language in ("de", "en_US")
    )
    return {
        day: Holiday(day, GERMAN_NAMES.get(german[day], german[day]), ENGLISH_NAMES.get(english[day], english[day]))
        for day in sorted(german)
    }


@cache
def school_holidays(region: str, year: int) -> frozenset[date]:
    """The days of school holidays of a state in one year; empty without a state or where the year is not published."""
    state = state_of(region)
    if state is None:
        return frozenset()
    return frozenset(Germany(subdiv=state, years=year, categories=("school",), expand=False))


def is_holiday(kind: str, region: str, day: date) -> bool:
    """Is `day` a public (kind "PH") or school ("SH") holiday?"""
    return day in (public_holidays if kind == "PH" else school_holidays)(region, day.year)


def next_holiday(region: str, on: date) -> Holiday | None:
    """The first public holiday of the state on or after a day, with its German and English name.

    Holidays on Sundays count. None only at the end of the calendar.
    """
    for year in (on.year, on.year + 1):
        if year > date.max.year:
            break
        for day, holiday in public_holidays(region, year).items():
            if day >= on:
                return holiday
    return None
