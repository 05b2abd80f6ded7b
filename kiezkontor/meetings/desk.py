"""What waits on the desk of the office, and what tasks of this area are about."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar import access as calendar
from kiezkontor.calendar import access_inviting
from kiezkontor.calendar.models import Answer, Body, BodyMember, Event
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.meetings.access_minutes import unsent_for
from kiezkontor.meetings.models import AgendaItem

SENT_WITHIN = timedelta(days=14)
# Each with its own line; of more there is one.
SINGLY = 5
TABLE = AgendaItem._meta.label_lower


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """Minutes nobody has sent two weeks after the meeting, seats of bodies whose term is over, and whoever has to be
    called because a place is kept for them.
    """
    held = unsent_for(viewer, district, held_before=timezone.now() - SENT_WITHIN)
    ended = access_inviting.ended_terms(viewer, district, on=on)
    called = calendar.called_for_offers(viewer, district, now=timezone.now())
    # Mostly there is none of them, which one statement tells.
    known = District.objects.values_list(Exists(held), Exists(ended), Exists(called))
    is_unsent, is_ended, is_called = known.get(pk=district.pk)
    if is_called:
        yield from calls_for_offers(called)
    if is_unsent:
        yield from unsent_minutes(list(held))
    if is_ended:
        yield from ended_terms(ended)


def unsent_minutes(found: Sequence[Event]) -> Iterable[Due]:
    """Each meeting by its name, of many the one longest ago."""
    if len(found) > SINGLY:
        names = {"count": len(found), "event": found[0], "day": day_of(found[0])}
        sentence = (
            _("The minutes of %(count)d meetings are not sent yet, first those of “%(event)s” of %(day)s") % names
        )
        yield unsent(sentence, found[0])
        return
    for event in found:
        names = {"event": event, "day": day_of(event)}
        yield unsent(_("The minutes of “%(event)s” of %(day)s are not sent yet") % names, event)


def ended_terms(members: Iterable[BodyMember]) -> Iterable[Due]:
    """Bodies in which somebody's term is over, each with one line."""
    ended: dict[Body, list[BodyMember]] = {}
    for member in members:
        ended.setdefault(member.body, []).append(member)
    for body, those in ended.items():
        sentence = ngettext(
            "In “%(body)s” the term of %(count)d member has ended: who sits there now?",
            "In “%(body)s” the terms of %(count)d members have ended: who sits there now?",
            len(those),
        )
        url = reverse("calendar:office_body", args=[body.pk])
        yield Due(sentence % {"body": body, "count": len(those)}, url, "people", those[0].term_until)


def calls_for_offers(answers: Iterable[Answer]) -> Iterable[Due]:
    """Events in which a place is kept for somebody without an e-mail address, each with one line."""
    by_event: dict[Event, list[Answer]] = {}
    for answer in answers:
        by_event.setdefault(answer.slot.event, []).append(answer)
    for event, those in by_event.items():
        until = timezone.localtime(those[0].offered_until)
        names = {"event": event, "until": date_format(until, "DATETIME_FORMAT")}
        names["names"] = ", ".join(each.name for each in those)
        sentence = _("A place at “%(event)s” is kept until %(until)s. Please call: %(names)s.") % names
        yield Due(sentence, reverse("calendar:office_event", args=[event.pk]), "phone", until.date())


def unsent(sentence: str, event: Event) -> Due:
    due_on = timezone.localdate(event.ends_at + SENT_WITHIN)
    return Due(sentence, reverse("meetings:live", args=[event.pk]), "edit", due_on)


def day_of(event: Event) -> str:
    return date_format(timezone.localtime(event.starts_at), "DATE_FORMAT")


def items_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    """Items with their meeting and, where a member took the task on, whose it is; for those who read all minutes."""
    found = AgendaItem.objects.filter(meeting__event__in=calendar.led_by(viewer, district), pk__in=ids)
    found = found.select_related("meeting__event").prefetch_related("tasks")
    return {item.pk: about(item) for item in found}


def about(item: AgendaItem) -> About:
    event = item.meeting.event
    owners = ", ".join(sorted({task.owner for task in item.tasks.all() if task.owner and not task.person_id}))
    words = {"event": event, "item": item, "owners": owners}
    name = _("%(event)s: %(item)s (%(owners)s)") % words if owners else _("%(event)s: %(item)s") % words
    return About(name, reverse("meetings:agenda", args=[event.pk]))
