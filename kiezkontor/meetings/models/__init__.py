from kiezkontor.meetings.models.attendance import Attendance
from kiezkontor.meetings.models.meetings import AgendaItem, Meeting, MeetingTask

__all__ = ["AgendaItem", "Attendance", "Meeting", "MeetingTask"]
