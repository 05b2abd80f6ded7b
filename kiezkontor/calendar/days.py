"""Days on the clock of the place, as moments."""

from datetime import date, datetime, time

from django.utils import timezone


def moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def beginning_of(day: date) -> datetime:
    return moment(day, time.min)


def today_began_at() -> datetime:
    """Until the day is over pages show what began on it."""
    return beginning_of(timezone.localdate())
