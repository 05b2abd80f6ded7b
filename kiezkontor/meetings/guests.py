"""Who was at a meeting as a guest: for them is all of it but what is for members alone."""

from collections.abc import Collection, Iterable

from django.utils import timezone

from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import Role
from kiezkontor.meetings.access_minutes import INSIDE
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.taking_on import of_row
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.models import Contact, Organisation, Steward


def addresses_of_guests(meeting: Meeting) -> set[str]:
    """In small letters, without those that somebody else shares who is no guest; at most nine statements.

    No guests are who comes for a member, by the list or by an address of its people, members of a body that is invited,
    office and board. A shop that somebody only wrote down at the door opens nothing, nor does a line of the list that
    another address chose there. While a network has no members, nobody is a guest.
    """
    event = meeting.event
    joined = Attendance.objects.filter(meeting=meeting, state__in=THERE).select_related(
        "answer", "invitation__organisation", "organisation", "person"
    )
    reached = [(row, {email.lower() for email, _language in of_row(row, event.language)}) for row in joined]
    members = members_on(timezone.localdate(event.starts_at), event.district)
    known = set(members.values_list("pk", flat=True))
    if not known:
        return set()
    asked = {email for _row, emails in reached for email in emails}
    inside = inside_of(event, asked, members=known) | body_at(event).languages.keys()
    of_members = [(row, emails) for row, emails in reached if row.organisation_id in known]
    for_members = {email for row, emails in of_members for email in emails if not is_only_said(row, email)}
    return asked - for_members - inside


def is_only_said(row: Attendance, email: str) -> bool:
    """Whether the line is joined to this address by the account alone that checked in as somebody of it."""
    listed = [each.email.lower() for each in (row.answer, row.invitation) if each]
    return row.person is not None and row.person.email.lower() == email and email not in listed


def inside_of(event: Event, emails: Iterable[str], *, members: Collection[int]) -> set[str]:
    """Which of these are addresses of members, of their people, of the office or of the board, on the day of it."""
    day, asked = timezone.localdate(event.starts_at), set(emails)
    stewards = Steward.objects.valid_on(day).filter(organisation__in=members)
    contacts = Contact.objects.filter(district=event.district_id, organisation__in=members)
    roles = Role.objects.held_on(day).filter(district=event.district_id, name__in=INSIDE)
    found = [
        *Organisation.objects.filter(pk__in=members).exclude(email="").values_list("email", flat=True),
        *stewards.values_list("person__email", flat=True),
        *contacts.exclude(email="").values_list("email", flat=True),
        *roles.values_list("person__email", flat=True),
    ]
    return asked & {email.lower() for email in found}
