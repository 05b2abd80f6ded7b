"""Who was at a meeting as a guest: for them is all of it but what is for members alone."""

from django.utils import timezone

from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.districts.models import Role
from kiezkontor.meetings.access_minutes import INSIDE
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.taking_on import of_row
from kiezkontor.organisations.access import members_on, reached_by


def addresses_of_guests(meeting: Meeting) -> set[str]:
    """In small letters, without those that somebody else shares who is no guest; at most seven statements.

    No guests are who comes for a member, by the list or by an address of its people, members of a body that is invited,
    office and board. A shop that somebody only wrote down at the door opens nothing, nor does a line of the list that
    another address chose there. While a network has no members, nobody is a guest.
    """
    event = meeting.event
    day = timezone.localdate(event.starts_at)
    joined = Attendance.objects.filter(meeting=meeting, state__in=THERE).select_related(
        "answer", "invitation__organisation", "organisation", "person"
    )
    reached = [(row, {email.lower() for email, _language in of_row(row, event.language)}) for row in joined]
    members = members_on(day, event.district)
    known = set(members.values_list("pk", flat=True))
    if not known:
        return set()
    asked = {email for _row, emails in reached for email in emails}
    lines = [(row, emails) for row, emails in reached if row.organisation_id in known]
    for_members = {email for row, emails in lines for email in emails if not is_only_said(row, email)}
    of_members = {email for _member, email in reached_by(asked, members, event.district, on=day)}
    held = Role.objects.held_on(day).filter(district=event.district_id, name__in=INSIDE)
    inside = {email.lower() for email in held.values_list("person__email", flat=True)}
    return asked - for_members - of_members - inside - body_at(event).languages.keys()


def is_only_said(row: Attendance, email: str) -> bool:
    """Whether the line is joined to this address by the account alone that checked in as somebody of it."""
    listed = [each.email.lower() for each in (row.answer, row.invitation) if each]
    return row.person is not None and row.person.email.lower() == email and email not in listed
