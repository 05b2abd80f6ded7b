import json
import os
import shutil
import signal
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.installations import Installation, copy_of, new_installation

pytestmark = pytest.mark.installation
own_sqlite = pytest.mark.own_sqlite

FILL = """
from datetime import UTC, datetime
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District, Operator
square = {"type": "Polygon", "coordinates": [[[8.4, 49.0], [8.41, 49.0], [8.41, 49.01], [8.4, 49.0]]]}
district = District.objects.create(
    slug="karlstrasse", name="Karlstraße", municipality="Karlsruhe", federal_state="BW",
    boundary=square, south=49.0, north=49.01, west=8.4, east=8.41, languages=["de", "en"])
Person.objects.create_user("ayse@example.org", name="Ayşe Öztürk")
Person.objects.update(joined_at=datetime(2017, 1, 1, 12, 30, 15, 123456, tzinfo=UTC))
Operator.objects.bulk_create(Operator(name=f"Träger {n}") for n in range(3000))
default_storage.save("brand/logo.svg", ContentFile(b"<svg/>"))
from io import BytesIO
from PIL import Image
from django.conf import settings
from kiezkontor.organisations.models import Organisation, Photo
drawn = BytesIO()
Image.new("RGB", (4, 3)).save(drawn, "JPEG")
bakery = Organisation.objects.create(name="Bäckerei Ähre")
Photo.objects.create(organisation=bakery, image=ContentFile(drawn.getvalue(), "front.jpg"))
(settings.DATA / "tiles").mkdir()
(settings.DATA / "tiles" / "karlstrasse.pmtiles").write_bytes(bytes(range(256)))
"""
WRITE_PAIRS = """
import select, sys
from django.db import transaction
from kiezkontor.districts.models import Operator
count = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    with transaction.atomic():
        Operator.objects.create(name=f"left {count}")
        Operator.objects.create(name=f"right {count}")
    count += 1
    print(count, flush=True)
"""
NO_ROOM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, 6_000_000))
"""
KILLED_IN = """
import os, signal
from kiezkontor.config import backups
backups.%s = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
"""
RESTORE_EACH = """
import contextlib, io, json
from kiezkontor.config.cli import main
answers = []
for file in %r:
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            status = main(["restore", file, "--replace"])
        except SystemExit as end:
            status = end.code
    answers.append((status, said.getvalue()))
print(json.dumps(answers))
"""
DERIVED = ("tables/search.", "tables/sessions.")


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    installation = Installation(folder / "office")
    installation.answer("backup", str(folder / "empty.zip"))
    installation.python(FILL)
    return installation.data


@pytest.fixture
def office(filled_folder: Path, tmp_path: Path) -> Installation:
    """A filled installation on SQLite."""
    shutil.copytree(filled_folder, tmp_path / "office")
    return Installation(tmp_path / "office")


@pytest.fixture(scope="session")
def saved(filled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the office as every test finds it."""
    backup = tmp_path_factory.mktemp("saved") / "backup.zip"
    Installation(filled_folder).answer("backup", str(backup))
    return backup


@pytest.fixture
def unprepared(tmp_path: Path) -> Iterator[Installation]:
    """An empty place on the database of this run."""
    with new_installation(tmp_path / "elsewhere") as place:
        yield place


