"""A source comes in through the office: kept, read by the background worker, forgotten."""

import codecs
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.images import Upload
from kiezkontor.districts.models import District
from kiezkontor.districts.osmfile import UnreadableFile, format_of
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises import table_columns, uploads
from kiezkontor.premises.access import is_under_way
from kiezkontor.premises.actions.imports import draw_map, import_osm, import_table
from kiezkontor.premises.imports import runs, tables
from kiezkontor.premises.problems_in_words import translated
from kiezkontor.premises.rules.table_headings import BadTable, headings, plain
from kiezkontor.premises.tablefile import heading_of
from kiezkontor.shared import memory
from kiezkontor.shared.errors import ActionRefused

Kind = SourceRun.Kind
Status = SourceRun.Status
# What spreadsheets call "Unicode text"; `heading_of` says what to do with it.
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A text of one column is no table somebody could explain.
FEWEST_COLUMNS = 2
# Who was asked for the columns of a table and does not answer has forgotten it.
ASKED_FOR = timedelta(days=7)
# The largest JSON that is read takes two thirds of it.
MOST_MEMORY_BYTES = 3 * memory.GIBIBYTE


@dataclass(frozen=True)
class Arrived:
    """An uploaded source that is kept and told what it is, and belongs to no run yet."""

    path: Path
    name: str
    kind: SourceRun.Kind
    checksum: str


@contextmanager
def arriving(file: Upload) -> Iterator[Arrived]:
    """Keep an uploaded source, which may take long and is done before anything is locked; dropped unless taken in.

    Refuses what is no source.
    """
    path = uploads.keep(file)
    try:
        try:
            arrived = Arrived(path, (file.name or "")[:255], kind_of(path), runs.checksum_of(path))
        except (UnreadableFile, BadTable) as error:
            sentence = translated(error.sentence) if isinstance(error, BadTable) else str(error)
            raise ActionRefused(sentence, field="file") from None
        yield arrived
    finally:
        uploads.drop(path)


@transaction.atomic
def take_in(
    arrived: Arrived, *, district: District, by: Viewer, on: date | None = None, round_number: int | None = None
) -> SourceRun:
    """Note that an uploaded source waits; the caller queues its reading in the same transaction.

    on, round_number: as in `actions.imports`; a table without a day speaks of today.
    A file whose import stopped goes on under the same run. Refuses a table that was read already, and a second import
    of the district while one is under way.
    """
    District.objects.select_for_update(no_key=True).only("pk").get(pk=district.pk)
    refuse_two_at_once(district)
    forget_the_unanswered(district)
    run = _run_for(district, arrived.kind, arrived.checksum, on=on, round_number=round_number)
    run.file_name, run.started_by = arrived.name, by.person
    run.save()
    record("source.uploaded", run, by=by, district=district, file=arrived.name)
    uploads.hand_over(arrived.path, run.pk)
    return run


def kind_of(path: Path) -> SourceRun.Kind:
    """Map data or a table, told by the first block; what is wrong further on, the worker finds.

    Raises UnreadableFile and BadTable for what is neither.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"OSMHeader" in head[:32] or head.startswith((b"\x1f\x8b", b"BZh")) or text.startswith((b"{", b"[", b"<")):
        format_of(path)
        return Kind.OSM
    if b"\0" in head and not head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", *UTF_16)):
        raise UnreadableFile(
            _("The file is neither OpenStreetMap data (.osm.pbf, .osm, JSON) nor a table (.csv, .tsv, .xlsx).")
        )
    heading = heading_of(path)
    if heading is not None and sum(bool(plain(cell)) for cell in heading) < FEWEST_COLUMNS:
        headings(heading, None)
    return Kind.TABLE


def refuse_two_at_once(district: District) -> None:
    now = timezone.now()
    unfinished = SourceRun.objects.filter(district=district, status__in=[Status.WAITING, Status.RUNNING])
    other = next((run for run in unfinished if is_under_way(run, now=now)), None)
    if other is not None:
        raise ActionRefused(
            _("The import of %(file)s is still under way. Please wait until it is done, then upload this file again.")
            % {"file": other.file_name}
        )


def _run_for(
    district: District, kind: SourceRun.Kind, checksum: str, *, on: date | None, round_number: int | None
) -> SourceRun:
    """The stopped run of the same file, or a new one; a table is read once for a day and round."""
    day = on or timezone.localdate()
    same = SourceRun.objects.filter(district=district, kind=kind, checksum=checksum).order_by("pk")
    if kind == Kind.TABLE:
        same = same.filter(reference_on=day)
    fitting = [row for row in same if kind == Kind.OSM or row.scope.get("round") == round_number]
    done = [row for row in fitting if row.status == Status.DONE]
    if kind == Kind.TABLE and done and not done[-1].scope.get("mapping"):
        refuse_twice(district, checksum, {"round": round_number}, on=day, field="file")
    run = next((row for row in fitting if row.status != Status.DONE), None)
    if run is None:
        run = SourceRun(district=district, kind=kind, checksum=checksum, reference_on=day)
    run.scope |= {"round": round_number, "on": on.isoformat() if on else None, "dated": on is not None}
    if not run.done:  # what was begun goes on as it was begun; else people are asked anew
        run.scope.pop("mapping", None)
    run.status, run.message, run.done, run.total = Status.WAITING, "", 0, 0
    run.started_at, run.finished_at = timezone.now(), None
    return run


def read_upload(run_id: int, *, with_map: bool, may_try_again: bool) -> None:
    """Read the uploaded file of a run; called again after an interruption it goes on, after the end it does nothing.

    with_map: draw the district's map from it, too. may_try_again: whether the queue repeats what fails by surprise;
    where it does not, the run says so.
    """
    run = SourceRun.objects.select_related("district", "started_by").filter(pk=run_id).first()
    path = uploads.path_of(run_id)
    if run is not None and run.status == Status.ASKING:
        return
    if run is None or path is None or run.status == Status.FAILED:
        if run is not None and run.status in {Status.WAITING, Status.RUNNING}:
            runs.fail(run, _("The uploaded file is no longer there. Please upload it again."))
        uploads.forget(run_id)
        return
    try:
        if run.status != Status.DONE:
            _import(run, path)
        if SourceRun.objects.filter(pk=run_id, status=Status.ASKING).exists():
            return
        if with_map and run.kind == Kind.OSM and SourceRun.objects.get(pk=run_id).status == Status.DONE:
            draw_map(path, run.district.slug, lambda step: uploads.show_life(run_id))
    except Exception:
        if may_try_again:
            raise
        runs.fail(
            run,
            _(
                "The import stopped because of a fault in the program. What was read until then stays. "
                "Please tell the operator of the installation."
            ),
        )
        uploads.forget(run_id)
        raise
    uploads.forget(run_id)


def _import(run: SourceRun, path: Path) -> dict[str, Any] | None:
    """What a run's file is imported into; a refusal stands on the run as its sentence."""
    by = Viewer(person=run.started_by) if run.started_by else system_viewer("import")
    unfinished = SourceRun.objects.filter(pk=run.pk, status__in=[Status.WAITING, Status.RUNNING])
    unfinished.update(status=Status.RUNNING)
    slug = run.district.slug

    def say(step: str) -> None:
        unfinished.update(message=step)
        uploads.show_life(run.pk)

    try:
        with memory.at_most(MOST_MEMORY_BYTES):
            round_number = run.scope.get("round")
            if run.kind == Kind.TABLE and "mapping" not in run.scope and _asks(run, path):
                return None
            if run.kind == Kind.TABLE:
                mapping = run.scope.get("mapping")
                day = run.reference_on if run.scope.get("dated", True) else None
                return import_table(
                    path, slug=slug, by=by, round_number=round_number, mapping=mapping, on=day, say=say, run=run
                )
            written = run.scope.get("on")
            return import_osm(
                path,
                slug=slug,
                by=by,
                round_number=round_number,
                today=timezone.localdate(run.started_at),
                on=date.fromisoformat(written) if written else None,
                say=say,
                run=run,
            )
    except UnreadableFile as error:
        runs.fail(run, str(error))
        return None
    except ActionRefused:
        return None
    except MemoryError:
        runs.fail(run, _("The file holds more than can be read at once. Please cut out the district first."))
        return None
    finally:
        SourceRun.objects.filter(pk=run.pk, status=Status.DONE).update(message="")


