"""What the nightly run deletes next in a district, for those who look before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from kiezkontor.districts.models import District
from kiezkontor.home.retention import KINDS, Kind, free
from kiezkontor.organisations.access import valid_holds
from kiezkontor.organisations.models import LegalHold

# As far ahead an office sees what goes.
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """Of one kind in one district: rows that go with the next run, those that follow within `SOON`, and those held."""

    kind: Kind
    now: int
    soon: int
    held: int


def due_in(district: District, *, now: datetime) -> list[Due]:
    """What the nightly run would delete in a district, counted by the very rows that it deletes."""
    holds = [hold for hold in valid_holds() if hold.district_id == district.pk]
    first, *others = (counts_of(kind, district, holds, now=now) for kind in KINDS)
    counted = {name: counts for name, *counts in first.union(*others, all=True).order_by()}
    return [due_of(kind, *counted[kind.name]) for kind in KINDS]


def counts_of(kind: Kind, district: District, holds: Collection[LegalHold], *, now: datetime) -> QuerySet[Any, Any]:
    """One row, for one statement over all kinds: the name, what is over, what of it no hold keeps, the same soon."""
    over, later = (kind.over(at - kind.kept).filter(**{kind.scope: district.pk}) for at in (now, now + SOON))

    def counted(rows: QuerySet[Any]) -> Count:
        return Count("pk", filter=Q(pk__in=rows.order_by().values("pk")))

    named = later.order_by().values(of_kind=Value(kind.name))
    counts = {
        "over": counted(over),
        "free": counted(free(kind, over, holds)),
        "soon": counted(free(kind, later, holds)),
    }
    counted_rows: QuerySet[Any, Any] = named.annotate(**{f"count_{name}": count for name, count in counts.items()})
    return counted_rows.values_list("of_kind", "count_over", "count_free", "count_soon")


def due_of(kind: Kind, over: int, waiting: int, soon: int) -> Due:
    return Due(kind, waiting, soon - waiting, over - waiting)