@pytest.fixture
def elsewhere(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation without a district on the database of this run."""
    with copy_of(prepared, tmp_path / "elsewhere") as place:
        yield place


def command(*arguments: str) -> str:
    """The program of a command, to run with something changed before."""
    return f"import sys\nfrom kiezkontor.config.cli import main\nsys.exit(main({list(arguments)!r}))\n"


def refusals(office: Installation, *files: Path) -> list[tuple[int, str]]:
    """Restore one file after the other; returns exit status and messages of each."""
    answers: list[tuple[int, str]] = json.loads(office.python(RESTORE_EACH % [str(file) for file in files]))
    return answers


def name_of_district(office: Installation) -> str:
    with closing(sqlite3.connect(office.data / "kiezkontor.sqlite3")) as database:
        ((name,),) = database.execute("SELECT name FROM districts_district")
    return str(name)


def marks_of_pages(office: Installation) -> str:
    """What published pages are kept under; none that was ever in use may come back."""
    return office.python("from kiezkontor.districts.changes import marks\nprint(marks())")


def rename_district(office: Installation) -> None:
    with closing(sqlite3.connect(office.data / "kiezkontor.sqlite3")) as database, database:
        database.execute("UPDATE districts_district SET name = 'Neu'")


def rows(backup: Path) -> dict[str, list[list[Any]]]:
    with zipfile.ZipFile(backup) as archive:
        return {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/") and not name.startswith(DERIVED)
        }


def test_an_office_moves_to_another_database_and_back_without_losing_anything(saved, unprepared, tmp_path):
    second, third = (tmp_path / name for name in ("second.zip", "third.zip"))
    unprepared.answer("restore", str(saved))
    unprepared.answer("backup", str(second))
    assert rows(second) == rows(saved)
    assert zipfile.ZipFile(second).read("media/brand/logo.svg") == b"<svg/>"

    assert (unprepared.data / "tiles" / "karlstrasse.pmtiles").read_bytes() == bytes(range(256))

    back = Installation(tmp_path / "back")
    back.answer("restore", str(second))
    back.answer("backup", str(third))
    assert rows(third) == rows(saved)


def test_people_go_on_entering_things_after_a_restore(saved, elsewhere):
    elsewhere.answer("restore", str(saved))
    added = "from kiezkontor.districts.models import Operator\nprint(Operator.objects.create(name='neu').pk)"
    assert int(elsewhere.python(added)) > 3000


def test_a_backup_is_of_one_moment_while_people_write(elsewhere, tmp_path):
    elsewhere.python(FILL)
    writer = elsewhere.start(WRITE_PAIRS)
    assert writer.stdout
    writer.stdout.readline()
    elsewhere.answer("backup", str(tmp_path / "busy.zip"))
    time.sleep(0.1)
    output, errors = writer.communicate("stop\n", timeout=60)
    written = int(output.split()[-1])
    assert writer.returncode == 0, errors

    names = [row[1] for row in rows(tmp_path / "busy.zip")["tables/districts.operator.jsonl"][1:]]
    left = sum(name.startswith("left") for name in names)
    assert left == sum(name.startswith("right") for name in names)
    assert 0 < left < written


@own_sqlite
def test_an_installation_in_use_is_only_replaced_when_asked(office, saved):
    rename_district(office)
    refused = office.command("restore", str(saved))
    assert refused.returncode == 2
    assert refused.stderr == "Diese Installation ist in Gebrauch; mit --replace wird weggeworfen, was sie enthält.\n"
    assert name_of_district(office) == "Neu"

    before = marks_of_pages(office)
    office.answer("restore", str(saved), "--replace")
    assert name_of_district(office) == "Karlstraße"
    assert marks_of_pages(office) != before


@own_sqlite
def test_a_damaged_or_foreign_file_changes_nothing(office, saved, tmp_path):
    damaged, foreign = (tmp_path / name for name in ("damaged.zip", "foreign.zip"))
    damaged.write_bytes(saved.read_bytes()[:-2000])
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(foreign, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"Karlstra", b"Erfunden") if "district" in name else content)
    for status, said in refusals(office, damaged, foreign, tmp_path / "missing.zip"):
        assert status == 2
        assert len(said.splitlines()) == 1
        assert "Traceback" not in said
    assert name_of_district(office) == "Karlstraße"


@own_sqlite
def test_a_file_of_another_program_is_named_as_such(office, tmp_path):
    manifests = ("[]", '{"name": "app"}', '{"format": 99, "migrations": [], "rows": {}, "sha256": {}}')
    files = [tmp_path / f"foreign-{number}.zip" for number in range(len(manifests))]
    for file, manifest in zip(files, manifests, strict=True):
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", manifest)
    for status, said in refusals(office, *files):
        assert (status, len(said.splitlines())) == (2, 1), said


@own_sqlite
def test_files_smuggled_into_a_backup_are_refused(office, saved, tmp_path):
    backup = Path(shutil.copy(saved, tmp_path))
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("media/photos/stranger.jpg", b"")
    refused = office.command("restore", str(backup), "--replace")
    assert refused.stderr.endswith("ist beschädigt: media/photos/stranger.jpg hat Kiezkontor nicht gesichert.\n")


@own_sqlite
def test_a_backup_is_not_written_where_it_cannot_be(office, tmp_path):
    assert "ist ein Ordner; nennen Sie eine Datei darin." in office.command("backup", str(tmp_path)).stderr
    assert "gibt es nicht." in office.command("backup", str(tmp_path / "nowhere" / "backup.zip")).stderr


@own_sqlite
def test_a_backup_writes_over_a_file_only_where_it_is_told_to(office, tmp_path):
    target = tmp_path / "backup.zip"
    target.write_bytes(b"the last one")
    refused = office.command("backup", str(target))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        refused.stderr
        == f"Die Datei {target} gibt es schon; sie bleibt, wie sie ist. Mit --force wird sie überschrieben.\n"
    )
    assert target.read_bytes() == b"the last one"
    office.answer("backup", str(target), "--force")
    assert zipfile.is_zipfile(target)


@own_sqlite
def test_a_backup_that_finds_no_room_leaves_nothing_behind(office, tmp_path):
    (office.data / "media" / "photos" / "large.jpg").write_bytes(os.urandom(9_000_000))
    target = tmp_path / "backups" / "backup.zip"
    target.parent.mkdir()
    target.write_bytes(b"the last one")
    refused = office.start(NO_ROOM + command("backup", str(target), "--force"))
    _, errors = refused.communicate(timeout=60)
    assert (refused.returncode, len(errors.splitlines())) == (2, 1), errors
    assert [file.name for file in target.parent.iterdir()] == ["backup.zip"]
    assert target.read_bytes() == b"the last one"


def go_on(office: Installation) -> None:
    """After a backup the office lives on: another name, another logo, another map, one more picture."""
    rename_district(office)
    (office.data / "media" / "brand" / "logo.svg").write_bytes(b"<svg>neu</svg>")
    (office.data / "media" / "photos" / "later.jpg").write_bytes(b"later")
    (office.data / "tiles" / "karlstrasse.pmtiles").write_bytes(b"new streets")


def state(office: Installation) -> tuple[str, dict[str, bytes]]:
    files = {
        str(path.relative_to(office.data)): path.read_bytes()
        for part in ("media", "tiles", "restoring")
        for path in sorted((office.data / part).rglob("*"))
        if path.is_file()
    }
    return name_of_district(office), files


@own_sqlite
def test_a_restore_that_finds_no_room_changes_nothing(office, tmp_path):
    (office.data / "media" / "photos" / "large.jpg").write_bytes(os.urandom(9_000_000))
    office.answer("backup", str(tmp_path / "backup.zip"))
    go_on(office)
    before = state(office)
    refused = office.start(NO_ROOM + command("restore", str(tmp_path / "backup.zip"), "--replace"))
    _, errors = refused.communicate(timeout=60)
    assert (refused.returncode, len(errors.splitlines())) == (2, 1), errors
    assert state(office) == before


@own_sqlite
@pytest.mark.parametrize("function", ["load_rows", "replace_files", "restore_secret"])
def test_a_killed_restore_loses_nothing_and_can_be_repeated(office, saved, function):
    when_saved = state(office)
    go_on(office)
    before = state(office)
    killed = office.start(KILLED_IN % function + command("restore", str(saved), "--replace"))
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    if function == "load_rows":
        name, files = state(office)
        assert (name, files | before[1]) == (before[0], files)
    office.answer("restore", str(saved), "--replace")
    assert state(office) == when_saved
