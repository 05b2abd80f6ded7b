"""The life of a source run: begun, resumed, finished; and what earlier runs could see."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.rules.scope import Scope, widened

# A file with more bad objects than this is not mended line by line.
MAX_PROBLEMS = 2_000


def checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def begin(
    district: District,
    *,
    kind: str,
    path: Path,
    checksum: str,
    reference_on: date,
    scope: Mapping[str, Any],
    total: int,
    by: Viewer,
    run: SourceRun | None = None,
) -> SourceRun:
    """A new run, or the unfinished one of the same file, which goes on where it stopped.

    run: the row an office page made before the work began.
    """
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).only("pk").get(pk=district.pk)
        unfinished = SourceRun.objects.filter(
            district=district, kind=kind, checksum=checksum, reference_on=reference_on
        )
        unfinished = unfinished.exclude(status=SourceRun.Status.DONE).order_by("pk")
        unfinished = unfinished.exclude(status=SourceRun.Status.ASKING)
        found = run or next((row for row in unfinished if row.scope.get("round") == scope.get("round")), None)
        begun = found or SourceRun(district=district, kind=kind, started_at=timezone.now(), started_by=by.person)
        begun.file_name = begun.file_name or path.name[:255]
        begun.checksum, begun.reference_on, begun.scope = checksum, reference_on, dict(scope)
        begun.status, begun.done, begun.total, begun.message = SourceRun.Status.RUNNING, 0, total, ""
        begun.save()
    begun.district = district
    return begun


def count(run: SourceRun, done: int, made: Mapping[str, int]) -> None:
    """Note in the transaction of a chunk what it stored, so that a run which goes on later tells of all of it."""
    run.done += done
    run.counts = {"so_far": made_by(run) + Counter(made)}
    run.save(update_fields=["done", "counts"])


def made_by(run: SourceRun) -> Counter[str]:
    """What an unfinished run has stored, by whichever process."""
    return Counter(run.counts.get("so_far", {}))


def finish(run: SourceRun, *, counts: Mapping[str, Any], problems: Sequence[str], by: Viewer) -> None:
    with transaction.atomic():
        run.status = SourceRun.Status.DONE
        run.counts, run.problems = dict(counts), as_kept(problems)
        run.done, run.finished_at = run.total, timezone.now()
        run.save(update_fields=["status", "counts", "problems", "done", "finished_at"])
        record("source.imported", run, by=by, district=run.district, counts=dict(counts), file=run.file_name)


def as_kept(problems: Sequence[str]) -> list[str]:
    """The first MAX_PROBLEMS, and how many there are beyond them."""
    more = len(problems) - MAX_PROBLEMS
    told = ngettext("And %(count)s more remark.", "And %(count)s more remarks.", more) % {"count": more}
    return [*problems[:MAX_PROBLEMS], *([told] if more > 0 else [])]


def fail(run: SourceRun, message: str) -> None:
    """Say on the run why it stopped; what was stored stays, and the same file goes on from there."""
    run.status, run.message, run.finished_at = SourceRun.Status.FAILED, message, timezone.now()
    run.save(update_fields=["status", "message", "finished_at"])


def finished_runs(district: District, kind: str) -> list[SourceRun]:
    return list(SourceRun.objects.filter(district=district, kind=kind, status=SourceRun.Status.DONE).order_by("pk"))


def scope_to_json(scope: Scope) -> dict[str, Any]:
    """{"complete": true} or {"categories": […]}, with the area the source reached."""
    found: dict[str, Any] = {"complete": True} if scope.categories is None else {"categories": sorted(scope.categories)}
    if scope.area:
        found["area"] = [list(corner) for corner in scope.area]
    return found


def scope_from_json(stored: Mapping[str, Any]) -> Scope:
    area = stored.get("area")
    return Scope(
        categories=None if stored.get("complete") else frozenset(stored.get("categories", ())),
        area=tuple((lon, lat) for lon, lat in area) if area else None,
    )


def seen_by(runs: Sequence[SourceRun]) -> Scope | None:
    """What these runs looked for together; None without any."""
    return widened(scope_from_json(run.scope) for run in runs)


def mark_of(boundary: object) -> str:
    """A short mark that tells whether a boundary is still the one an import derived."""
    return hashlib.sha256(json.dumps(boundary, sort_keys=True).encode()).hexdigest()[:16]
