from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, VISITOR, Scope, Viewer
from kiezkontor.calendar.access_bodies import meetings_of_bodies
from kiezkontor.calendar.models import (
    Answer,
    CalendarFeed,
    Event,
    EventFormat,
    EventGroup,
    Invitation,
    Kind,
    Reminder,
    Series,
    Slot,
)
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Audience, Channel
from kiezkontor.calendar.rules.slots import closes_at
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.models import District
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.access import looked_after_by
from kiezkontor.organisations.members import reads_as_member
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.prepared import Prepared

# Who makes and changes events; who may read what the office alone sees of them.
WRITERS = (COORDINATOR, EDITOR)
MOST_TOPICS = 100
# Purposes of personal links: to an invitation, and to an answer somebody gave without one.
INVITED, ANSWERED = "calendar.invited", "calendar.answered"
# Of the address somebody's own calendar reads; its subject is the person.
OWN_FEED = "calendar.own"


# Whether an event is for target groups in particular, within the one question for it.
NAMES_GROUPS = Exists(EventGroup.objects.filter(event=OuterRef("pk")))
PUBLIC_ONE = Prepared(
    lambda district, pk: (
        Event.objects.told()
        .filter(district=district, pk=pk, audience=Audience.PUBLIC)
        .annotate(names_groups=NAMES_GROUPS)
    )
)
SLOTS = Prepared(lambda event: Slot.objects.filter(event=event).order_by("starts_at", "pk"))


def may_write(viewer: Viewer, district: Scope) -> bool:
    return viewer.has_role(district, *WRITERS)


def may_lead(viewer: Viewer, event: Event) -> bool:
    """Whether somebody makes an event and reads who comes to it."""
    return may_write(viewer, event.district) and (
        not event.is_confidential or viewer.has_role(event.district, COORDINATOR)
    )


def led_by(viewer: Viewer, district: District) -> EventQuerySet:
    """The events somebody makes, in whatever stage; none for all others."""
    if not may_write(viewer, district):
        return Event.objects.none()
    found = Event.objects.filter(district=district)
    return found if viewer.has_role(district, COORDINATOR) else found.filter(is_confidential=False)


def knows_of_members(viewer: Viewer, district: District) -> bool:
    """Whether somebody sees what is for members alone."""
    return may_write(viewer, district) or reads_as_member(viewer, district)


def visible_to(viewer: Viewer, district: District) -> EventQuerySet:
    """Whoever makes events sees all; members and the board those for members; others public ones; nothing only planned.

    What is confidential is seen by who makes events as by members, unless they coordinate. Who is signed in sees what
    they are invited to in person or as a member of the body; others who are invited read that event behind their link,
    not in lists.
    """
    found = Event.objects.filter(district=district)
    if viewer.has_role(district, COORDINATOR):
        return found
    is_inside = not viewer.is_visitor and knows_of_members(viewer, district)
    audiences = {Audience.PUBLIC, Audience.MEMBERS} if is_inside else {Audience.PUBLIC}
    theirs = Q(audience__in=audiences)
    if viewer.person is not None:
        theirs |= invited_to(viewer.person, district)
    if not may_write(viewer, district):
        return found.told().filter(theirs)
    return found.filter(Q(is_confidential=False) | (theirs & ~Q(stage=stages.PLANNED)))


def invited_to(person: Person, district: District) -> Q:
    """The condition of being an event to which somebody is invited in person or as a member of a body."""
    to_address = Q(email__iexact=person.email) & ~Q(email="")
    in_person = Invitation.objects.filter(to_address | Q(person=person))
    with_body = meetings_of_bodies(person, district)
    return Q(pk__in=in_person.values("event")) | Q(pk__in=with_body.values("pk"))


def coming(district: District, *, now: datetime, most: int) -> list[Event]:
    """The next events everybody may know of that take place or may still do so; what goes on counts as coming."""
    found = visible_to(VISITOR, district).exclude(stage=stages.CANCELLED).filter(ends_at__gte=now)
    return list(found.order_by("starts_at", "pk")[:most])


def own_feed_links(viewer: Viewer, district: District) -> QuerySet[PersonalLink]:
    """The addresses of the viewer's own calendar that open something: one at most."""
    if viewer.person is None:
        return PersonalLink.objects.none()
    found = PersonalLink.objects.filter(purpose=OWN_FEED, subject_id=viewer.person.pk, scope_id=district.pk)
    return found.filter(withdrawn_at=None, used_at=None, expires_at__gt=timezone.now())


