"""Which events are left of those somebody may see, by what they chose on a page or in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiezkontor.calendar import finding
from kiezkontor.calendar.days import beginning_of
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.districts.models import District
from kiezkontor.search.index import Matches


@dataclass(frozen=True)
class Chosen:
    """words: what the search found; None where nothing was searched for."""

    events: EventQuerySet
    words: Matches | None = None


def chosen(found: EventQuerySet, asked: Mapping[str, Any], *, of: District, is_inside: bool = False) -> Chosen:
    """asked: q, kind, topic, audience, group (the key of a target group), from (a day); any may be missing or empty.

    is_inside: whether events for members are searched as well.
    """
    words = finding.matches(of, asked["q"], is_inside=is_inside) if asked.get("q") else None
    if words and not words.asked_nothing:
        found = found.filter(pk__in=words.object_ids)
    for name in ("kind", "topic", "audience"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("group"):
        found = found.filter(groups__group=asked["group"])
    if asked.get("from"):
        found = found.filter(ends_at__gte=beginning_of(asked["from"]))
    return Chosen(found, words)
