"""Minutes from draft to sent: approved as a version that stays, and mailed to those who may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.calendar.models import Event
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.senders import sender_of
from kiezkontor.meetings.access_minutes import SENT, SENT_OPEN, latest_of
from kiezkontor.meetings.actions.agenda import changed, locked_meeting
from kiezkontor.meetings.actions.minutes import end
from kiezkontor.meetings.content import minutes_content
from kiezkontor.meetings.guests import readers_of_closed, tasks_to_tell
from kiezkontor.meetings.models import Attendance, Meeting, MeetingTask, MinutesVersion
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.rules.minutes import Readers
from kiezkontor.meetings.taking_on import TakenOn, of_row, unreached_among
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.access_contacting import may_be_contacted, quiet_among
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address
from kiezkontor.voices.actions.deciding import move as move_voice

LINK_DAYS = 180


@dataclass(frozen=True)
class Told:
    """What becomes of an idea the meeting decided on, for whoever gave it. to: its new status."""

    voice_id: int
    to: str
    reason: str


@dataclass(frozen=True)
class Approved:
    """Minutes as they were sent. unreached: what was taken on of which no mail tells."""

    version: MinutesVersion
    unreached: Sequence[TakenOn]


@transaction.atomic
def approve_and_send(
    event: Event, *, readers: str, has_public: bool, told: Sequence[Told] = (), by: Viewer
) -> Approved:
    """Make a version of what is written and mail a link to all who may read it, with what each has taken on; to guests
    one to what is not for members alone.

    told: ideas that go on because of what was decided; of these alone whoever gave them hears.
    Refuses minutes that say the same as the version before, to the same readers.
    """
    end(event, by=by)
    meeting = locked_meeting(event)
    content, before = minutes_content(meeting), latest_of(event)
    if before and (before.content, before.readers, before.has_public) == (content, readers, has_public):
        raise ActionRefused(_("Nothing changed since version %(number)s.") % {"number": before.number})
    version = MinutesVersion.objects.create(
        meeting=meeting,
        number=before.number + 1 if before else 1,
        content=content,
        readers=readers,
        has_public=has_public,
        approved_at=timezone.now(),
        approved_by=by.person,
    )
    found = addresses(meeting, readers)
    circle = readers_of_closed(meeting, found)
    taken_on = tasks_to_tell(meeting, circle)
    for email, language in found.items():
        tasks = [taken.task for taken in taken_on if email in taken.reached_at]
        send(version, email, language, purpose=SENT if email in circle else SENT_OPEN, tasks=tasks)
    for taken in taken_on:
        if not taken.task.person_id and found.keys().isdisjoint(taken.reached_at):
            tell_of_task(taken, meeting.event)
    version.sent_to = len(found)
    version.save(update_fields=["sent_to"])
    changed(meeting, by=by, verb="meeting.minutes_approved", number=version.number, count=version.sent_to)
    for each in told:
        move_voice(each.voice_id, to=each.to, reason=each.reason, by=by)
    return Approved(version, unreached_among(taken_on))


def addresses(meeting: Meeting, readers: str) -> Mapping[str, str]:
    """Where minutes go, each address once, with its language."""
    there = addresses_there(meeting)
    if readers == Readers.BODY:
        return with_body(there, meeting.event)
    return with_members(there, meeting) if readers == Readers.MEMBERS else there


def addresses_there(meeting: Meeting) -> dict[str, str]:
    """Of those who were there."""
    there = Attendance.objects.filter(meeting=meeting, state__in=THERE)
    joined = there.select_related("answer", "invitation__organisation", "organisation", "person").order_by("pk")
    return {email.lower(): language for row in joined for email, language in of_row(row, meeting.event.language)}


def with_members(there: Mapping[str, str], meeting: Meeting) -> dict[str, str]:
    """These and all members that may be contacted."""
    members = members_on(timezone.localdate(), meeting.event.district)
    reached = [each.email.lower() for each in members if each.email and may_be_contacted(each)]
    return {**there, **{email: meeting.event.language for email in reached if email not in there}}


def with_body(there: Mapping[str, str], event: Event) -> dict[str, str]:
    """These and all who were members of the body on that day, without who wants no contact."""
    members = body_at(event).languages
    quiet = quiet_among(members, event.district)
    return {**{email: language for email, language in members.items() if email not in quiet}, **there}


def tell_of_task(taken_on: TakenOn, event: Event) -> None:
    """Who reads no minutes hears of their task alone, once; of the office it stands on the desk."""
    district = event.district
    for email, language in list(taken_on.reached_at.items())[:1]:
        with translation.override(language):
            words = {
                "event": event,
                "day": date_format(timezone.localtime(event.starts_at), "DATE_FORMAT"),
                "task": taken_on.task,
                "office": district.office_name or district.name,
                "phone": phone_as_printed(district.office_phone),
            }
            send_after_commit(
                email,
                "meetings/mail/task_subject.txt",
                "meetings/mail/task.txt",
                words,
                sender=sender_of(district, reply_to=event.contact or None),
                language=language,
                message_id=f"meeting-task-{taken_on.task.pk}-{email}",
            )


def send(version: MinutesVersion, email: str, language: str, *, purpose: str, tasks: Sequence[MeetingTask]) -> None:
    event = version.meeting.event
    district = event.district
    made = links.make_link(purpose, version.meeting_id, days=LINK_DAYS, scope_id=district.pk, email=email)
    with translation.override(language):
        words = {
            "event": event,
            "day": date_format(timezone.localtime(event.starts_at), "DATE_FORMAT"),
            "url": district_address(district.slug, "meetings:minutes_sent", made.token),
            "is_new": version.number == 1,
            "tasks": tasks,
        }
        send_after_commit(
            email,
            "meetings/mail/minutes_subject.txt",
            "meetings/mail/minutes.txt",
            words,
            sender=sender_of(district, reply_to=event.contact or None),
            language=language,
            message_id=f"minutes-{version.pk}-{email}",
        )