def viewer_behind(token: str, district: District) -> Viewer | None:
    """Whose own calendar it is, with the roles of today; None for a link that opens nothing."""
    link = links.opened_by(token, purposes=[OWN_FEED], scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        return None
    person = Person.objects.filter(pk=link.subject_id, is_active=True).first()
    return viewer_for(person, on=timezone.localdate()) if person else None


def own_events(viewer: Viewer, district: District) -> EventQuerySet:
    """What is told of to the viewer, and what they, a body or an organisation of theirs are invited to."""
    own = looked_after_by(viewer, district, on=timezone.localdate()) if not viewer.is_operator else []
    invited = Q(pk__in=Invitation.objects.filter(organisation__in=own).values("event"))
    if viewer.person is not None:
        invited |= invited_to(viewer.person, district)
    seen = visible_to(viewer, district).told().exclude(audience=Audience.INVITED).values("pk")
    return Event.objects.told().filter(Q(pk__in=seen) | invited, district=district)


def topics_among(found: EventQuerySet) -> list[str]:
    """The topics of these events by name; one statement."""
    return list(found.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()[:MOST_TOPICS])


def first_and_last_day(found: EventQuerySet) -> tuple[date, date] | None:
    """Of these events, in local time; None where there are none."""
    last = found.order_by("-ends_at").values("ends_at")[:1]
    for first_at, last_at in found.order_by("starts_at").values_list("starts_at", Subquery(last))[:1]:
        return timezone.localdate(first_at), timezone.localdate(last_at)
    return None


def seen_among(viewer: Viewer, district: District, pks: Iterable[int]) -> set[int]:
    """Those of these events whose page the viewer may open; one statement."""
    return set(visible_to(viewer, district).filter(pk__in=pks).values_list("pk", flat=True))


def answerable_or_404(viewer: Viewer, district: District, pk: int) -> Event:
    """An event the viewer sees, with no more than an answer needs: many come at once."""
    if not viewer.is_visitor:
        return get_object_or_404(visible_to(viewer, district).annotate(names_groups=NAMES_GROUPS), pk=pk)
    for event in PUBLIC_ONE(district=district.pk, pk=pk):
        return event
    raise Http404


def writable_or_404(viewer: Viewer, district: District, pk: int) -> Event:
    """For the pages of the office, whose gate has seen to the role."""
    return get_object_or_404(led_by(viewer, district).select_related("district", "host", "series"), pk=pk)


def stored_now(event: Event) -> Event:
    """An event as it is stored, for whoever was given the event itself."""
    return Event.objects.get(pk=event.pk)


def series_or_404(viewer: Viewer, district: District, pk: int) -> Series:
    found = Series.objects.filter(district=district) if may_write(viewer, district) else Series.objects.none()
    return get_object_or_404(found.select_related("district"), pk=pk)


def hosts_in_turn(series: Series) -> list[Organisation]:
    """Who hosts a series, whoever has the next of its events that nobody changed by hand first."""
    hosts = [each.organisation for each in series.hosts.select_related("organisation")]
    coming = Event.objects.filter(series=series, series_on__gt=timezone.localdate(), by_hand=False)
    coming = coming.filter(stage__in=[stages.PLANNED, stages.ANNOUNCED]).order_by("series_on", "pk")
    next_one = coming.values_list("host", flat=True).first()
    keys = [host.pk for host in hosts]
    start = keys.index(next_one) if next_one in keys else series.turns % max(len(hosts), 1)
    return [*hosts[start:], *hosts[:start]]


def series_of(viewer: Viewer, district: District) -> QuerySet[Series]:
    """Running ones first, each with `next_at`, the beginning of its next event."""
    found = Series.objects.filter(district=district) if may_write(viewer, district) else Series.objects.none()
    coming = Event.objects.taking_place().filter(series=OuterRef("pk"), starts_at__gte=timezone.now())
    next_at = Subquery(coming.order_by("starts_at").values("starts_at")[:1])
    return found.annotate(next_at=next_at).order_by(F("ended_at").asc(nulls_first=True), "title", "pk")


def events_of_series(viewer: Viewer, series: Series) -> QuerySet[Event]:
    return visible_to(viewer, series.district).filter(series=series).select_related("host")


def feeds_of(viewer: Viewer, district: District) -> QuerySet[CalendarFeed]:
    """Calendars from elsewhere, each with `coming`, how many of its events are to come."""
    found = (
        CalendarFeed.objects.filter(district=district) if may_write(viewer, district) else CalendarFeed.objects.none()
    )
    coming = Count("events", filter=Q(events__ends_at__gte=timezone.now()))
    return found.select_related("district").defer("waiting").annotate(coming=coming)


def feed_or_404(viewer: Viewer, district: District, pk: int) -> CalendarFeed:
    return get_object_or_404(feeds_of(viewer, district), pk=pk)


def events_of_feed(viewer: Viewer, feed: CalendarFeed) -> EventQuerySet:
    return visible_to(viewer, feed.district).filter(feed=feed, ends_at__gte=timezone.now())


def event_of_feed_or_404(viewer: Viewer, feed: CalendarFeed, pk: int) -> Event:
    return get_object_or_404(events_of_feed(viewer, feed), pk=pk)


def slots_of(event: Event) -> list[Slot]:
    """The times of an event in their order, also cancelled ones."""
    known = "slots" in vars(event).get("_prefetched_objects_cache", {})
    found: list[Slot] = list(event.slots.all()) if known else SLOTS(event=event.pk)
    for slot in found:
        slot.event = event
    return sorted(found, key=lambda slot: (slot.begins_at, slot.pk))


def timed_slots_among(found: EventQuerySet) -> dict[int, list[Slot]]:
    """Times with a beginning of their own by the key of their event, in their order; one statement."""
    by_event: dict[int, list[Slot]] = {}
    timed = Slot.objects.exclude(starts_at=None).filter(event__in=found.order_by().values("pk"))
    for slot in timed.order_by("starts_at", "pk"):
        by_event.setdefault(slot.event_id, []).append(slot)
    return by_event


def times_of(event: Event) -> list[Slot]:
    """Those that take place; an event has one at least."""
    return [slot for slot in slots_of(event) if slot.cancelled_at is None]


def open_times_of(event: Event) -> list[Slot]:
    """Those one may answer to now; none where the event takes no answers, or no more."""
    return open_among(slots_of(event), event) if event.takes_answers else []


def open_among(slots: Iterable[Slot], event: Event) -> list[Slot]:
    """As `open_times_of`, of times that are known."""
    if not event.takes_answers or event.stage != stages.ANNOUNCED:
        return []
    now = timezone.now()
    living = [slot for slot in slots if slot.cancelled_at is None]
    return [slot for slot in living if now <= closes_at(slot.begins_at, event.answers_until)]


def with_their_own(slots: list[Slot], answer: Answer) -> list[Slot]:
    """These times and the one somebody answered to, so that no other is meant in its place; in their order."""
    known = {slot.pk for slot in slots}
    found = slots if answer.slot_id in known else [*slots, answer.slot]
    return sorted(found, key=lambda slot: (slot.begins_at, slot.pk))


def slots_with_answers(event: Event) -> QuerySet[Slot]:
    """For who makes the event: its times, each with `told`, how many would hear what becomes of it, and `answered`."""
    hearing = Q(answers__reply__in=("yes", "maybe")) & ~Q(answers__email="")
    counted = Slot.objects.filter(event=event).select_related("event")
    return counted.annotate(answered=Count("answers"), told=Count("answers", filter=hearing))


def slot_or_404(event: Event, pk: int) -> Slot:
    return get_object_or_404(slots_with_answers(event), pk=pk)


def formats_of(viewer: Viewer, district: District) -> QuerySet[EventFormat]:
    """By name, for whoever makes events."""
    found = EventFormat.objects.filter(district=district).select_related("district")
    return found if may_write(viewer, district) else found.none()


def format_of_rounds(viewer: Viewer, district: District) -> EventFormat | None:
    """What a member meeting is planned from: the first format of rounds in use by name."""
    return formats_of(viewer, district).filter(kind=Kind.ROUND, is_planned=False).first()


def format_or_404(viewer: Viewer, district: District, pk: int) -> EventFormat:
    return get_object_or_404(formats_of(viewer, district), pk=pk)


def reminders_of(event: Event) -> list[Reminder]:
    """The earliest first, for whoever makes the event."""
    return list(Reminder.objects.filter(event=event))


def answers_to(viewer: Viewer, event: Event) -> QuerySet[Answer]:
    """All answers for who makes events, none for others: they hold names and what somebody needs."""
    found = Answer.objects.filter(slot__event=event).select_related("slot__event", "organisation", "invitation")
    return found if may_lead(viewer, event) else found.none()


def is_called_for_offer(answer: Answer, *, now: datetime) -> bool:
    """Whether a place is kept, at a time that takes place, for somebody who hears of it only if the office calls."""
    takes_place = answer.slot.cancelled_at is None and answer.slot.event.stage == stages.ANNOUNCED
    return takes_place and not answer.email and answer.offered_until is not None and answer.offered_until > now


def called_for_offers(viewer: Viewer, district: District, *, now: datetime) -> QuerySet[Answer]:
    """As `is_called_for_offer`, in all events the viewer makes; who has the least time first."""
    found = Answer.objects.filter(email="", offered_until__gt=now, slot__cancelled_at=None)
    found = found.filter(slot__event__in=led_by(viewer, district).taking_place())
    return found.select_related("slot__event").order_by("offered_until", "pk")


def answer_behind(link: PersonalLink) -> Answer | None:
    """The answer a personal link is for, with its event; None where there is none (yet).

    Whoever registered with an address that was invited reads no more of it once the invitation was answered elsewhere:
    it may be somebody else's address.
    """
    found = Answer.objects.select_related("slot__event__district", "invitation", "organisation")
    if link.purpose == ANSWERED:
        return found.filter(Q(invitation=None) | Q(channel=Channel.FORM), pk=link.subject_id).first()
    return found.filter(invitation=link.subject_id).first()


def invitation_behind(link: PersonalLink) -> Invitation | None:
    if link.purpose != INVITED:
        return None
    found = Invitation.objects.select_related("event__district", "event__host", "organisation")
    return found.filter(pk=link.subject_id).first()


def address_of(invitation: Invitation) -> str:
    """Where an invitation goes by mail; "" where nobody's address is known."""
    return invitation.email or (invitation.organisation.email if invitation.organisation else "")
