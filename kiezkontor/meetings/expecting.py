"""Who is expected at a meeting and who is there, as one list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.rules.kinds import Kind, Reply
from kiezkontor.meetings.models import Attendance, CourseDay
from kiezkontor.meetings.rules.attending import THERE, same_name
from kiezkontor.meetings.rules.namesakes import Known, is_same, may_be_same
from kiezkontor.organisations.models import Organisation

ANSWER, INVITATION, ATTENDANCE = "answer", "invitation", "attendance"


@dataclass(frozen=True)
class Guest:
    """One line of the list. key: names it in a form; reply: what they answered, "" where they did not.

    told_apart_by: for the office alone, the address of whoever is not the only one of their name.
    """

    key: str
    name: str
    organisation: Organisation | None = None
    of_what: str = ""
    reply: str = ""
    answer: Answer | None = None
    invitation: Invitation | None = None
    attendance: Attendance | None = None
    told_apart_by: str = ""

    @property
    def state(self) -> str:
        return self.attendance.state if self.attendance else ""

    @property
    def may_vote(self) -> bool:
        return self.attendance is not None and self.attendance.may_vote

    @property
    def says_where_from(self) -> str:
        """The organisation, unless it is the name itself."""
        where = str(self.organisation) if self.organisation else self.of_what
        return "" if where == self.name else where

    @property
    def is_there(self) -> bool:
        return self.state in THERE


def guests_of(event: Event) -> list[Guest]:
    """Everybody once: who is noted, who answered, who was invited and has not answered.

    People of one name are lines of their own, unless they have an address or an entry in common. One who is noted, one
    answer and one invitation of a name are one person where nothing tells them apart, as whoever is invited may answer
    on the website and write their name at the door.
    """
    found_by = ("answer__organisation", "answer__invitation__organisation", "invitation__organisation")
    noted = list(Attendance.objects.filter(meeting__event=event).select_related("organisation", "person", *found_by))
    signed_up = to_sign_up(event)
    answers = Answer.objects.filter(slot__event=signed_up).exclude(name="")
    invitations = Invitation.objects.filter(event=signed_up, answer=None).exclude(name="", organisation=None)
    by_answer = {each.answer_id for each in noted}
    by_invitation = {each.invitation_id for each in noted}
    found = [of_attendance(each) for each in noted]
    answers = answers.select_related("organisation", "invitation__organisation")
    found += [of_answer(each) for each in answers if each.pk not in by_answer]
    invitations = invitations.select_related("organisation")
    found += [of_invitation(each) for each in invitations if each.pk not in by_invitation]
    return sorted(told_apart(found), key=lambda guest: (same_name(guest.name), guest.key))


@dataclass
class Line:
    """Somebody as they are gathered. ways: by which they are on the list: each way leads to one of a name."""

    guest: Guest
    known: Known
    ways: set[str]

    def is_of(self, guest: Guest, known: Known) -> bool:
        if guest.attendance:
            return False
        return is_same(self.known, known) or (may_be_same(self.known, known) and self.ways.isdisjoint(ways_of(guest)))


def told_apart(guests: Iterable[Guest]) -> list[Guest]:
    """Each person once, by what comes first. guests: those who are noted first, for each of them is somebody else."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for guest in guests:
        known = known_of(guest)
        same = lines[known.name]
        if line := next((each for each in same if each.is_of(guest, known)), None):
            line.known = line.known.joined(known)
            line.ways |= ways_of(guest)
        else:
            same.append(Line(guest, known, ways_of(guest)))
    return [
        replace(each.guest, told_apart_by=min(each.known.addresses, default="")) if len(same) > 1 else each.guest
        for same in lines.values()
        for each in same
    ]


def known_of(guest: Guest) -> Known:
    """As what somebody is invited is not where they come from, although their line shows it there."""
    answer, noted = guest.answer, guest.attendance
    invitation = guest.invitation or (answer.invitation if answer else None)
    emails = [each.email for each in (answer, invitation, noted and noted.person) if each]
    organisations = [guest.organisation, answer and answer.organisation, invitation and invitation.organisation]
    entries = [*(str(each) for each in organisations if each), *([] if invitation else [guest.of_what])]
    return Known.of(guest.name, addresses=emails, entries=entries)


def ways_of(guest: Guest) -> set[str]:
    ways = {ATTENDANCE: guest.attendance, ANSWER: guest.answer, INVITATION: guest.invitation}
    return {name for name, found in ways.items() if found}


def to_sign_up(event: Event) -> int:
    """The key of the event to which people signed up: of a further day of a course its first."""
    if event.kind != Kind.COURSE:
        return event.pk
    first = CourseDay.objects.filter(event=event).values_list("course__event_id", flat=True).first()
    return first or event.pk


def of_attendance(noted: Attendance) -> Guest:
    return Guest(
        key=f"{ATTENDANCE}-{noted.pk}",
        name=noted.name,
        organisation=noted.organisation,
        of_what=noted.of_what,
        reply=noted.answer.reply if noted.answer else "",
        answer=noted.answer,
        invitation=noted.invitation,
        attendance=noted,
    )


def of_answer(answer: Answer) -> Guest:
    return Guest(
        key=f"{ANSWER}-{answer.pk}",
        name=answer.name,
        organisation=answer.organisation,
        reply=answer.reply,
        answer=answer,
        invitation=answer.invitation,
    )


def of_invitation(invitation: Invitation) -> Guest:
    return Guest(
        key=f"{INVITATION}-{invitation.pk}",
        name=str(invitation),
        organisation=invitation.organisation,
        of_what=invitation.get_as_what_display(),
        invitation=invitation,
    )


def who_comes(guests: Iterable[Guest]) -> list[Guest]:
    """Those who said that they come and are not noted yet: they choose their name at the door."""
    return [guest for guest in guests if guest.reply == Reply.YES and not guest.attendance]
