"""Who is there: noted by the office with one touch, or by whoever comes."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Event
from kiezkontor.meetings.actions.agenda import changed, locked_meeting
from kiezkontor.meetings.actions.swapping import take_back
from kiezkontor.meetings.entitling import cast_in_open_ballots, votes
from kiezkontor.meetings.expecting import Guest, guests_of, known_of, who_comes
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.attending import THERE, State, is_open, same_name
from kiezkontor.meetings.rules.namesakes import Known, nearest
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

NOTED, CHECKED_IN, FREED = "attendance.noted", "attendance.checked_in", "attendance.phone_freed"
VOTES, NO_VOTE = "attendance.vote_given", "attendance.vote_taken"
# Nobody fills a list from the street.
MOST_OF_THEMSELVES = 500


@transaction.atomic
def mark(event: Event, key: str, *, state: str, by: Viewer) -> Attendance | None:
    """Note of somebody on the list whether they are there; "" takes it back, and who is not on it is left alone."""
    meeting = locked_meeting(event)
    guest = next((each for each in guests_of(event) if each.key == key), None)
    if guest is None:
        return None
    if not state:
        if guest.attendance:
            refuse_if_voted(guest.attendance)
            refuse_if_represented(guest.attendance)
            guest.attendance.delete()
            changed(meeting, by=by, verb=NOTED)
        return None
    return keep(meeting, guest, state=state, how=Attendance.How.LIST, verb=NOTED, by=by)


@transaction.atomic
def add_person(
    event: Event,
    *,
    name: str,
    of_what: str = "",
    organisation: Organisation | None = None,
    stands_for: str = "",
    is_another: bool = False,
    by: Viewer,
) -> Attendance:
    """Note somebody who came without having said so; stands_for: the key of who is represented, who is excused.

    Who is known by that name already is marked as there, and not counted a second time, unless something tells both
    apart, or is_another says so.
    """
    meeting, chosen = locked_meeting(event), organisation
    guests = guests_of(event)
    represented = next((each for each in guests if each.key == stands_for), None) if stands_for else None
    if represented and not is_another and same_name(represented.name) == same_name(name):
        raise ActionRefused(_("Nobody stands for themselves. Please choose somebody else."), field="stands_for")
    excused = None
    if represented:
        excused = keep(meeting, represented, state=State.EXCUSED, how=Attendance.How.LIST, verb=NOTED, by=by)
        organisation = organisation or represented.organisation
    known = None if is_another else for_member(known_as(guests, name, of_what), chosen)
    guest = known or Guest(key="", name=name, organisation=organisation, of_what=of_what)
    state = State.DEPUTY if represented else State.PRESENT
    row = keep(meeting, guest, state=state, represents=excused, how=Attendance.How.LIST, verb=NOTED, by=by)
    if excused:
        take_over(row, excused)
    return row


def for_member(known: Guest | None, chosen: Organisation | None) -> Guest | None:
    """Who is expected comes for the chosen member; refuses where they are on the list otherwise."""
    if known is None or chosen is None or known.organisation == chosen:
        return known
    if known.organisation is None and known.attendance is None:
        return replace(known, organisation=chosen)
    sentence = _(
        "“%(name)s” is on the list already, but not for the member you chose. Please leave the member empty, or say "
        "below that this is somebody else of the same name."
    )
    raise ActionRefused(sentence % {"name": known.name}, field="organisation")


def take_over(deputy: Attendance, excused: Attendance) -> None:
    """The vote of whom somebody stands for goes with them, unless another deputy has it already.

    Who votes anyway keeps their own vote, and has no second one.
    """
    others = deputies_of(excused).filter(may_vote=True, own_vote=False).exclude(pk=deputy.pk)
    deputy.may_vote = deputy.own_vote or (excused.may_vote and not others.exists())
    deputy.save(update_fields=["may_vote"])


def give_back(row: Attendance) -> None:
    """Who comes after all votes themselves; deputies keep what they would have anyway."""
    deputies_of(row).update(may_vote=F("own_vote"))


def refuse_if_voted(row: Attendance) -> None:
    """Nobody whose vote counts in an open ballot leaves the list, or stops standing for whom they voted."""
    if cast_in_open_ballots(row.meeting).counts_for(row):
        sentence = _("A vote of %(name)s counts in a ballot that is open. Please close it first; nothing was changed.")
        raise ActionRefused(sentence % {"name": row.name})


def refuse_if_represented(row: Attendance) -> None:
    """Nobody leaves the list in whose place somebody came: with them it would be forgotten whose vote that is."""
    if deputy := deputies_of(row).first():
        sentence = _("%(deputy)s came in the place of %(name)s. Please change that first; nothing was changed.")
        raise ActionRefused(sentence % {"deputy": deputy.name, "name": row.name})


def deputies_of(row: Attendance) -> QuerySet[Attendance]:
    return Attendance.objects.filter(represents=row.pk)


@transaction.atomic
def check_in(event: Event, *, key: str, name: str, of_what: str, by: Viewer, here: Collection[int] = ()) -> Attendance:
    """Somebody says at the door that they are there: by their name on the list, or by writing it.

    here: for whom this telephone speaks already. Whoever knows a name could say it, so the first telephone is taken for
    the person, and the office lets another one. Refuses a second telephone, outside of the meeting's hours or after
    its end, and a list that is full.
    """
    now = timezone.now()
    meeting = locked_meeting(event)
    if not is_open(event.starts_at, event.ends_at, now=now):
        raise ActionRefused(_("One can only check in on the day of the meeting. Nothing was noted."))
    if meeting.ended_at is not None:
        raise ActionRefused(_("The meeting is over. Nothing was noted; the office can still put you on the list."))
    if Attendance.objects.filter(meeting=meeting, how=Attendance.How.SELF).count() >= MOST_OF_THEMSELVES:
        raise ActionRefused(_("The list is full. Please tell somebody of the office that you are here."))
    guests = guests_of(event)
    chosen = next((each for each in who_comes(guests) if each.key == key), None) if key else None
    if chosen is None and not name.strip():
        raise ActionRefused(_("Please choose your name or write it."), field="name")
    guest = (
        chosen
        or known_as(guests, name, of_what, by.person, here)
        or Guest(key="", name=name.strip(), of_what=of_what.strip())
    )
    row = guest.attendance if guest.is_there else None
    row = row or keep(meeting, guest, state=State.PRESENT, how=Attendance.How.SELF, verb=CHECKED_IN, by=by)
    take_phone(row, here, by)
    return row


def take_phone(row: Attendance, here: Collection[int], by: Viewer) -> None:
    """Let the telephone that asks speak for somebody: the first one may, and their own account."""
    if row.on_phone_since is None:
        row.on_phone_since = timezone.now()
        row.save(update_fields=["on_phone_since"])
    elif row.pk not in here and (by.person is None or row.person_id != by.person.pk):
        raise ActionRefused(
            _(
                "Somebody has checked in by this name with another telephone. Was it you? Then the office lets this "
                "one speak for you. Do you only share the name? Then please add something to it, such as your shop."
            ),
            field="name",
        )


@transaction.atomic
def free_phone(row: Attendance, *, by: Viewer) -> None:
    """Let another telephone check in as somebody; the one before speaks for nobody any more, and what it gave goes."""
    meeting = locked_meeting(row.meeting.event)
    take_back(row, by=by)
    Attendance.objects.filter(pk=row.pk).update(on_phone_since=None)
    changed(meeting, by=by, verb=FREED)


@transaction.atomic
def let_vote(row: Attendance, *, may_vote: bool, by: Viewer) -> None:
    """Say of somebody on the list whether they vote at this meeting. Papers that were used stay used."""
    meeting = locked_meeting(row.meeting.event)
    own = F("own_vote") if row.state == State.DEPUTY else may_vote
    if Attendance.objects.filter(pk=row.pk).exclude(may_vote=may_vote).update(may_vote=may_vote, own_vote=own):
        changed(meeting, by=by, verb=VOTES if may_vote else NO_VOTE, person=row.name)


def known_as(
    guests: list[Guest], name: str, of_what: str, person: Person | None = None, here: Collection[int] = ()
) -> Guest | None:
    """Who on the list gives this name: of several whom the telephone speaks for, then who has yet to come."""
    known = Known.of(name, addresses=[person.email] if person else (), entries=[of_what])

    def is_first(guest: Guest) -> tuple[bool, bool]:
        return guest.attendance is None or guest.attendance.pk not in here, guest.is_there

    those = sorted(guests, key=is_first)
    place = nearest(known, [known_of(each) for each in those])
    return None if place is None else those[place]


def keep(
    meeting: Meeting,
    guest: Guest,
    *,
    state: str,
    how: str,
    verb: str,
    by: Viewer,
    represents: Attendance | None = None,
) -> Attendance:
    person = by.person if how == Attendance.How.SELF else None
    row = guest.attendance or newly_noted(meeting, guest, state, person)
    if row.pk and (row.state, row.represents_id) == (state, represents and represents.pk):
        return row
    if row.pk and row.state == State.DEPUTY:
        give_up(row)
    row.state, row.how, row.at = state, how, timezone.now()
    row.represents, row.stood_for = represents, represents.name if represents else ""
    if state in THERE and person:
        row.person = person
    row.save()
    if state == State.PRESENT:
        give_back(row)
    changed(meeting, by=by, verb=verb)
    return row


def give_up(deputy: Attendance) -> None:
    """The vote that was passed on stays behind when they stand for somebody else or for nobody."""
    if not deputy.own_vote:
        refuse_if_voted(deputy)
    deputy.may_vote = deputy.own_vote


def newly_noted(meeting: Meeting, guest: Guest, state: str, person: Person | None) -> Attendance:
    """Who comes as a deputy alone has no vote of their own."""
    is_expected = guest.answer is not None or guest.invitation is not None
    own_vote = (is_expected or state != State.DEPUTY) and votes(meeting.event, guest, person)
    name_key = same_name(guest.name)[:120]
    namesakes = Attendance.objects.filter(meeting=meeting, name_key=name_key)
    last = namesakes.aggregate(last=Max("namesake"))["last"]
    return Attendance(
        may_vote=own_vote,
        own_vote=own_vote,
        meeting=meeting,
        name=guest.name.strip()[:120],
        name_key=name_key,
        namesake=0 if last is None else last + 1,
        organisation=guest.organisation,
        of_what=guest.of_what[:120],
        answer=guest.answer,
        invitation=guest.invitation,
    )
