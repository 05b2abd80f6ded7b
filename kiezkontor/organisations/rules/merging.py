"""What two entries of one body become: which value of each field stays, and which periods are one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

type Side = Literal["kept", "absorbed"]

# Fields that are chosen together: an address is shown or not, a brand belongs to a chain, a note to its access.
GROUPS: tuple[tuple[str, ...], ...] = (
    *(("name",), ("kind",), ("category",), ("is_chain", "brand"), ("is_sole_trader",)),
    *(("phone",), ("email", "email_is_public"), ("website",), ("opening_hours",), ("wheelchair", "access_note")),
    *(("languages",), ("who_we_are_de",), ("who_we_are_en",), ("what_we_offer_de",), ("what_we_offer_en",)),
    *(("what_district_means_de",), ("what_district_means_en",), ("why_we_take_part_de",), ("why_we_take_part_en",)),
)
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
NOTHING: tuple[Any, ...] = ("", None, [], False, "unknown")


@dataclass(frozen=True, slots=True)
class Origin:
    """How sure a value is. said_on: when a person said it, None where only a source does."""

    said_on: date | None = None
    confirmed_on: date | None = None
    changed_at: datetime = LONG_AGO


def differing(kept: Mapping[str, Any], absorbed: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The groups of fields in which both say something else, in the order of the form."""
    return [group for group in GROUPS if any(kept[name] != absorbed[name] for name in group)]


def better_side(kept: Sequence[Any], absorbed: Sequence[Any], of_kept: Origin, of_absorbed: Origin) -> Side:
    """Which value to propose: something over nothing, said over read in a source, confirmed over not, newer over older.

    kept, absorbed: the values of one group of fields. Where nothing tells them apart, what stands in the kept entry.
    """
    return "absorbed" if _weight(absorbed, of_absorbed) > _weight(kept, of_kept) else "kept"


def _weight(values: Sequence[Any], origin: Origin) -> tuple[bool, bool, date, date, datetime]:
    return (
        any(value not in NOTHING for value in values),
        origin.said_on is not None,
        origin.said_on or date.min,
        origin.confirmed_on or date.min,
        origin.changed_at,
    )


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open; until_on None: open. who: what it is about, periods of others do not touch it."""

    key: int
    who: int
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """One period instead of several that overlap: the first of them is stretched, the others go."""

    period: Period
    gone: tuple[int, ...]


def joined_periods(kept: Sequence[Period], absorbed: Sequence[Period]) -> list[Joined]:
    """Where periods of both overlap, the one that takes their place; what touches no other is not named.

    A period of the kept one stays where there is one, the earliest of them. In the order of their keys.
    """
    of_kept = {period.key for period in kept}
    found = []
    for cluster in _clusters([*kept, *absorbed]):
        if len(cluster) < 2:
            continue
        first = min(cluster, key=lambda period: (period.key not in of_kept, period.from_on, period.key))
        ends = [period.until_on for period in cluster]
        until_on = None if None in ends else max(end for end in ends if end is not None)
        period = Period(first.key, first.who, min(each.from_on for each in cluster), until_on)
        found.append(Joined(period, tuple(sorted(each.key for each in cluster if each.key != first.key))))
    return sorted(found, key=lambda each: each.period.key)


def cut(period: Period, until_on: date | None) -> Period | None:
    """What of a period lies before a day (None: all of it); None where nothing does."""
    ends = [day for day in (period.until_on, until_on) if day is not None]
    end = min(ends, default=None)
    return None if end is not None and end <= period.from_on else replace(period, until_on=end)


def _clusters(periods: Sequence[Period]) -> list[list[Period]]:
    clusters: list[list[Period]] = []
    last: tuple[int, date | None] | None = None
    for period in sorted(periods, key=lambda each: (each.who, each.from_on, each.key)):
        if last is not None and last[0] == period.who and (last[1] is None or period.from_on < last[1]):
            clusters[-1].append(period)
            open_end = last[1] is None or period.until_on is None
            last = (period.who, None if open_end else max(last[1] or date.min, period.until_on or date.min))
        else:
            clusters.append([period])
            last = (period.who, period.until_on)
    return clusters
