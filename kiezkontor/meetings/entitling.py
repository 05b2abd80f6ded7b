"""Who votes at a meeting, as far as it can be known when somebody is put on its list, and whose vote is cast."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.access_bodies import BodyAt, body_at
from kiezkontor.calendar.access_inviting import body_invited_to
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.calendar.rules.kinds import As, Kind
from kiezkontor.meetings.expecting import Guest
from kiezkontor.meetings.models import Attendance, Ballot, BallotPaper, Meeting
from kiezkontor.meetings.rules.attending import same_name
from kiezkontor.meetings.rules.balloting import Stage
from kiezkontor.meetings.rules.deciding import proposed_quorum
from kiezkontor.meetings.rules.voting import has_vote
from kiezkontor.organisations.access import members_on, reached_by
from kiezkontor.organisations.making import slug_of
from kiezkontor.organisations.models import Organisation


def votes(event: Event, guest: Guest, person: Person | None = None) -> bool:
    """person: whose account it is, where they checked in with it."""
    members = members_on(timezone.localdate(event.starts_at), event.district)
    return has_vote(
        event.kind,
        invited_as=as_what_on_the_day(event, guest, person),
        is_member=comes_for_one_of(members, event, guest, person),
        has_members=members.exists(),
    )


def as_what_on_the_day(event: Event, guest: Guest, person: Person | None) -> str:
    """As what somebody comes: to a meeting of a body as its member who is one on that day, invited or not.

    The door believes the name of a member as it believes any.
    """
    if event.kind != Kind.BODY:
        return as_what(guest)
    return as_what_in(body_at(event), guest, person)


def as_what_in(body: BodyAt, guest: Guest, person: Person | None) -> str:
    said = as_what(guest)
    emails = [each.email.lower() for each in (person, guest.answer, guest.invitation) if each and each.email]
    seats = [email for email in emails if email in body.seats]
    if not emails and guest.invitation is None:
        seats = [email for email, name in body.seats.items() if same_name(name) == same_name(guest.name)]
    if not seats:
        return said
    if any(email in body.languages for email in seats):
        return As.BODY
    return "" if said == As.BODY else said


def quorum_of_body(event: Event) -> int | None:
    """How many must be able to vote where the body that is invited says so of itself; None where none does."""
    body = body_invited_to(event)
    if body is None or body.quorum_percent is None:
        return None
    return proposed_quorum(body.seats or body_at(event).count, body.quorum_percent)


def as_what(guest: Guest) -> str:
    invitation: Invitation | None = guest.invitation or (guest.answer.invitation if guest.answer else None)
    return invitation.as_what if invitation else ""


def comes_for_one_of(members: QuerySet[Organisation], event: Event, guest: Guest, person: Person | None) -> bool:
    """Whether it is the one on the list, the one whose name they wrote at the door, or one that is reached by their
    address. The door believes a shop as it believes a name: the room sees both.
    """
    said = Q(pk=guest.organisation.pk) if guest.organisation else Q(pk=None)
    if slug := slug_of(guest.of_what):
        said |= Q(slug=slug)
    if members.filter(said).exists():
        return True
    email = person.email if person else guest.answer.email if guest.answer else ""
    return bool(reached_by([email], members, event.district, on=timezone.localdate(event.starts_at)))


@dataclass(frozen=True)
class Cast:
    """What was voted by who is on the list. Keys of who used a paper, and of whose votes these were."""

    keys: frozenset[int]
    of_whom: frozenset[int]

    def is_out(self, row: Attendance) -> bool:
        """Whether the vote this person could cast is cast already, by them or by whoever casts it in their place."""
        return row.pk in self.keys or row.votes_as in self.of_whom

    def counts_for(self, row: Attendance) -> bool:
        """Whether they voted, or somebody did in their place."""
        return row.pk in self.keys or row.pk in self.of_whom


def cast_in(ballot: Ballot) -> Cast:
    return of_voters(Attendance.objects.filter(pk__in=used_papers().filter(ballot=ballot).values("attendance")))


def cast_in_open_ballots(meeting: Meeting) -> Cast:
    still_open = used_papers().filter(ballot__item__meeting=meeting, ballot__stage=Stage.OPEN)
    return of_voters(Attendance.objects.filter(pk__in=still_open.values("attendance")))


def used_papers() -> QuerySet[BallotPaper]:
    return BallotPaper.objects.filter(is_used=True).exclude(attendance=None)


def of_voters(rows: Iterable[Attendance]) -> Cast:
    voters = list(rows)
    return Cast(frozenset(each.pk for each in voters), frozenset(each.votes_as for each in voters))
