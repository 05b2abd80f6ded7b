"""What one step wrote about many, as one line of the log; each of its entries stays and can be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from kiezkontor.audit.models import AuditEntry

# `record_many` writes all of a step with one moment.
SAME = ("at", "actor", "actor_label", "scope_id", "verb", "subject_type")


@dataclass(frozen=True)
class Run:
    """entry: the first of them, by which the others are told; count: how many there are, 1 for a deed of its own."""

    entry: AuditEntry
    count: int = 1

    @property
    def others(self) -> int:
        return self.count - 1


def moments_of(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry, Any]:
    """When these were written, the latest first: to be paged, as the index knows them, and read by `runs_at`."""
    return entries.order_by("-at").values("at").distinct()


def runs_at(entries: QuerySet[AuditEntry], moments: Any) -> list[Run]:
    """The runs of these entries at some of their moments, the latest first; two statements."""
    rows = entries.filter(at__in=moments).order_by().values(*SAME).annotate(count=Count("pk"), first=Min("pk"))
    counts = {row["first"]: row["count"] for row in rows.order_by("-at", "-first")}
    found = AuditEntry.objects.in_bulk(counts)
    return [Run(found[pk], count) for pk, count in counts.items() if pk in found]


def alike(runs: Iterable[Run], *, day_of: Callable[[datetime], date]) -> list[list[Run]]:
    """Runs put together that tell of one deed by the same person on one day, in the order of the first of each."""
    groups: dict[tuple[Any, ...], list[Run]] = {}
    for run in runs:
        entry = run.entry
        same = (entry.actor_id, entry.actor_label, entry.verb, entry.subject_type, day_of(entry.at))
        groups.setdefault(same, []).append(run)
    return list(groups.values())


def run_of(entries: QuerySet[AuditEntry], key: int) -> QuerySet[AuditEntry]:
    """Those of the entries that belong to the run of one of them; none where it is none of them."""
    row = entries.filter(pk=key).values(*SAME).first()
    return entries.filter(**row) if row else entries.none()
