"""A district with many events: what its calendar costs, page by page, however many there are."""

import random
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kiezkontor.calendar import finding
from kiezkontor.calendar.models import Event, Kind, Slot
from kiezkontor.config.bench.parts import percentiles, timed
from kiezkontor.districts.models import District
from kiezkontor.search import index
from kiezkontor.shared.mounting import district_path
from kiezkontor.shared.statistics import look_at_tables_of

FEW = 100
TOPICS = 40
HOURS = 24 * 365
REPEATS = 60
AT_ONCE = 1_000
WORDS = (
    "Werkstatt",
    "Abend",
    "Energie",
    "Nachbarschaft",
    "Handel",
    "Musik",
    "Beratung",
    "Gestaltung",
    "Markt",
    "Recht",
)


def measured(events: int) -> dict[str, Any]:
    """Milliseconds of each page, p50 and p95, and its statements with FEW and with all events.

    In an empty installation, without a server and without pages being kept; half of the events are over.
    """
    few = District.objects.create(slug="wenig", name="Wenig", municipality="Musterstadt", is_published=True)
    many = District.objects.create(slug="viel", name="Viel", municipality="Musterstadt", is_published=True)
    begun = time.perf_counter()
    fill(few, FEW)
    fill(many, events)
    index.rebuild(finding.documents())
    look_at_tables_of(("calendar", "search"))
    filled = time.perf_counter() - begun
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        pages = {name: of_page(few, many, name, query) for name, query in PAGES.items()}
        return {"events": events, "fill_seconds": round(filled, 1), "pages": pages, "feed": of_feed(many)}


# Page → further parts of its address, one taken after the other.
PAGES: dict[str, Callable[[int], str]] = {
    "events": lambda nth: f"?page={nth % 20 + 1}",
    "past": lambda nth: f"?page={nth % 20 + 1}",
    "month": lambda _nth: "",
    "map": lambda _nth: "",
    "map_events": lambda _nth: "",
    "topic": lambda nth: f"?topic=Thema+{nth % TOPICS}",
    "search": lambda nth: f"?q={WORDS[nth % len(WORDS)]}",
    "atom": lambda _nth: "",
    "embedded": lambda _nth: "",
    "json": lambda nth: f"?page={nth % 20 + 1}",
}
NAMES = {"topic": "calendar:events", "search": "calendar:events", "json": "api-v1:all_events"}


def of_page(few: District, many: District, name: str, query: Callable[[int], str]) -> dict[str, Any]:
    client, taken = Client(), list[float]()
    for nth in range(REPEATS + 5):
        url = address(many, name, nth) + query(nth)
        answer = timed(taken, client.get, url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answers {answer.status_code}")
    return percentiles(taken[5:]) | {
        "statements_few": statements(few, name, query(0)),
        "statements_many": statements(many, name, query(0)),
    }


def address(district: District, name: str, nth: int) -> str:
    page = NAMES.get(name, f"calendar:{name}")
    if name != "month":
        return district_path(district.slug, page)
    day = timezone.localdate().replace(day=15) + timedelta(days=30 * (nth % 12))
    return district_path(district.slug, page, f"{day:%Y-%m}")


def statements(district: District, name: str, query: str) -> int:
    with CaptureQueriesContext(connection) as said:
        Client().get(address(district, name, 0) + query)
    return len(said)


def of_feed(district: District) -> dict[str, float]:
    """The whole feed: when its first piece comes, when all of it is there, and how much memory it takes meanwhile."""
    url = district_path(district.slug, "calendar:ics")
    tracemalloc.start()
    begun = time.perf_counter()
    pieces = iter(Client().get(url).streaming_content)  # type: ignore[attr-defined]  # only streamed answers have it
    size = len(next(pieces))
    first = time.perf_counter() - begun
    size += sum(map(len, pieces))
    whole = time.perf_counter() - begun
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "first_ms": round(1000 * first),
        "whole_ms": round(1000 * whole),
        "megabytes": round(size / 1e6, 1),
        "peak_megabytes": round(peak / 1e6, 1),
    }


def fill(district: District, events: int) -> None:
    """Spread evenly over a year before and a year after now, every tenth of them cancelled or for members alone.

    All are courses, the dearest kind: of the days of a course is asked only on pages that have one.
    """
    draw, now = random.Random(events), timezone.now()  # noqa: S311 - a sample, no secret
    for begin in range(0, events, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, events))
        made = Event.objects.bulk_create(one(district, nth, events, now, draw) for nth in numbers)
        Slot.objects.bulk_create(Slot(event=event, capacity=20) for event in made)


def one(district: District, nth: int, events: int, now: Any, draw: random.Random) -> Event:
    starts_at = now + timedelta(hours=2 * HOURS * nth // events - HOURS)
    words = draw.sample(WORDS, 3)
    return Event(
        district=district,
        uid=f"bench-{nth}",
        kind=Kind.COURSE,
        stage="cancelled" if nth % 20 == 1 else "announced",
        audience="members" if nth % 20 == 2 else "public",
        title=f"{words[0]} und {words[1]} {nth}",
        text=f"Ein Nachmittag über {words[2]}. " * 6,
        topic=f"Thema {nth % TOPICS}",
        place=f"Raum {nth % 200}",
        address=f"Musterweg {nth % 300}",
        lat=50 + draw.random() / 50,
        lon=9 + draw.random() / 50,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
