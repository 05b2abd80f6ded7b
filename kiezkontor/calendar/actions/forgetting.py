"""What is forgotten of people who answered to events; how many came stays."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kiezkontor.calendar.models import Answer, Invitation

# Long enough for questions after an event, and for the invitation to the next one.
KEPT = timedelta(days=90)


def answers_over(before: datetime) -> QuerySet[Answer]:
    """Answers to events that ended before that moment and still name somebody."""
    named = ~Q(email="") | ~Q(note="") | ~Q(needs=[]) | ~Q(name="")
    return Answer.objects.filter(named, slot__event__ends_at__lt=before)


def forget_answers(old: QuerySet[Answer]) -> int:
    return old.update(name="", email="", note="", needs=[])


def guests_over(before: datetime) -> QuerySet[Invitation]:
    """Invitations to events that ended before that moment and still name a person."""
    return Invitation.objects.filter(~Q(name="") | ~Q(email="") | ~Q(postal=""), event__ends_at__lt=before)


def forget_guests(old: QuerySet[Invitation]) -> int:
    return old.update(name="", email="", postal="", person=None)
