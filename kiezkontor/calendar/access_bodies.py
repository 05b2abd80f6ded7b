"""Who is a member of a body on the day of a meeting.

Whoever has a seat in a body that is invited by its name is one while their term runs and they are in a body at all,
also if they joined after the invitation was sent, and not if they left before. So who joins later reads no minutes of
meetings before, and who left keeps those of the meetings held in their term. Whoever has no seat is one if they are
invited as such: until when people sat there who were taken off a body is no longer known; when that is done they become
guests of what is still to come. Deputies have no seat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import BodyMember, Event, Invitation
from kiezkontor.calendar.rules.kinds import As
from kiezkontor.districts.models import District, Role

BODIES = (Role.Name.BODY_MEMBER.value, Role.Name.BOARD.value)


@dataclass(frozen=True)
class BodyAt:
    """The members of a body on the day of a meeting.

    count: with those who have no address. languages: theirs by their address in small letters. seats: names by address
    of whoever has a seat, on that day or on others.
    """

    count: int
    languages: Mapping[str, str]
    seats: Mapping[str, str]


def body_at(event: Event) -> BodyAt:
    """Three statements."""
    seats = seats_at(event)
    names = {each.person.email.lower(): str(each.person) for each in seats.select_related("person")}
    taken = taken_on(timezone.localdate(event.starts_at), seats).select_related("person")
    languages = {each.person.email.lower(): each.person.language for each in taken}
    invited = [each for each in invited_to_body(event) if each.email.lower() not in names]
    count = len(languages) + len(invited)
    return BodyAt(count, languages | {each.email.lower(): each.language for each in invited if each.email}, names)


def is_in_body(person: Person, *, event: OuterRef, day: OuterRef) -> Case:
    """Whether somebody is a member of the body at the event of a row, which takes place on that day."""
    seats = seats_at(event).filter(person=person)
    invited = invited_to_body(event).filter(email__iexact=person.email)
    return Case(When(Exists(seats), then=Exists(taken_on(day, seats))), default=Exists(invited))


def meetings_of_bodies(person: Person, district: District) -> QuerySet[Event]:
    """Those at which somebody is a member of the body."""
    of_day = Event.objects.filter(district=district).annotate(day=TruncDate("starts_at"))
    return of_day.filter(is_in_body(person, event=OuterRef("pk"), day=OuterRef("day")))


def invited_to_body(event: Event | OuterRef) -> QuerySet[Invitation]:
    """Those who are invited as members of the body."""
    return Invitation.objects.filter(event=event, as_what=As.BODY)


def seats_at(event: Event | OuterRef) -> QuerySet[BodyMember]:
    """Those in the bodies that are invited by name."""
    invited = invited_to_body(of_row_around(event)).filter(body=OuterRef("body"))
    return BodyMember.objects.filter(Exists(invited), deputy_of=None)


def taken_on(day: object, seats: QuerySet[BodyMember]) -> QuerySet[BodyMember]:
    """Whose term runs on that day and who is in a body then. day: a date, or that of a row around."""
    around = of_row_around(day)
    roles = Role.objects.filter(Q(until_on=None) | Q(until_on__gt=around), from_on__lte=around, name__in=BODIES)
    is_held = Exists(roles.filter(person=OuterRef("person"), district=OuterRef("body__district")))
    has_begun = Q(term_since=None) | Q(term_since__lte=day)
    return seats.filter(has_begun, Q(term_until=None) | Q(term_until__gte=day), is_held)


def without_seat(bodies: Mapping[str, int], *, on: date) -> set[str]:
    """Who is in a body and not a member of it on that day. bodies: of each address in small letters the key of its
    body; returns some of these addresses. One statement.
    """
    seats = BodyMember.objects.filter(body__in=set(bodies.values()), deputy_of=None)
    vacant = seats.exclude(pk__in=taken_on(on, seats).values("pk")).values_list("person__email", "body")
    return {email.lower() for email, body in vacant if bodies.get(email.lower()) == body}


def of_row_around[Value](value: Value) -> Value | OuterRef:
    """The same one statement further in."""
    return OuterRef(value) if isinstance(value, OuterRef) else value
