"""Opening intervals are computed when hours are written and extended nightly, never while a page is read."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kiezkontor.methods.opening_hours import HoursError, intervals
from kiezkontor.organisations.models import OpeningInterval, OpeningPattern
from kiezkontor.organisations.rules.patterns import PatternKey
from kiezkontor.shared.bulk import insert_values

# A nightly job may be missed for two weeks and there are still 30 days ahead.
HORIZON_DAYS = 45
LOCAL = ZoneInfo("Europe/Berlin")
BATCH = 400


@transaction.atomic(savepoint=False)
def patterns_for(keys: Iterable[PatternKey]) -> dict[PatternKey, int]:
    """The ids of the patterns with these keys; missing ones are created with their intervals from yesterday on.

    Unreadable expressions get a pattern with its problem and no intervals.
    """
    wanted = list(dict.fromkeys(keys))
    found = known_patterns(wanted)
    missing = [key for key in wanted if key not in found]
    if missing:
        insert_values(OpeningPattern, PatternKey._fields, missing, passing_over_known=True)
        created = known_patterns(missing)
        extend_patterns(created.values(), today=timezone.localdate())
        found |= created
    return found


def known_patterns(keys: Collection[PatternKey]) -> dict[PatternKey, int]:
    found: dict[PatternKey, int] = {}
    keys = list(keys)
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = OpeningPattern.objects.filter(
            expression__in={key.expression for key in part}, region__in={key.region for key in part}
        ).values_list("pk", "expression", "region", "place")
        found |= {PatternKey(expression, region, place): pk for pk, expression, region, place in rows}
    return {key: found[key] for key in keys if key in found}


@transaction.atomic(savepoint=False)
def extend_patterns(pattern_ids: Collection[int], *, today: date) -> int:
    """Store intervals of these patterns up to HORIZON_DAYS ahead of today; returns how many intervals came in."""
    until = today + timedelta(days=HORIZON_DAYS)
    ids = sorted(pattern_ids)
    stored = 0
    for start in range(0, len(ids), BATCH):
        part = list(
            OpeningPattern.objects.select_for_update(no_key=True)
            .filter(pk__in=ids[start : start + BATCH], problem="")
            .filter(Q(computed_until__isnull=True) | Q(computed_until__lt=until))
        )
        rows: list[IntervalRow] = []
        for pattern in part:
            begin = pattern.computed_until or today - timedelta(days=1)
            rows.extend(compute(pattern, begin=max(begin, today - timedelta(days=1)), until=until))
        unreadable = [pattern for pattern in part if pattern.problem]
        OpeningPattern.objects.bulk_update(unreadable, ["problem"], batch_size=BATCH)
        OpeningPattern.objects.filter(pk__in=[pattern.pk for pattern in part]).update(computed_until=until)
        insert_values(OpeningInterval, IntervalRow._fields, rows)
        stored += len(rows)
    return stored


class IntervalRow(NamedTuple):
    """The columns of an OpeningInterval."""

    pattern_id: int
    opens_at: datetime
    closes_at: datetime
    certain: bool


def compute(pattern: OpeningPattern, *, begin: date, until: date) -> list[IntervalRow]:
    """The intervals of a pattern between two days; sets its problem and returns none where it cannot be read."""
    key = PatternKey(pattern.expression, pattern.region, pattern.place)
    try:
        found = intervals(
            key.expression,
            region=key.region,
            lat=key.lat,
            lon=key.lon,
            start=datetime.combine(begin, time(), LOCAL),
            end=datetime.combine(until, time(), LOCAL),
        )
    except HoursError as error:
        pattern.problem = str(error)[:255]
        return []
    return [IntervalRow(pattern.pk, item.start, item.end, item.certain) for item in found]


def extend_all_patterns(*, today: date) -> int:
    """The nightly step: everything short of the horizon is extended, what is past is dropped."""
    yesterday = datetime.combine(today - timedelta(days=1), time(), LOCAL)
    OpeningInterval.objects.filter(closes_at__lt=yesterday).delete()
    short = OpeningPattern.objects.filter(problem="").filter(
        Q(computed_until__isnull=True) | Q(computed_until__lt=today + timedelta(days=HORIZON_DAYS))
    )
    return extend_patterns(list(short.values_list("pk", flat=True)), today=today)