def _asks(run: SourceRun, path: Path) -> bool:
    """Whether somebody has to say first what the columns of the run's table mean; then the run waits for that."""
    columns = table_columns.columns_of(path, table_columns.remembered_in(run.district))
    if not columns or table_columns.is_clear(columns):
        return False
    run.scope |= {"columns": columns}
    run.status, run.message = Status.ASKING, ""
    run.save(update_fields=["scope", "status", "message"])
    return True


@transaction.atomic
def assign_columns(pk: int, mapping: Mapping[str, str], *, by: Viewer) -> SourceRun:
    """Note what the columns of an uploaded table mean; the caller queues its reading in the same transaction.

    mapping: heading to field, empty for a column that is left out. Refuses what cannot be read so.
    """
    run = SourceRun.objects.select_related("district").select_for_update(of=("self",), no_key=True).get(pk=pk)
    if run.status != Status.ASKING or uploads.path_of(pk) is None:
        raise ActionRefused(_("This table does not wait for its columns any more. Nothing was changed."))
    refuse_two_at_once(run.district)
    try:
        headings(list(mapping), mapping)
    except BadTable as error:
        raise ActionRefused(translated(error.sentence)) from None
    run.scope = {name: value for name, value in run.scope.items() if name != "columns"} | {"mapping": dict(mapping)}
    refuse_twice(run.district, run.checksum, run.scope, on=run.reference_on)
    run.status, run.started_at, run.started_by = Status.WAITING, timezone.now(), by.person
    run.save(update_fields=["scope", "status", "started_at", "started_by"])
    record("source.columns_assigned", run, by=by, district=run.district, columns=dict(mapping))
    return run


@transaction.atomic
def discard(pk: int, *, by: Viewer) -> SourceRun:
    """Give up a table that waits for its columns; nothing of it was read."""
    run = SourceRun.objects.select_related("district").select_for_update(of=("self",), no_key=True).get(pk=pk)
    if run.status != Status.ASKING:
        raise ActionRefused(_("This table does not wait for its columns any more. Nothing was changed."))
    _give_up(run)
    record("source.discarded", run, by=by, district=run.district)
    return run


def forget_the_unanswered(district: District) -> None:
    """Give up tables whose columns nobody has told for long."""
    asked = SourceRun.objects.filter(district=district, status=Status.ASKING)
    for run in asked.filter(started_at__lt=timezone.now() - ASKED_FOR):
        _give_up(run)


def _give_up(run: SourceRun) -> None:
    runs.fail(run, _("The table was given up before it was read; nothing of it went in."))
    uploads.forget(run.pk)


def refuse_twice(
    district: District, checksum: str, scope: Mapping[str, Any], *, on: date, field: str | None = None
) -> None:
    if tables.last_same(district, checksum, scope, on) is not None:
        raise ActionRefused(_("This table was already read for that day. Nothing was changed."), field=field)
