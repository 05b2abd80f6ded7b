"""Events as the search of the calendar finds them: told ones under two kinds, for everybody and for members."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from django.conf import settings
from django.utils import translation

from kiezkontor.calendar.models import Event, Kind
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules.kinds import Audience
from kiezkontor.districts.models import District
from kiezkontor.search import index
from kiezkontor.search.texts import SearchText

OPEN, INSIDE = "event", "event_inside"
AT_ONCE = 2_000


def texts_of(events: Iterable[Event]) -> Iterator[SearchText]:
    """What is for members alone is found, corrected and suggested under their kind and no other."""
    for event in events:
        host = str(event.host) if event.host else ""
        groups = [str(named.group) for named in event.groups.all()]
        for kind in (OPEN, INSIDE) if event.audience == Audience.PUBLIC else (INSIDE,):
            yield SearchText(
                kind=kind,
                object_id=event.pk,
                scope=event.district_id,
                a=event.title,
                b=" ".join(filter(None, (event.topic, kind_words(event.kind), event.place, host, *groups))),
                c=" ".join(filter(None, (event.text, event.address, event.organiser, event.initiator))),
            )


@cache
def kind_words(kind: str) -> str:
    """What a format is called in all languages of the site."""
    said = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.append(str(Kind(kind).label))
    return " ".join(said)


def findable(events: EventQuerySet) -> EventQuerySet:
    found = events.told().exclude(audience=Audience.INVITED).order_by("pk")
    return found.select_related("host").prefetch_related("groups__group")


def follow(pks: Collection[int]) -> None:
    """Bring the index up to date with events that were changed; belongs into the transaction of the change."""
    found = list(findable(Event.objects.filter(pk__in=pks)))
    index.put(texts_of(found))
    index.remove(INSIDE, set(pks) - {event.pk for event in found})
    index.remove(OPEN, set(pks) - {event.pk for event in found if event.audience == Audience.PUBLIC})


def documents() -> Iterator[SearchText]:
    yield from texts_of(findable(Event.objects.all()).iterator(chunk_size=AT_ONCE))


def matches(district: District, query: str, *, is_inside: bool) -> index.Matches:
    """Which events, in no order: a calendar keeps that of its days."""
    return index.matches(INSIDE if is_inside else OPEN, district.pk, query, most=index.MOST_UNORDERED)
