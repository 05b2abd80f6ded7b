from kiezkontor.calendar.models.answers import Answer, Invitation, Reminder
from kiezkontor.calendar.models.events import Audience, Event, Kind, Series, SeriesHost, Slot, StepFree

__all__ = ["Answer", "Audience", "Event", "Invitation", "Kind", "Reminder", "Series", "SeriesHost", "Slot", "StepFree"]
