"""Holidays of the federal state a district lies in."""

from datetime import date

from kiezkontor.districts.models import District
from kiezkontor.districts.presenting import language
from kiezkontor.methods.opening_hours.calendars import Holiday, public_holidays, school_holidays


def public_holidays_between(district: District, first_on: date, last_on: date) -> dict[date, Holiday]:
    """Both days included, ascending."""
    return {
        day: holiday
        for year in range(first_on.year, last_on.year + 1)
        for day, holiday in public_holidays(district.region, year).items()
        if first_on <= day <= last_on
    }


def holiday_name(district: District, day: date) -> str:
    """How a public holiday is called in the language of the page; "" on any other day."""
    return found.named(language()) if (found := public_holidays(district.region, day.year).get(day)) else ""


def school_holidays_between(district: District, first_on: date, last_on: date) -> set[date]:
    years = range(first_on.year, last_on.year + 1)
    return {day for year in years for day in school_holidays(district.region, year) if first_on <= day <= last_on}
