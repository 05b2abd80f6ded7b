"""What a calendar from elsewhere would change in a district's, from its bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from kiezkontor.calendar.days import today_began_at
from kiezkontor.calendar.models import CalendarFeed, Event
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.following import Known, Plan, plan
from kiezkontor.calendar.rules.foreign import Entry, Fault, Foreign, Note, read_calendar
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Point
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.rules.addresses import number_key, split_address
from kiezkontor.premises.access import houses_by_address

AHEAD = timedelta(days=366)
MOST_NOTES = 200


@dataclass(frozen=True)
class Taking:
    """plan: what is to be done. values: of each entry by its key, as events hold them. notes: what was wrong."""

    plan: Plan
    values: Mapping[str, Mapping[str, Any]]
    digests: Mapping[str, str]
    notes: list[Note]
    name: str


def read(body: bytes) -> Foreign:
    """From today on for a year; raises ValueError for what is no calendar."""
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    since = today_began_at()
    return read_calendar(body, zone=zone, since=since, until=since + AHEAD)


def taking(feed: CalendarFeed, foreign: Foreign, *, now: datetime) -> Taking:
    """What is to be done so that the district's calendar says what the other one does. Five statements at most."""
    notes, left_out = list(foreign.notes), set(feed.left_out)
    events = Event.objects.filter(feed=feed)
    known = {
        uid: Known(title, place, starts_at, digest)
        for uid, title, place, starts_at, digest in events.values_list(
            "uid", "title", "place", "starts_at", "feed_digest"
        )
    }
    others = keys_of_others(feed, [entry.key for entry in foreign.entries if entry.key not in known])
    values, digests, here, entries = {}, {}, set(), []
    places = Places(feed.district)
    for entry in foreign.entries:
        if entry.key in left_out:
            continue
        if entry.key in others:
            notes.append(Note(Fault.KNOWN, entry.title))
            continue
        point = places.of(entry)
        if not feed.only_here or (point and places.has(point)):
            here.add(entry.key)
        values[entry.key] = said = values_of(feed, entry, point)
        digests[entry.key] = digest_of(said)
        entries.append((entry, digests[entry.key]))
    done = plan(known, entries, covers=foreign.covers, here=here, now=now)
    return Taking(done, values, digests, notes[:MOST_NOTES], foreign.name)


def keys_of_others(feed: CalendarFeed, keys: list[str]) -> set[str]:
    """Those the district's calendar has from somewhere else."""
    others = Event.objects.filter(Q(feed=None) | ~Q(feed=feed), district=feed.district_id)
    return set(others.values_list("uid", flat=True)) & set(keys) if keys else set()


class Places:
    """Where entries take place, as far as that is known: their own coordinates, or a house of the district."""

    def __init__(self, district: District) -> None:
        self.box = district.box
        self.houses = houses_by_address(district)

    def of(self, entry: Entry) -> Point | None:
        if entry.lat is not None and entry.lon is not None:
            return entry.lat, entry.lon
        street, number = split_address(entry.address)
        return self.houses.get((street_key(street), number_key(number))) if number else None

    def has(self, point: Point) -> bool:
        return self.box is not None and self.box.contains(*point)


def values_of(feed: CalendarFeed, entry: Entry, point: Point | None) -> dict[str, Any]:
    return {
        "title": entry.title,
        "text": entry.text,
        "kind": feed.kind,
        "topic": feed.topic or entry.topic,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "is_all_day": entry.is_all_day,
        "place": entry.place,
        "address": entry.address,
        "lat": point[0] if point else None,
        "lon": point[1] if point else None,
        "source_url": entry.url,
        "stage": stages.CANCELLED if entry.is_cancelled else stages.ANNOUNCED,
    }


def digest_of(values: Mapping[str, Any]) -> str:
    said = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
