"""What is forgotten of people who were at meetings and voted there; how many they were stays."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.meetings.actions.balloting import close_all
from kiezkontor.meetings.actions.swapping import end
from kiezkontor.meetings.models import Attendance, Ballot, BallotPaper, SwappedContact
from kiezkontor.meetings.rules.balloting import Stage

# As long as a funding year is accounted for: who came is proof that a round took place [inferred, adjustable].
KEPT = timedelta(days=3 * 365)
# A paper names who may still vote; nobody does when the meeting is over.
VOTED = timedelta(days=1)


def attendances_over(before: datetime) -> QuerySet[Attendance]:
    """Of meetings that ended before that moment, where somebody is still named."""
    return Attendance.objects.filter(meeting__event__ends_at__lt=before).exclude(name_key="")


def forget_attendances(old: QuerySet[Attendance]) -> int:
    return old.update(name="", name_key="", of_what="", stood_for="", represents=None, person=None)


def ballots_over(before: datetime) -> QuerySet[Ballot]:
    """Of meetings that ended before that moment: open ones, and those never opened for which papers were made."""
    printed = Q(stage=Stage.DRAFT, pk__in=BallotPaper.objects.values("ballot"))
    return Ballot.objects.filter(Q(stage=Stage.OPEN) | printed, item__meeting__event__ends_at__lt=before)


def forget_voters(old: QuerySet[Ballot]) -> int:
    """Close what is open, so that papers lose their person; papers of what was never opened go."""
    unused = list(old.filter(stage=Stage.DRAFT))
    BallotPaper.objects.filter(ballot__in=unused).delete()
    return close_all(old, by=system_viewer("nightly")) + len(unused)


def swaps_over(before: datetime) -> QuerySet[SwappedContact]:
    return SwappedContact.objects.filter(attendance__meeting__event__ends_at__lt=before)


def forget_swaps(old: QuerySet[SwappedContact]) -> int:
    """Delete them and end the consents, of which the proof stays as long as any."""
    found = list(old.select_related("attendance__meeting__event__district"))
    for swapped in found:
        end(swapped, by=system_viewer("nightly"))
    return len(found)
