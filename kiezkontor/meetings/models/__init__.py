from kiezkontor.meetings.models.attendance import Attendance
from kiezkontor.meetings.models.ballots import Ballot, BallotOption, BallotPaper
from kiezkontor.meetings.models.boards import Board, Card, Cluster
from kiezkontor.meetings.models.courses import Certificate, Course, CourseDay, CourseMaterial, CourseTotal
from kiezkontor.meetings.models.meetings import AgendaItem, Meeting, MeetingTask
from kiezkontor.meetings.models.plan import PlanMeasure
from kiezkontor.meetings.models.results import CapturedVoice, Decision, Interest
from kiezkontor.meetings.models.swapping import SwappedContact
from kiezkontor.meetings.models.versions import MinutesVersion

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "BallotOption",
    "BallotPaper",
    "Board",
    "CapturedVoice",
    "Card",
    "Certificate",
    "Cluster",
    "Course",
    "CourseDay",
    "CourseMaterial",
    "CourseTotal",
    "Decision",
    "Interest",
    "Meeting",
    "MeetingTask",
    "MinutesVersion",
    "PlanMeasure",
    "SwappedContact",
]
