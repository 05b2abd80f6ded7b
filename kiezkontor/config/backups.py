"""Backups: one file with every row and every uploaded file, the same for SQLite and PostgreSQL.

A zip: tables/<app>.<model>.jsonl with one JSON list of column values a row (the first line names the columns),
media/<path> for uploaded files, tiles/<name> for maps, manifest.json with versions, row counts and checksums.
"""

import base64
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command, get_commands
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_string
from django.utils.translation import gettext as _

from kiezkontor.districts.changes import tell_changed
from kiezkontor.districts.models.changes import EVERYWHERE

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret-key"  # noqa: S105 - the name of a file
TILES = "tiles"
BLOCK = 1 << 20
ROWS_AT_ONCE = 2000
PEOPLE_AND_PLACES = ["accounts.Person", "districts.District", "organisations.Organisation"]
"""An installation that has any of these is in use."""

type Model = type[models.Model]
type Column = models.Field[Any, Any]


# Writing


def write(target: Path, *, replace: bool = False) -> dict[str, int]:
    """Write a whole backup of this moment to target; returns the number of rows a table.

    People go on working meanwhile: rows come from one snapshot. A failure leaves nothing that looks like a backup, and
    a file that was there before as it was. replace: write over such a file.
    """
    if target.is_dir():
        raise CommandError(_("%(file)s is a folder; name a file in it.") % {"file": target})
    if not target.parent.is_dir():
        raise CommandError(_("There is no folder %(folder)s.") % {"folder": target.parent})
    refuse_to_write_over(target, replace=replace)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with zipfile.ZipFile(unfinished, "x", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            manifest = fill(archive)
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.chmod(0o600)
        refuse_to_write_over(target, replace=replace)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    rows: dict[str, int] = manifest["rows"]
    return rows


def refuse_to_write_over(target: Path, *, replace: bool) -> None:
    if target.exists() and not replace:
        raise CommandError(
            _("There is a file %(file)s already; it stays as it is. --force writes over it.") % {"file": target}
        )


def fill(archive: zipfile.ZipFile) -> dict[str, Any]:
    checksums: dict[str, str] = {}
    rows: dict[str, int] = {}
    with snapshot():
        migrations = sorted(MigrationRecorder(connection).applied_migrations())
        for model in tables(apps):
            name = f"tables/{model._meta.label_lower}.jsonl"
            with archive.open(name, "w", force_zip64=True) as file:
                checksums[name], rows[model._meta.label_lower] = copy(lines(model), file)
        files = list(stored_files())
    for path in files:
        try:
            source = default_storage.open(path)
        except FileNotFoundError:
            continue  # Deleted by somebody since the snapshot.
        with source, archive.open(f"media/{path}", "w", force_zip64=True) as file:
            checksums[f"media/{path}"], _count = copy(source.chunks(BLOCK), file)
    for tile_file in sorted((settings.DATA / TILES).glob("*.pmtiles")):
        with tile_file.open("rb") as tiles, archive.open(f"{TILES}/{tile_file.name}", "w", force_zip64=True) as file:
            checksums[f"{TILES}/{tile_file.name}"], _count = copy(iter(partial(tiles.read, BLOCK), b""), file)
    archive.writestr(SECRET, settings.SECRET_KEY)
    checksums[SECRET] = hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": [list(key) for key in migrations],
        "rows": rows,
        "sha256": checksums,
    }


def copy(pieces: Iterable[bytes], file: IO[bytes]) -> tuple[str, int]:
    """Write the pieces; returns their checksum and how many followed the first."""
    checksum, count = hashlib.sha256(), -1
    for piece in pieces:
        checksum.update(piece)
        file.write(piece)
        count += 1
    return checksum.hexdigest(), count


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment; on neither database do writers wait for it."""
    if connection.vendor == "sqlite":
        # Not atomic(): that would begin IMMEDIATE, which keeps writers out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def tables(registry: Apps) -> list[Model]:
    """Models with a table of their own, sorted by name."""
    found = [
        model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def columns(model: Model) -> list[Column]:
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def lines(model: Model) -> Iterator[bytes]:
    fields = columns(model)
    names = [field.attname for field in fields]
    yield json.dumps(names).encode() + b"\n"
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        values = [portable(field, value) for field, value in zip(fields, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def portable(field: Column, value: Any) -> Any:
    """A column's value in JSON, readable again by `original` on any database."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, str | int | float | bool):
        return value
    return field.get_prep_value(value)


