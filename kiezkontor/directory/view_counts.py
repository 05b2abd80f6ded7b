"""Counting how often a profile is opened: a number a day, nothing about who opened it."""

import re
import time
from collections import deque
from datetime import date

from django.db import transaction
from django.db.models import F

from kiezkontor.directory.models import Entry, ViewCount
from kiezkontor.organisations.journal import Journal

BOTS = re.compile(
    r"bot\b|bot[/;]|crawl|spider|slurp|preview|monitor|fetch|scan|headless|lighthouse|curl|wget|python|java/|go-http|http-?client"
    r"|facebookexternalhit|whatsapp|pingdom|archive",
    re.IGNORECASE,
)
MOST_A_MINUTE = 30


class Limit:
    """At most so many events a minute for each key, in this process; it remembers times, not people."""

    def __init__(self, most: int, *, keys: int = 5_000) -> None:
        self.most = most
        self.keys = keys
        self.seen: dict[int, deque[float]] = {}

    def allows(self, key: int, *, now: float) -> bool:
        if key not in self.seen and len(self.seen) >= self.keys:
            self.seen.clear()
        times = self.seen.setdefault(key, deque(maxlen=self.most))
        if len(times) == self.most and now - times[0] < 60:
            return False
        times.append(now)
        return True


limit = Limit(MOST_A_MINUTE)


def is_person(user_agent: str) -> bool:
    """Does the browser's name look like one that a person uses?"""
    return bool(user_agent) and not BOTS.search(user_agent)


def count_view(entry: Entry, *, on: date) -> bool:
    """One more view of the entry's profile on a day; False where too many come at once to be people."""
    if not limit.allows(entry.pk, now=time.monotonic()):
        return False
    row = {"district_id": entry.district_id, "organisation_id": entry.organisation_id, "day": on}
    with transaction.atomic():
        if not ViewCount.objects.filter(**row).update(count=F("count") + 1):
            ViewCount.objects.bulk_create([ViewCount(**row, count=0)], ignore_conflicts=True)
            ViewCount.objects.filter(**row).update(count=F("count") + 1)
    return True


def add_up_counts(notes: Journal, kept: int, absorbed: int) -> None:
    """Views of an entry that was merged count for the one that stayed."""
    held = {(row.district_id, row.day): row for row in ViewCount.objects.filter(organisation_id=kept)}
    for row in ViewCount.objects.filter(organisation_id=absorbed).order_by("pk"):
        ours = held.get((row.district_id, row.day))
        if ours is None:
            notes.change(row, {"organisation_id": kept})
        else:
            notes.remove(row)
            notes.add(ours, "count", row.count)
