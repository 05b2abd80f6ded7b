"""Holidays of the federal state a district lies in."""

from datetime import date

from kiezkontor.districts.models import District
from kiezkontor.methods.opening_hours.calendars import public_holidays, school_holidays


def public_holidays_between(district: District, first_on: date, last_on: date) -> set[date]:
    """Both days included."""
    years = range(first_on.year, last_on.year + 1)
    return {day for year in years for day in public_holidays(district.region, year) if first_on <= day <= last_on}


def school_holidays_between(district: District, first_on: date, last_on: date) -> set[date]:
    years = range(first_on.year, last_on.year + 1)
    return {day for year in years for day in school_holidays(district.region, year) if first_on <= day <= last_on}
