"""Opening hours in OSM syntax or plain German: read, put right, worked out for real days.

Start with `intervals`; decision 0010 says how and why.
"""

from kiezkontor.methods.opening_hours.calendars import Holiday, next_holiday, public_holidays, school_holidays
from kiezkontor.methods.opening_hours.display import (
    DayHours,
    DaySpan,
    Special,
    SpecialKind,
    Status,
    StatusKind,
    WeekTable,
    ordinary_week,
    status,
    week_table,
)
from kiezkontor.methods.opening_hours.doubts import long_nights
from kiezkontor.methods.opening_hours.errors import SENTENCES, HoursError
from kiezkontor.methods.opening_hours.evaluating import Interval, intervals, joined
from kiezkontor.methods.opening_hours.meaning import as_typed, explain_problem, normalise
from kiezkontor.methods.opening_hours.wording import in_words

__all__ = [
    "SENTENCES",
    "DayHours",
    "DaySpan",
    "Holiday",
    "HoursError",
    "Interval",
    "Special",
    "SpecialKind",
    "Status",
    "StatusKind",
    "WeekTable",
    "as_typed",
    "explain_problem",
    "in_words",
    "intervals",
    "joined",
    "long_nights",
    "next_holiday",
    "normalise",
    "ordinary_week",
    "public_holidays",
    "school_holidays",
    "status",
    "week_table",
]
