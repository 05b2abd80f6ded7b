"""How long the parts of a page take whose time grows with the number of entries, one after the other in one process."""

import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from kiezkontor.config.bench.questions import BOX_METRES, WORDS
from kiezkontor.directory import access_facets
from kiezkontor.directory.actions import KIND
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.meanings import meant_by
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box
from kiezkontor.search import index

ROUNDS = 4
PLACES = 40
PINS = 500
COLUMNS = ("slug", "name", "category_de", "category_en", "use_class", "lat", "lon")


def measure(district: District) -> dict[str, dict[str, float]]:
    """p50 and p95 in ms of a search, of the numbers beside its filters, and of a map's box with up to 500 pins.

    The first round only fills what a process keeps.
    """
    entries, now = Entry.objects.of(district), timezone.now()
    places = list(entries.order_by("shuffle").values_list("lat", "lon")[:PLACES])
    seconds: dict[str, list[float]] = {"search": [], "facets": [], "box": []}
    for number in range(ROUNDS):
        for word in WORDS:
            found = timed(seconds["search"], index.matches, KIND, district.pk, word, meaning=meant_by)
            if found.ranked:
                timed(seconds["facets"], access_facets.combinations_of, district, found.ranked, now=now)
        for lat, lon in places:
            box = Box.around(lat, lon, north_m=BOX_METRES / 2, east_m=BOX_METRES / 2)
            timed(seconds["box"], list, entries.within(box).values_list(*COLUMNS)[:PINS])
        if number == 0:
            for found_seconds in seconds.values():
                found_seconds.clear()
    return {name: percentiles(taken) for name, taken in seconds.items()}


def timed(into: list[float], work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    begun = time.perf_counter()
    result = work(*given, **named)
    into.append(time.perf_counter() - begun)
    return result


def percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    return {f"p{part}": round(1000 * ordered[len(ordered) * part // 100], 1) for part in (50, 95)}
