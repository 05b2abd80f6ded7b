from kiezkontor.calendar.models.answers import Answer, Invitation, Reminder
from kiezkontor.calendar.models.events import Audience, Event, Kind, Series, SeriesHost, Slot, StepFree
from kiezkontor.calendar.models.feeds import CalendarFeed

__all__ = [
    "Answer",
    "Audience",
    "CalendarFeed",
    "Event",
    "Invitation",
    "Kind",
    "Reminder",
    "Series",
    "SeriesHost",
    "Slot",
    "StepFree",
]
