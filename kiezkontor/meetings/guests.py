"""Who was at a meeting as a guest: for them is all of it but what is for members alone."""

from dataclasses import replace

from django.utils import timezone

from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.districts.models import Role
from kiezkontor.meetings.access_minutes import INSIDE
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.taking_on import TakenOn, of_row, taken_on_at
from kiezkontor.organisations.access import members_on, reached_by


def addresses_of_guests(meeting: Meeting) -> set[str]:
    """Of all on its list, in small letters, without those that somebody else shares who is no guest; at most seven
    statements.

    No guests are who comes for a member, by the list or by an address of its people, members of a body that is invited,
    office and board. A shop that somebody only wrote down at the door opens nothing, nor does a line of the list that
    another address chose there. While a network has no members, nobody is a guest.
    """
    event = meeting.event
    day = timezone.localdate(event.starts_at)
    joined = Attendance.objects.filter(meeting=meeting).select_related(
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


def tasks_to_tell(meeting: Meeting) -> list[TakenOn]:
    """What was taken on there, with the addresses that hear of it: of a closed item none of guests.

    A member that was given a task reads it at the address of its entry.
    """
    taken_on = taken_on_at(meeting)
    if not any(each.task.item.is_closed for each in taken_on):
        return taken_on
    guests = addresses_of_guests(meeting)
    return [without(each, guests) if each.task.item.is_closed else each for each in taken_on]


def without(taken: TakenOn, guests: set[str]) -> TakenOn:
    own = taken.task.organisation
    kept = {own.email.lower()} if own else set()
    told = {email: spoken for email, spoken in taken.reached_at.items() if email in kept or email not in guests}
    return replace(taken, reached_at=told)
