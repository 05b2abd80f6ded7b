from kiezkontor.meetings.models.meetings import AgendaItem, Meeting, MeetingTask

__all__ = ["AgendaItem", "Meeting", "MeetingTask"]
