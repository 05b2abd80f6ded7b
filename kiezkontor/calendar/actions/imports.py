"""Calendars from elsewhere: added, taken over, read again each hour, removed."""

import hashlib
import logging
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar import finding
from kiezkontor.calendar.following import Taking, read, taking
from kiezkontor.calendar.models import CalendarFeed, Event, Slot
from kiezkontor.calendar.models.feeds import Trouble
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.foreign import Foreign
from kiezkontor.districts.models import District
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fetching import Fetched, NotFetched, fetch

logger = logging.getLogger(__name__)
MOST_FEEDS = 20


def fetched(url: str) -> Fetched:
    """What is at an address; refuses with what is the matter."""
    try:
        return fetch(url)
    except NotFetched as error:
        raise ActionRefused(Trouble(error.trouble.value).label, field="url") from error


@transaction.atomic
def add_feed(
    district: District,
    *,
    values: Mapping[str, Any],
    body: bytes,
    other_name: str = "",
    etag: str = "",
    changed_there: str = "",
    by: Viewer,
) -> CalendarFeed:
    """Note a calendar with what it holds now, which waits to be taken over. Refuses what is none.

    other_name: of a calendar that has none; one with an address is then named after its website.
    """
    foreign = opened(body, field="url" if values.get("url") else "file")
    if CalendarFeed.objects.filter(district=district).count() >= MOST_FEEDS:
        raise ActionRefused(
            _("There are %(count)d calendars already. Please remove one first.") % {"count": MOST_FEEDS}
        )
    if values.get("url") and CalendarFeed.objects.filter(district=district, url=values["url"]).exists():
        raise ActionRefused(_("This calendar is there already."), field="url")
    feed = CalendarFeed(district=district, made_by=by.person, read_at=timezone.now(), **values)
    feed.name = named(feed.name, foreign.name, other_name, website(feed.url))
    feed.etag, feed.changed_there, feed.waiting = etag, changed_there, zlib.compress(body)
    feed.save()
    record("calendarfeed.added", feed, by=by, district=district)
    return feed


def named(*names: str) -> str:
    """The first that says anything, as long as a calendar's name may be."""
    most = CalendarFeed._meta.get_field("name").max_length
    return next((name for each in names if (name := each.strip()[:most])), "")


