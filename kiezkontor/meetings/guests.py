"""For which addresses the closed part of a meeting is, by its list; for all others of it is what guests read."""

from collections.abc import Collection
from dataclasses import replace

from django.utils import timezone

from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules.kinds import As, Kind
from kiezkontor.districts.models import Role
from kiezkontor.meetings.access_closed import (
    addresses_on_list,
    inside_at,
    members_of,
    stood_for_one,
    with_addresses,
)
from kiezkontor.meetings.entitling import as_what, as_what_in
from kiezkontor.meetings.expecting import of_attendance
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.closed import reads_closed
from kiezkontor.meetings.taking_on import TakenOn, of_row, taken_on_at
from kiezkontor.organisations.access import reached_by
from kiezkontor.organisations.members import BOARD

Reached = list[tuple[Attendance, str]]


def readers_of_closed(meeting: Meeting, asked: Collection[str] = ()) -> set[str]:
    """Of all on its list and of these addresses in small letters, those for whom the closed part is; also where they
    share it with somebody who is a guest. At most seven statements, and some for each deputy.

    A shop that somebody only wrote down at the door opens nothing, nor does a line of the list that another address
    chose there. While a network has no members, whoever comes to its meetings is one of the circle.
    """
    event = meeting.event
    rows = with_addresses(Attendance.objects.filter(meeting=meeting))
    reached = [(row, email.lower()) for row in rows for email, _language in of_row(row, event.language)]
    found = {email for _row, email in reached} | set(asked)
    circle, came = of_body(event, reached) if event.kind == Kind.BODY else of_network(event, reached, found)
    came |= {email for row, email in reached if stood_for_one(event, row, email)}
    inside = roles_held(event, *inside_at(is_confidential=event.is_confidential))
    return {
        email
        for email in found
        if reads_closed(
            event.kind,
            is_inside=email in inside,
            is_member=email in circle,
            is_in_body=email in circle,
            came_for_one=email in came,
        )
    }


def of_body(event: Event, reached: Reached) -> tuple[set[str], set[str]]:
    """The addresses of its members, and those by which they are on the list."""
    body = body_at(event)
    came = {
        email
        for row, email in reached
        if email in addresses_on_list(row) and as_what_in(body, of_attendance(row), None) == As.BODY
    }
    return set(body.languages), came


def of_network(event: Event, reached: Reached, asked: Collection[str]) -> tuple[set[str], set[str]]:
    """The addresses of its members and its board, and those by which somebody is on the list for a member."""
    members = members_of(event)
    known = set(members.values_list("pk", flat=True))
    if not known:
        return set(asked), set()
    came = {email for row, email in reached if row.organisation_id in known and came_for_member(row, email)}
    of_members = reached_by(asked, members, event.district, on=timezone.localdate(event.starts_at))
    return {email for _member, email in of_members} | roles_held(event, BOARD), came


def came_for_member(row: Attendance, email: str) -> bool:
    """Of a line with a member. Who is invited as a guest comes for nobody, and whoever chose the line at the door only
    said that it is theirs.
    """
    is_only_said = row.person is not None and row.person.email.lower() == email and email not in addresses_on_list(row)
    return not is_only_said and not as_what(of_attendance(row))


def roles_held(event: Event, *names: str) -> set[str]:
    """The addresses of who holds one of these roles on the day of the meeting."""
    held = Role.objects.held_on(timezone.localdate(event.starts_at)).filter(district=event.district_id, name__in=names)
    return {email.lower() for email in held.values_list("person__email", flat=True)}


def tasks_to_tell(meeting: Meeting, circle: Collection[str] | None = None) -> list[TakenOn]:
    """What was taken on there, with the addresses that hear of it: of a closed item those for whom the closed part is.

    A member that was given a task reads it at the address of its entry. circle: what `readers_of_closed` says, where it
    was asked already.
    """
    taken_on = taken_on_at(meeting)
    if not any(each.task.item.is_closed for each in taken_on):
        return taken_on
    told = readers_of_closed(meeting) if circle is None else circle
    return [told_to(each, told) if each.task.item.is_closed else each for each in taken_on]


def told_to(taken: TakenOn, circle: Collection[str]) -> TakenOn:
    own = taken.task.organisation
    kept = {*circle, own.email.lower()} if own else set(circle)
    return replace(taken, reached_at={email: spoken for email, spoken in taken.reached_at.items() if email in kept})
