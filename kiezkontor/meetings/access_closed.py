"""How people stand to a meeting, and so whether its closed part is for them; everything that shows it asks here."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, Viewer
from kiezkontor.calendar.access import address_of
from kiezkontor.calendar.access_bodies import body_at, invited_to_body, is_in_body
from kiezkontor.calendar.models import BodyMember, Event, Invitation
from kiezkontor.calendar.rules.kinds import As, Kind
from kiezkontor.districts.models import District
from kiezkontor.meetings.entitling import as_what_on_the_day
from kiezkontor.meetings.expecting import of_attendance
from kiezkontor.meetings.models import Attendance
from kiezkontor.meetings.rules.attending import THERE, State
from kiezkontor.meetings.rules.closed import reads_closed
from kiezkontor.organisations.access import looked_after_by, members_on, reached_by
from kiezkontor.organisations.members import BOARD, reads_as_member
from kiezkontor.organisations.models import Contact, Membership, Organisation

INSIDE = (COORDINATOR, EDITOR, BOARD)


@dataclass(frozen=True)
class Standing:
    """attended: themselves, or somebody for a member they look after. All else as for `reads_closed`."""

    kind: str
    is_inside: bool = False
    is_member: bool = False
    is_in_body: bool = False
    attended: bool = False
    came_for_one: bool = False

    @property
    def reads_closed(self) -> bool:
        return reads_closed(
            self.kind,
            is_inside=self.is_inside,
            is_member=self.is_member,
            is_in_body=self.is_in_body,
            came_for_one=self.came_for_one,
        )


def inside_at(*, is_confidential: bool) -> tuple[str, ...]:
    """The roles that read all of a meeting; of a confidential one the others are what they are besides."""
    return (COORDINATOR,) if is_confidential else INSIDE


def reads_closed_at(viewer: Viewer, event: Event) -> bool:
    """Asks nothing about visitors, nor about those inside."""
    if viewer.is_visitor:
        return False
    if viewer.has_role(event.district, *inside_at(is_confidential=event.is_confidential)):
        return True
    return standings(viewer, event.district, Event.objects.filter(pk=event.pk))[event.pk].reads_closed


def standings(viewer: Viewer, district: District, events: QuerySet[Event]) -> dict[int, Standing]:
    """By key of the event, of these of the district.

    In a network without members whoever is there is one of the circle. Who was in a body on the day of its meeting is
    asked as `calendar.access_bodies` says.
    """
    roles = {closed: viewer.has_role(district, *inside_at(is_confidential=closed)) for closed in (False, True)}
    person = viewer.person
    if person is None:
        rows = events.values_list("pk", "kind", "is_confidential")
        return {pk: Standing(kind, is_inside=roles[confidential]) for pk, kind, confidential in rows}
    there = attended_by(viewer, district).filter(meeting__event=OuterRef("pk"))
    members = Membership.objects.valid_on(timezone.localdate()).filter(district=district)
    found = list(
        events.annotate(day=TruncDate("starts_at")).values_list(
            "pk",
            "kind",
            "is_confidential",
            Exists(there),
            Exists(there.filter(for_member(person.email, district), organisation__in=members.values("organisation"))),
            Exists(invited_for_member(person.email).filter(organisation__in=members.values("organisation"))),
            Exists(there.filter(state=State.DEPUTY)),
            is_in_body(person, event=OuterRef("pk"), day=OuterRef("day")),
        )
    )
    belongs = reads_as_member(viewer, district)
    all_belong = not belongs and any(row[3] for row in found) and not members.exists()
    sat_for_one = deputised(viewer, district, [row[0] for row in found if row[6]])
    return {
        pk: Standing(
            kind,
            is_inside=roles[confidential],
            is_member=belongs,
            is_in_body=sits_there,
            attended=attended,
            came_for_one=pk in sat_for_one
            or (kind != Kind.BODY and (came_for or invited_for or (attended and all_belong))),
        )
        for pk, kind, confidential, attended, came_for, invited_for, _is_deputy, sits_there in found
    }


def was_there(viewer: Viewer, district: District) -> Q:
    """Attendance of theirs, by account or by the address on the list, or of the member whose entry they look after; who
    was represented was not there.
    """
    own = looked_after_by(viewer, district, on=timezone.localdate())
    by_list = listed_at(viewer.person.email) if viewer.person else Q(pk=None)
    return Q(person=viewer.person) | by_list | Q(organisation__in=own) & ~Q(state=State.DEPUTY)


def attended_by(viewer: Viewer, district: District) -> QuerySet[Attendance]:
    return Attendance.objects.filter(was_there(viewer, district), state__in=THERE)


def listed_at(email: str) -> Q:
    """Attendance of somebody who is on the list by this address."""
    return Q(answer__email__iexact=email) | Q(invitation__email__iexact=email)


def for_member(email: str, district: District) -> Q:
    """Attendance for a member of somebody whom the office knows by this address; whoever chose a name at the door only
    said it, and who is invited as a guest comes for nobody.
    """
    contacts = Contact.objects.filter(district=district, email__iexact=email)
    as_other = Q(invitation__as_what__in=tuple(As)) | Q(answer__invitation__as_what__in=tuple(As))
    by_entry = Q(organisation__email__iexact=email) | Q(organisation__in=contacts.values("organisation"))
    return by_entry | listed_at(email) & ~as_other


def invited_for_member(email: str) -> QuerySet[Invitation]:
    """Invitations of an event around to this address, not as a guest."""
    return Invitation.objects.filter(event=OuterRef("pk"), email__iexact=email, as_what="")


def deputised(viewer: Viewer, district: District, events: list[int]) -> set[int]:
    """At which of these events they sat in the place of one of the circle."""
    if not events or viewer.person is None:
        return set()
    rows = with_addresses(attended_by(viewer, district).filter(state=State.DEPUTY, meeting__event__in=events))
    email = viewer.person.email.lower()
    return {row.meeting.event_id for row in rows if stood_for_one(row.meeting.event, row, email)}


def with_addresses(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """With what `addresses_on_list` and `stood_for_one` look at."""
    return rows.select_related(
        "meeting__event__district",
        "answer__invitation",
        "invitation__organisation",
        "organisation",
        "person",
        "represents__answer__invitation",
        "represents__invitation",
        "represents__organisation",
        "represents__person",
    )


def stood_for_one(event: Event, row: Attendance, email: str) -> bool:
    """Whether somebody sat in the place of one of the circle, and this is their address: by the list, or known as that
    of a deputy of the body.
    """
    other = row.represents
    if row.state != State.DEPUTY or other is None:
        return False
    if email not in addresses_on_list(row) and not is_deputy_of_body(event, email):
        return False
    if event.kind == Kind.BODY:
        return as_what_on_the_day(event, of_attendance(other), other.person) == As.BODY
    members, day = members_of(event), timezone.localdate(event.starts_at)
    if other.organisation_id is not None and members.filter(pk=other.organisation_id).exists():
        return True
    return bool(reached_by(addresses_on_list(other), members, event.district, on=day))


def is_deputy_of_body(event: Event, email: str) -> bool:
    bodies = invited_to_body(event).exclude(body=None)
    deputies = BodyMember.objects.filter(body__in=bodies.values("body")).exclude(deputy_of=None)
    return deputies.filter(person__email__iexact=email).exists()


def addresses_on_list(row: Attendance) -> set[str]:
    """In small letters, without that of the account that checked in."""
    return {each.email.lower() for each in (row.answer, row.invitation) if each and each.email}


def members_of(event: Event) -> QuerySet[Organisation]:
    """Of the network, on the day of the meeting or today."""
    district = event.district
    return members_on(timezone.localdate(event.starts_at), district) | members_on(timezone.localdate(), district)


def invited_reads_closed(event: Event, invitation: Invitation | None) -> bool:
    """Whether the closed part is for who is invited: for a member of the body that meets, elsewhere for who is invited
    for a member of the network or reached by its address, not for guests.
    """
    if invitation is None:
        return False
    if event.kind == Kind.BODY:
        is_member = invitation.as_what == Invitation.As.BODY
        return is_member and (not invitation.email or invitation.email.lower() in body_at(event).languages)
    members = members_of(event)
    organisation = None if invitation.as_what else invitation.organisation_id
    if organisation is not None and members.filter(pk=organisation).exists():
        return True
    day = timezone.localdate(event.starts_at)
    return bool(reached_by([address_of(invitation)], members, event.district, on=day))
