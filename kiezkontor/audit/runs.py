"""What one step wrote about many, as one line of the log; each of its entries stays and can be read."""

from collections.abc import Iterable
from dataclasses import dataclass
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


def in_runs(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry, dict[str, Any]]:
    """A row for each run, the latest first, to be paged and then `told`."""
    runs: QuerySet[AuditEntry, dict[str, Any]]
    runs = entries.order_by().values(*SAME).annotate(count=Count("pk"), first=Min("pk")).order_by("-at", "-first")
    return runs


def told(rows: Iterable[dict[str, Any]]) -> list[Run]:
    counts = {row["first"]: row["count"] for row in rows}
    entries = AuditEntry.objects.in_bulk(counts)
    return [Run(entries[pk], count) for pk, count in counts.items() if pk in entries]


def latest_runs(entries: QuerySet[AuditEntry], *, most: int) -> list[Run]:
    """The latest of them; only as much of a long log is read as they take."""
    moments = entries.order_by("-at").values("at").distinct()[:most]
    return told(in_runs(entries.filter(at__in=moments))[:most])


def run_of(entries: QuerySet[AuditEntry], key: int) -> QuerySet[AuditEntry]:
    """Those of the entries that belong to the run of one of them; none where it is none of them."""
    row = entries.filter(pk=key).values(*SAME).first()
    return entries.filter(**row) if row else entries.none()