def stored_files(folder: str = "") -> Iterator[str]:
    """Paths of all uploaded files, sorted within each folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from stored_files(f"{folder}/{name}" if folder else name)


# Reading


def restore(source: Path, *, replace: bool) -> dict[str, int]:
    """Make this installation what the backup holds; returns the number of rows a table.

    Nothing is changed unless the whole file is sound and its files found room. Raises CommandError with one sentence
    otherwise, and when the installation is in use and replace is False. Interrupted, what was there stays, or the
    same call repeated brings the rest.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = sound_manifest(archive, source)
            registry = registry_of(manifest, replace=replace)
            with unpacked_files(archive) as folder:
                with transaction.atomic():
                    rows = load(archive, registry)
                replace_files(folder)
            restore_secret(archive)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise CommandError(_("%(file)s is not a whole backup.") % {"file": source}) from error
    call_command("migrate", verbosity=0, interactive=False)
    if "reindex" in get_commands():
        call_command("reindex", verbosity=0, stdout=StringIO())
    if replace:
        tell_changed([EVERYWHERE])  # the marks of the backup are those of pages that may still be kept
    return rows


def sound_manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    """The manifest, after every checksum it names was found right."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
        if not {"format", "migrations", "rows", "sha256"} <= manifest.keys():
            raise ValueError(MANIFEST)
    except (KeyError, ValueError, AttributeError, RuntimeError) as error:
        raise CommandError(_("%(file)s is not a backup of Kiezkontor.") % {"file": source}) from error
    if manifest["format"] != FORMAT:
        raise CommandError(_("%(file)s was made by a newer Kiezkontor; update this one first.") % {"file": source})
    for name in set(archive.namelist()) - {MANIFEST, *manifest["sha256"]}:
        raise CommandError(
            _("%(file)s is damaged: %(name)s was not saved by Kiezkontor.") % {"file": source, "name": name}
        )
    for name, expected in manifest["sha256"].items():
        checksum = hashlib.sha256()
        try:
            with archive.open(name) as file:
                while block := file.read(BLOCK):
                    checksum.update(block)
        except KeyError as error:
            raise CommandError(
                _("%(file)s is damaged: %(name)s is missing.") % {"file": source, "name": name}
            ) from error
        if checksum.hexdigest() != expected or ".." in Path(name).parts:
            raise CommandError(
                _("%(file)s is damaged: %(name)s is not what was saved.") % {"file": source, "name": name}
            )
    return dict(manifest)


def registry_of(manifest: dict[str, Any], *, replace: bool) -> Apps:
    """Bring the tables to the state the backup was made in and return the models of that state."""
    wanted = {(str(app), str(name)) for app, name in manifest["migrations"]}
    executor = MigrationExecutor(connection)
    if not wanted <= set(executor.loader.graph.nodes):
        raise CommandError(_("The backup was made by a newer Kiezkontor; update this one first."))
    if executor.loader.applied_migrations:
        call_command("migrate", verbosity=0, interactive=False)
        refuse_if_in_use(replace=replace)
        executor = MigrationExecutor(connection)
        if set(executor.loader.applied_migrations) != wanted:
            raise CommandError(
                _("The backup was made by an older Kiezkontor; restore it into an empty data folder or a new database.")
            )
    targets = [key for key in wanted if not wanted & child_keys(executor, key)]
    executor.migrate(sorted(targets))
    executor.loader.build_graph()
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    return executor.loader.project_state(sorted(targets)).apps


def child_keys(executor: MigrationExecutor, key: tuple[str, str]) -> set[tuple[str, str]]:
    return {child.key for child in executor.loader.graph.node_map[key].children if child.key[0] == key[0]}


def refuse_if_in_use(*, replace: bool) -> None:
    if not replace and any(apps.get_model(name)._base_manager.exists() for name in PEOPLE_AND_PLACES):
        raise CommandError(_("This installation is in use; --replace throws away what it holds."))


def load(archive: zipfile.ZipFile, registry: Apps) -> dict[str, int]:
    """Put the backup's rows in place of those that are there; foreign keys are checked at the end."""
    found = tables(registry)
    names = set(archive.namelist())
    empty(found)
    counts = {}
    for model in found:
        name = f"tables/{model._meta.label_lower}.jsonl"
        if name in names:
            with archive.open(name) as file:
                counts[model._meta.label_lower] = load_rows(model, file)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)
    return counts


