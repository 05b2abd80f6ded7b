"""Who is expected at a meeting and who is there, as one list."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.rules.kinds import Kind, Reply
from kiezkontor.meetings.models import Attendance, CourseDay
from kiezkontor.meetings.rules.attending import THERE, same_name
from kiezkontor.organisations.models import Organisation

ANSWER, INVITATION, ATTENDANCE = "answer", "invitation", "attendance"


@dataclass(frozen=True)
class Guest:
    """One line of the list. key: names it in a form; reply: what they answered, "" where they did not."""

    key: str
    name: str
    organisation: Organisation | None = None
    of_what: str = ""
    reply: str = ""
    answer: Answer | None = None
    invitation: Invitation | None = None
    attendance: Attendance | None = None

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
    """Everybody once, by name: who is noted, who answered, who was invited and has not answered."""
    noted = list(Attendance.objects.filter(meeting__event=event).select_related("organisation", "answer", "invitation"))
    signed_up = to_sign_up(event)
    answers = Answer.objects.filter(slot__event=signed_up).exclude(name="").select_related("organisation", "invitation")
    invitations = Invitation.objects.filter(event=signed_up, answer=None).exclude(name="", organisation=None)
    known = {same_name(each.name) for each in noted}
    by_answer = {each.answer_id for each in noted}
    by_invitation = {each.invitation_id for each in noted}
    found = [of_attendance(each) for each in noted]
    found += [of_answer(each) for each in answers if each.pk not in by_answer and once(each.name, known)]
    found += [
        of_invitation(each)
        for each in invitations.select_related("organisation")
        if each.pk not in by_invitation and once(str(each), known)
    ]
    return sorted(found, key=lambda guest: (same_name(guest.name), guest.key))


def to_sign_up(event: Event) -> int:
    """The key of the event to which people signed up: of a further day of a course its first."""
    if event.kind != Kind.COURSE:
        return event.pk
    first = CourseDay.objects.filter(event=event).values_list("course__event_id", flat=True).first()
    return first or event.pk


def once(name: str, known: set[str]) -> bool:
    key = same_name(name)
    is_new = key not in known
    known.add(key)
    return is_new


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
