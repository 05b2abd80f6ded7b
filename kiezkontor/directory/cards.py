"""Entries as the components of a page take them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

from kiezkontor.directory.hours import Hours
from kiezkontor.directory.listed import Listed
from kiezkontor.organisations.models import Wheelchair

MARKED = frozenset({Wheelchair.YES.value, Wheelchair.LIMITED.value})


def cards[Row: Listed](
    entries: Iterable[Row],
    hours: Mapping[int, Hours | None],
    *,
    reason: Callable[[Row], str] | None = None,
) -> list[dict[str, Any]]:
    """What components/organisation_card.html shows of each entry, same order.

    hours: by pattern; entries whose pattern is missing show none. reason: why an entry was found, "" where it is plain
    to see.
    """
    before, _slug, after = reverse("directory:profile", args=["-slug-"]).partition("-slug-")
    return [
        card(
            entry,
            f"{before}{entry.slug}{after}",
            hours.get(entry.pattern_id) if entry.pattern_id else None,
            reason=reason(entry) if reason else "",
        )
        for entry in entries
    ]


def card(entry: Listed, url: str, hours: Hours | None, *, reason: str) -> dict[str, Any]:
    category, has_name = entry.category_name, entry.name != entry.category_de
    return {
        "key": entry.pk,
        "name": entry.name if has_name else category,
        "url": url,
        "category": category if has_name else "",
        "use_class": entry.use_class,
        "address": entry.address,
        "sub_location": entry.part or "",
        "photo": {"url": default_storage.url(entry.photo), "alt": entry.photo_alt} if entry.photo else None,
        "open_intervals": hours and hours.intervals,
        "hours_text": hours.sentence if hours else "",
        "step_free": entry.wheelchair if entry.wheelchair in MARKED else "",
        "independent": getattr(entry, "is_independent", False),
        "member": entry.is_member,
        "lat": entry.lat,
        "lon": entry.lon,
        "reason": reason,
    }
