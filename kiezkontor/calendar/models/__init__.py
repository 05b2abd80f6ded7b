from kiezkontor.calendar.models.answers import Answer, Invitation, Reminder
from kiezkontor.calendar.models.bodies import Body, BodyMember
from kiezkontor.calendar.models.events import Audience, Event, Kind, Series, SeriesHost, Slot, StepFree
from kiezkontor.calendar.models.feeds import CalendarFeed
from kiezkontor.calendar.models.formats import EventFormat
from kiezkontor.calendar.models.target_groups import EventGroup, TargetGroup

__all__ = [
    "Answer",
    "Audience",
    "Body",
    "BodyMember",
    "CalendarFeed",
    "Event",
    "EventFormat",
    "EventGroup",
    "Invitation",
    "Kind",
    "Reminder",
    "Series",
    "SeriesHost",
    "Slot",
    "StepFree",
    "TargetGroup",
]
