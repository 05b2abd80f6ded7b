"""Opening hours in OSM syntax or plain German: read, put right, worked out for real days.

Start with `intervals`; decision 0010 says how and why.
"""

from kiezkontor.methods.opening_hours.calendars import Holiday, next_holiday, public_holidays, school_holidays
from kiezkontor.methods.opening_hours.errors import SENTENCES, HoursError
from kiezkontor.methods.opening_hours.evaluating import Interval, intervals

__all__ = [
    "SENTENCES",
    "Holiday",
    "HoursError",
    "Interval",
    "intervals",
    "next_holiday",
    "public_holidays",
    "school_holidays",
]