def website(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def opened(body: bytes, *, field: str = "file") -> Foreign:
    try:
        return read(body)
    except ValueError as error:
        raise ActionRefused(Trouble.NO_CALENDAR.label, field=field) from error


@transaction.atomic
def choose_where(pk: int, *, only_here: bool, by: Viewer) -> CalendarFeed:
    """Take over from now on what takes place in the district alone, or all; what was taken over before stays.

    It counts from the next reading on, also where the calendar is the same then.
    """
    feed = locked(pk)
    if feed.only_here != only_here:
        feed.only_here, feed.digest, feed.etag, feed.changed_there = only_here, "", "", ""
        feed.save(update_fields=["only_here", "digest", "etag", "changed_there"])
        record("calendarfeed.changed", feed, by=by, district=feed.district)
    return feed


@transaction.atomic
def rename_feed(pk: int, *, name: str, by: Viewer) -> CalendarFeed:
    """Call a calendar something else, with its events that name it as who organises them."""
    feed = locked(pk)
    if feed.name != name:
        of_it = Event.objects.select_for_update(of=("self",), no_key=True).filter(feed=feed, organiser=feed.name)
        pks = list(of_it.order_by("pk").values_list("pk", flat=True))
        Event.objects.filter(pk__in=pks).update(organiser=name, changed_at=timezone.now())
        finding.follow(pks)
        feed.name = name
        feed.save(update_fields=["name"])
        record("calendarfeed.renamed", feed, by=by, district=feed.district)
    return feed


@transaction.atomic
def hand_in(pk: int, *, body: bytes) -> CalendarFeed:
    """A newer file of a calendar, which waits to be taken over. Refuses what is no calendar."""
    opened(body)
    feed = locked(pk)
    feed.waiting = zlib.compress(body)
    feed.save(update_fields=["waiting"])
    return feed


def waiting(feed: CalendarFeed) -> Foreign | None:
    return read(zlib.decompress(feed.waiting)) if feed.waiting else None


@transaction.atomic
def take_over(pk: int, *, by: Viewer) -> Taking | None:
    """Take over what waits; from then on a calendar with an address is followed. None where nothing waits any more."""
    feed = locked(pk)
    if not feed.waiting:
        return None
    body = zlib.decompress(feed.waiting)
    feed.waiting, feed.is_followed = None, bool(feed.url)
    feed.save(update_fields=["waiting", "is_followed"])
    return take(feed, body, by=by, now=timezone.now())


@transaction.atomic
def import_file(
    district: District, *, name: str, other_name: str, body: bytes, values: Mapping[str, Any], by: Viewer
) -> Taking:
    """Take over a file at once, into the calendar of this name, which is made where there is none.

    other_name: of a calendar that has none. Refuses what is no calendar.
    """
    wanted = named(name, opened(body).name, other_name)
    feed = CalendarFeed.objects.filter(district=district, name=wanted, url="").first()
    if feed is None:
        feed = add_feed(district, values={**values, "name": wanted}, body=body, by=by)
    else:
        hand_in(feed.pk, body=body)
    done = take_over(feed.pk, by=by)
    assert done is not None
    return done


def take(feed: CalendarFeed, body: bytes, *, by: Viewer, now: datetime) -> Taking:
    """Write what the bytes say; the feed is locked. Raises ValueError for what is no calendar."""
    foreign = read(body)
    done = taking(feed, foreign, now=now)
    written = [*add_new(feed, done), *change(feed, done), *let_go(feed, done)]
    finding.follow(written)
    feed.notes = [[note.fault.value, note.about] for note in done.notes]
    feed.trouble = "" if foreign.entries or foreign.covers else Trouble.EMPTY
    feed.digest, feed.read_at, feed.elsewhere = hashlib.sha256(body).hexdigest(), now, done.plan.elsewhere
    feed.save(update_fields=["notes", "trouble", "digest", "read_at", "elsewhere"])
    if not done.plan.is_empty:
        counts = {"new": len(done.plan.new), "changed": len(done.plan.changed), "gone": len(done.plan.gone)}
        record("calendarfeed.read", feed, by=by, district=feed.district, **counts)
    return done


def add_new(feed: CalendarFeed, done: Taking) -> list[int]:
    rows = [
        Event(
            district_id=feed.district_id,
            feed=feed,
            uid=entry.key,
            feed_digest=done.digests[entry.key],
            organiser=feed.name,
            **done.values[entry.key],
        )
        for entry in done.plan.new
    ]
    made = Event.objects.bulk_create(rows, batch_size=500)
    Slot.objects.bulk_create([Slot(event=event) for event in made], batch_size=500)
    return [event.pk for event in made]


def change(feed: CalendarFeed, done: Taking) -> list[int]:
    wanted = done.plan.changed
    events = Event.objects.select_for_update(of=("self",), no_key=True).filter(feed=feed, uid__in=list(wanted))
    pks = []
    for event in events.order_by("pk"):
        entry = wanted[event.uid]
        values = done.values[entry.key]
        was_moved = event.starts_at != values["starts_at"] and event.stage != stages.CANCELLED
        moved_from = event.starts_at if was_moved else event.moved_from
        said = {**values, "uid": entry.key, "feed_digest": done.digests[entry.key], "moved_from": moved_from}
        said |= {"sequence": event.sequence + 1, "version": event.version + 1}
        for name, value in said.items():
            setattr(event, name, value)
        event.save(update_fields=[*said, "changed_at"])
        pks.append(event.pk)
    return pks


def let_go(feed: CalendarFeed, done: Taking) -> list[int]:
    """What the other calendar does not name any more counts as cancelled; named again, it takes place again."""
    events = Event.objects.select_for_update(of=("self",), no_key=True).filter(feed=feed, uid__in=done.plan.gone)
    pks = []
    for event in events.order_by("pk"):
        event.stage, event.feed_digest = stages.CANCELLED, ""
        event.sequence, event.version = event.sequence + 1, event.version + 1
        event.save(update_fields=["stage", "feed_digest", "sequence", "version", "changed_at"])
        pks.append(event.pk)
    return pks


def read_again(pk: int, *, by: Viewer) -> CalendarFeed:
    """Read a followed calendar now. What is the matter is noted, and nothing taken over before is lost by it.

    Raises CalendarFeed.DoesNotExist for one that was removed.
    """
    try:
        return read_now(pk, by=by)
    except CalendarFeed.DoesNotExist:
        raise
    except Exception:
        logger.exception("The calendar %d from elsewhere could not be read.", pk)
        return note_trouble(pk, Trouble.UNREADABLE, now=timezone.now())


def read_now(pk: int, *, by: Viewer) -> CalendarFeed:
    feed = CalendarFeed.objects.select_related("district").get(pk=pk)
    now = timezone.now()
    is_of_today = feed.read_at is not None and timezone.localdate(feed.read_at) == timezone.localdate(now)
    # Each day reaches one day further, so that the same calendar is read anew once a day.
    etag, changed = (feed.etag, feed.changed_there) if is_of_today else ("", "")
    try:
        answer = fetch(feed.url, etag=etag, changed=changed)
    except NotFetched as error:
        return note_trouble(pk, Trouble(error.trouble.value), now=now)
    with transaction.atomic():
        feed = locked(pk)
        if answer.body is None or (is_of_today and hashlib.sha256(answer.body).hexdigest() == feed.digest):
            feed.trouble, feed.read_at = "" if feed.trouble != Trouble.EMPTY else feed.trouble, now
            feed.save(update_fields=["trouble", "read_at"])
            return feed
        feed.etag, feed.changed_there = answer.etag, answer.changed
        feed.save(update_fields=["etag", "changed_there"])
        try:
            take(feed, answer.body, by=by, now=now)
        except ValueError:
            return note_trouble(pk, Trouble.NO_CALENDAR, now=now)
    return feed


@transaction.atomic
def note_trouble(pk: int, trouble: Trouble, *, now: datetime) -> CalendarFeed:
    feed = locked(pk)
    feed.trouble, feed.read_at = trouble, now
    feed.save(update_fields=["trouble", "read_at"])
    return feed


@transaction.atomic
def leave_out(pk: int, event_pk: int, *, by: Viewer) -> None:
    """Take one event of a calendar from elsewhere out of the district's, for good."""
    feed = locked(pk)
    event = Event.objects.filter(feed=feed, pk=event_pk).first()
    if event is None:
        return
    feed.left_out = sorted({*feed.left_out, event.uid})
    feed.save(update_fields=["left_out"])
    record("event.removed", event, by=by, district=feed.district)
    remove_events([event.pk])


@transaction.atomic
def remove_feed(pk: int, *, by: Viewer) -> None:
    """Follow a calendar no longer: its events that are to come go with it, those that are over stay."""
    feed = locked(pk)
    coming = Event.objects.filter(feed=feed, ends_at__gte=timezone.now())
    remove_events(list(coming.values_list("pk", flat=True)))
    record("calendarfeed.removed", feed, by=by, district=feed.district)
    feed.delete()


def remove_events(pks: list[int]) -> None:
    Event.objects.filter(pk__in=pks).delete()
    finding.follow(pks)


def locked(pk: int) -> CalendarFeed:
    found = CalendarFeed.objects.select_related("district").select_for_update(of=("self",), no_key=True)
    return found.get(pk=pk)
