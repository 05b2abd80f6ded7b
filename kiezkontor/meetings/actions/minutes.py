"""What is written down while a meeting goes on, item by item."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Event
from kiezkontor.meetings.actions import balloting, boards
from kiezkontor.meetings.actions.agenda import changed, locked_meeting, tell_followers
from kiezkontor.meetings.entitling import quorum_of_body
from kiezkontor.meetings.models import AgendaItem, Attendance, Ballot, CapturedVoice, Decision, Interest, Meeting
from kiezkontor.meetings.rules import deciding
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.rules.writing import Fate, fate_of
from kiezkontor.meetings.taking_on import of_row
from kiezkontor.organisations.models import Steward
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices.actions import giving
from kiezkontor.voices.actions.deciding import carry_over

LONGEST = 20_000
WRITTEN = "minutes.written"
# Texts are saved while they are typed; the log says once in so long that somebody writes.
SAID_ONCE_IN = timedelta(minutes=15)


@dataclass(frozen=True)
class Written:
    """item: as it stands now; of a conflict with the text of somebody else."""

    item: AgendaItem
    fate: Fate


def wrote_lately(meeting: Meeting, by: Viewer) -> bool:
    """Whether the log has said so within `SAID_ONCE_IN`."""
    said = AuditEntry.objects.filter(subject_type=Meeting._meta.label_lower, subject_id=meeting.pk, verb=WRITTEN)
    return said.filter(actor=by.person, at__gt=timezone.now() - SAID_ONCE_IN).exists()


@dataclass(frozen=True)
class Votes:
    """None each where nobody counted."""

    yes: int | None = None
    no: int | None = None
    abstained: int | None = None

    @property
    def are_counted(self) -> bool:
        return any(each is not None for each in (self.yes, self.no, self.abstained))


@transaction.atomic
def write(item: AgendaItem, *, text: str, version: int, by: Viewer) -> Written:
    """Store what was said at an item, unless somebody else wrote meanwhile: then nothing is changed."""
    meeting = locked_meeting(item.meeting.event)
    item = meeting.items.select_related("meeting__event").get(pk=item.pk)
    text = text.replace("\r\n", "\n")[:LONGEST]
    fate = fate_of(text, version, stored=item.minutes, stored_version=item.version)
    if fate == "kept":
        item.minutes, item.version = text, item.version + 1
        item.save(update_fields=["minutes", "version"])
        if wrote_lately(meeting, by):
            tell_followers(meeting)
        else:
            changed(meeting, by=by, verb=WRITTEN)
    return Written(item, fate)


@transaction.atomic
def be_at(item: AgendaItem, *, by: Viewer) -> None:
    """Say which item the meeting is at, for everybody who follows."""
    meeting = with_own_quorum(locked_meeting(item.meeting.event), by=by)
    if meeting.now_at_id != item.pk:
        Meeting.objects.filter(pk=meeting.pk).update(now_at=item)
        changed(meeting, by=by, verb="minutes.went_on")


@transaction.atomic
def settle(item: AgendaItem, *, goes_on: bool, by: Viewer) -> None:
    """Say whether an item comes up again in the next meeting."""
    meeting = locked_meeting(item.meeting.event)
    if meeting.items.filter(pk=item.pk).exclude(goes_on=goes_on).update(goes_on=goes_on):
        changed(meeting, by=by, verb="minutes.went_on")


@transaction.atomic
def declare_interest(item: AgendaItem, attendance_pk: int, *, by: Viewer) -> None:
    """Somebody who is there does not vote on an item. Refused once it is decided, for the count would not hold."""
    meeting = locked_meeting(item.meeting.event)
    if item.decisions.exists():
        raise ActionRefused(_("This item is decided already; the votes were counted without it."))
    there = Attendance.objects.filter(meeting=meeting, pk=attendance_pk, state__in=THERE).first()
    if there is None:
        raise ActionRefused(_("Only who is there can have an interest noted."), field="attendance")
    _row, is_new = Interest.objects.get_or_create(item=item, attendance=there, defaults={"noted_at": timezone.now()})
    if is_new:
        changed(meeting, by=by, verb="minutes.interest_declared", person=there.name, item=item.title)


def counted(item: AgendaItem) -> tuple[int, int]:
    """How many may vote on an item, and how many of those who vote else may not because of an own interest."""
    there = Attendance.objects.filter(meeting=item.meeting_id, state__in=THERE, may_vote=True)
    excluded = there.filter(interests__item=item).count()
    return deciding.entitled(there.count(), excluded), excluded


@transaction.atomic
def decide(item: AgendaItem, *, wording: str, votes: Votes, by: Viewer) -> Decision:
    """Note what was decided; refuses votes that cannot be."""
    meeting = with_own_quorum(locked_meeting(item.meeting.event), by=by)
    entitled, excluded = counted(item)
    yes, no, abstained = (each or 0 for each in (votes.yes, votes.no, votes.abstained))
    if votes.are_counted:
        refuse(deciding.trouble_with(yes, no, abstained, entitled=entitled), entitled)
        found = deciding.outcome(yes, no, entitled=entitled, quorum=meeting.quorum)
    else:
        found = deciding.agreed(entitled=entitled, quorum=meeting.quorum)
    made = Decision.objects.create(
        item=item,
        wording=wording.strip(),
        yes=yes if votes.are_counted else None,
        no=no if votes.are_counted else None,
        abstained=abstained if votes.are_counted else None,
        entitled=entitled,
        excluded=excluded,
        quorum=meeting.quorum,
        has_quorum=found.has_quorum,
        is_adopted=found.is_adopted,
        made_at=timezone.now(),
        made_by=by.person,
    )
    changed(meeting, by=by, verb="minutes.decided", wording=made.wording[:200], excluded=excluded)
    return made


def refuse(trouble: deciding.Trouble | None, entitled: int) -> None:
    if trouble == deciding.Trouble.TOO_MANY:
        raise ActionRefused(
            _("These are more votes than people who may vote (%(count)s). Please note first who is there.")
            % {"count": entitled},
            field="yes",
        )
    if trouble == deciding.Trouble.NOBODY:
        raise ActionRefused(_("Nobody voted. Leave the votes empty where nobody spoke against it."), field="yes")


@transaction.atomic
def capture(item: AgendaItem, *, kind: str, words: str, author: Attendance | None = None, by: Viewer) -> CapturedVoice:
    """Keep an idea or a hint that came up; it is looked at like every other.

    author: whose it is, of those who are there; they hear how it goes on as every author does.
    """
    meeting = locked_meeting(item.meeting.event)
    given = giving.Given(kind=kind, words=words, topic=None)
    said_by = author_of(author, meeting.event) if author else {}
    voice = giving.give_at_a_meeting(given, meeting.event.district, **said_by, by=by)
    made = CapturedVoice.objects.create(item=item, voice=voice)
    changed(meeting, by=by, verb="minutes.idea_kept")
    return made


def author_of(row: Attendance, event: Event) -> dict[str, Any]:
    """As who somebody who is there gives something: for the entry they look after, else by name and address."""
    if row.person and row.organisation:
        held = Steward.objects.valid_on(timezone.localdate())
        if held.filter(person=row.person, organisation=row.organisation).exists():
            return {"person": row.person, "organisation": row.organisation}
    email, language = next(iter(of_row(row, event.language)), ("", event.language))
    return {"name": row.name, "email": email, "language": language}


def with_own_quorum(meeting: Meeting, *, by: Viewer) -> Meeting:
    """A locked meeting with the number its body asks for, unless the office has said one or that there is none."""
    if meeting.quorum is None and (own := quorum_of_body(meeting.event)) is not None:
        set_quorum(meeting.event, quorum=own, by=by)
        meeting.quorum = own
    return meeting


@transaction.atomic
def set_quorum(event: Event, *, quorum: int | None, by: Viewer) -> None:
    """quorum: None for no number; where the body asks for one that is kept as 0."""
    meeting = locked_meeting(event)
    if quorum is None and quorum_of_body(event) is not None:
        quorum = 0
    if meeting.quorum != quorum:
        Meeting.objects.filter(pk=meeting.pk).update(quorum=quorum)
        changed(meeting, by=by, verb="minutes.quorum_set", quorum=quorum or 0)


@transaction.atomic
def end(event: Event, *, by: Viewer) -> Meeting:
    """The meeting is over: ballots and boards are closed, what was talked about and not settled is carried over.

    Pressed twice, the first stands.
    """
    meeting = locked_meeting(event)
    if meeting.ended_at is None:
        meeting.ended_at = timezone.now()
        meeting.save(update_fields=["ended_at"])
        balloting.close_all(Ballot.objects.filter(item__meeting=meeting), by=by)
        boards.close_all(meeting)
        unsettled = meeting.items.filter(goes_on=True).exclude(voice=None)
        carry_over(event.district, [pk for pk in unsettled.values_list("voice", flat=True) if pk], by=by)
        changed(meeting, by=by, verb="minutes.ended")
    return meeting
