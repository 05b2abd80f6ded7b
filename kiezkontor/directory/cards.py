"""Entries as the components of a page take them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

from kiezkontor.directory import hours
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.known_hours import KnownHours
from kiezkontor.organisations.models import Wheelchair


def cards(
    entries: Iterable[Entry],
    openings: Mapping[int, KnownHours],
    *,
    now: datetime,
    reason: Callable[[Entry], str] | None = None,
) -> list[dict[str, Any]]:
    """What components/organisation_card.html shows of each entry, same order.

    openings: pattern id → open times of the coming days; entries whose pattern is missing show none.
    reason: why an entry was found, "" where it is plain to see.
    """
    return [card(entry, openings.get(entry.pattern_id or 0), now=now, reason=reason) for entry in entries]


def card(
    entry: Entry,
    openings: KnownHours | None,
    *,
    now: datetime,
    reason: Callable[[Entry], str] | None = None,
) -> dict[str, Any]:
    return {
        "key": entry.pk,
        "name": entry.title,
        "url": reverse("directory:profile", args=[entry.slug]),
        "category": "" if entry.name == entry.category_de else entry.category_name,
        "use_class": entry.use_class,
        "address": entry.address,
        "sub_location": entry.sub_location.name if entry.sub_location else "",
        "photo": {"url": default_storage.url(entry.photo), "alt": entry.photo_alt} if entry.photo else None,
        "open_intervals": None if openings is None else hours.for_browser(openings),
        "hours_text": "" if openings is None else hours.sentence(openings, now),
        "step_free": entry.wheelchair if entry.wheelchair in {Wheelchair.YES, Wheelchair.LIMITED} else "",
        "independent": getattr(entry, "is_independent", False),
        "member": entry.is_member,
        "lat": entry.lat,
        "lon": entry.lon,
        "reason": reason(entry) if reason else "",
    }