def empty(found: list[Model]) -> None:
    quoted = [connection.ops.quote_name(model._meta.db_table) for model in found]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)} CASCADE")
        else:
            for table in quoted:
                cursor.execute(f"DELETE FROM {table}")


def load_rows(model: Model, file: IO[bytes]) -> int:
    by_name = {field.attname: field for field in columns(model)}
    fields = [by_name[name] for name in json.loads(file.readline())]
    size = max(1, min(ROWS_AT_ONCE, connection.ops.bulk_batch_size(fields, [None] * ROWS_AT_ONCE)))
    count, block = 0, []
    for line in file:
        row = model()
        for field, value in zip(fields, json.loads(line), strict=True):
            # Past the descriptors: that of a picture would open the file, which is not here yet.
            row.__dict__[field.attname] = original(field, value)
        block.append(row)
        if len(block) == size:
            insert(model, fields, block)
            count, block = count + len(block), []
    if block:
        insert(model, fields, block)
    return count + len(block)


def insert(model: Model, fields: list[Column], rows: list[models.Model]) -> None:
    """As stored: bulk_create would set dates of change anew."""
    manager: Any = model._base_manager
    manager._insert(rows, fields=fields, using=connection.alias, raw=True)


def original(field: Column, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.ForeignKey):
        return original(field.target_field, value)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


class Unpacked(File):  # type: ignore[type-arg]  # takes none while it runs
    """A file the store may move into its place instead of copying it."""

    def __init__(self, unpacked: Path, file: IO[bytes], name: str) -> None:
        super().__init__(file, name)
        self.unpacked = unpacked

    def temporary_file_path(self) -> str:
        return str(self.unpacked)


@contextmanager
def unpacked_files(archive: zipfile.ZipFile) -> Iterator[Path]:
    """A folder beside the stored files with all files of the backup; those in use are untouched until it is whole."""
    folder: Path = settings.DATA / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for part in ("media", TILES):
            (folder / part).mkdir(parents=True)
        for name in archive.namelist():
            if name.startswith(("media/", f"{TILES}/")):
                archive.extract(name, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def replace_files(folder: Path) -> None:
    """Put unpacked files in place of those that are there; others do not stay behind."""
    kept = {str(path.relative_to(folder / "media")): path for path in (folder / "media").rglob("*") if path.is_file()}
    for path, unpacked in kept.items():
        default_storage.delete(path)
        with unpacked.open("rb") as file:
            default_storage.save(path, Unpacked(unpacked, file, path))
    for path in list(stored_files()):
        if path not in kept:
            default_storage.delete(path)
    tiles: Path = settings.DATA / TILES
    tiles.mkdir(exist_ok=True)
    for old in tiles.glob("*.pmtiles"):
        if not (folder / TILES / old.name).exists():
            old.unlink()
    for new in (folder / TILES).iterdir():
        new.replace(tiles / new.name)


def restore_secret(archive: zipfile.ZipFile) -> None:
    """The key that signed the links in mails already sent; a key given by the environment stays in charge."""
    put(settings.DATA / SECRET, archive.read(SECRET))


def put(file: Path, content: bytes) -> None:
    """The file is there whole or not at all, and only for its owner until it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.replace(file)
