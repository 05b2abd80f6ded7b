import json
import os
import shutil
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.installations import Installation, database_of_this_run

pytestmark = pytest.mark.installation

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


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    """An empty place on the database of this run."""
    with database_of_this_run("elsewhere") as database:
        yield Installation(tmp_path / "elsewhere", database)


def command(*arguments: str) -> str:
    """The program of a command, to run with something changed before."""
    return f"import sys\nfrom kiezkontor.config.cli import main\nsys.exit(main({list(arguments)!r}))\n"


def rows(backup: Path) -> dict[str, list[list[Any]]]:
    with zipfile.ZipFile(backup) as archive:
        return {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/") and not name.startswith(DERIVED)
        }


def test_an_office_moves_to_another_database_and_back_without_losing_anything(office, elsewhere, tmp_path):
    first, second, third = (tmp_path / name for name in ("first.zip", "second.zip", "third.zip"))
    office.answer("backup", str(first))
    elsewhere.answer("restore", str(first))
    elsewhere.answer("backup", str(second))
    assert rows(second) == rows(first)
    assert zipfile.ZipFile(second).read("media/brand/logo.svg") == b"<svg/>"

    assert (elsewhere.data / "tiles" / "karlstrasse.pmtiles").read_bytes() == bytes(range(256))

    back = Installation(tmp_path / "back")
    back.answer("restore", str(second))
    back.answer("backup", str(third))
    assert rows(third) == rows(first)


def test_people_go_on_entering_things_after_a_restore(office, elsewhere, tmp_path):
    office.answer("backup", str(tmp_path / "backup.zip"))
    elsewhere.answer("restore", str(tmp_path / "backup.zip"))
    added = "from kiezkontor.districts.models import Operator\nprint(Operator.objects.create(name='neu').pk)"
    assert int(elsewhere.python(added)) > 3000


def test_a_backup_is_of_one_moment_while_people_write(elsewhere, tmp_path):
    elsewhere.answer("backup", str(tmp_path / "empty.zip"))
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


def test_an_installation_in_use_is_only_replaced_when_asked(office, tmp_path):
    office.answer("backup", str(tmp_path / "backup.zip"))
    office.python("from kiezkontor.districts.models import District; District.objects.update(name='Neu')")
    refused = office.command("restore", str(tmp_path / "backup.zip"))
    assert refused.returncode == 2
    assert refused.stderr == "This installation is in use; --replace throws away what it holds.\n"

    office.answer("restore", str(tmp_path / "backup.zip"), "--replace")
    name = office.python("from kiezkontor.districts.models import District; print(District.objects.get().name)")
    assert name == "Karlstraße\n"


def test_a_damaged_or_foreign_file_changes_nothing(office, tmp_path):
    backup, damaged, foreign = (tmp_path / name for name in ("backup.zip", "damaged.zip", "foreign.zip"))
    office.answer("backup", str(backup))
    damaged.write_bytes(backup.read_bytes()[:-2000])
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(foreign, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"Karlstra", b"Erfunden") if "district" in name else content)
    for file in (damaged, foreign, tmp_path / "missing.zip"):
        refused = office.command("restore", str(file), "--replace")
        assert refused.returncode == 2
        assert len(refused.stderr.splitlines()) == 1
        assert "Traceback" not in refused.stderr
    name = office.python("from kiezkontor.districts.models import District; print(District.objects.get().name)")
    assert name == "Karlstraße\n"


def test_a_file_of_another_program_is_named_as_such(office, tmp_path):
    foreign = tmp_path / "foreign.zip"
    for manifest in ("[]", '{"name": "app"}', '{"format": 99, "migrations": [], "rows": {}, "sha256": {}}'):
        with zipfile.ZipFile(foreign, "w") as archive:
            archive.writestr("manifest.json", manifest)
        refused = office.command("restore", str(foreign), "--replace")
        assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1), refused.stderr


def test_files_smuggled_into_a_backup_are_refused(office, tmp_path):
    backup = tmp_path / "backup.zip"
    office.answer("backup", str(backup))
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("media/photos/stranger.jpg", b"")
    refused = office.command("restore", str(backup), "--replace")
    assert refused.stderr.endswith("is damaged: media/photos/stranger.jpg was not saved by Kiezkontor.\n")


def test_a_backup_is_not_written_where_it_cannot_be(office, tmp_path):
    assert "is a folder; name a file in it." in office.command("backup", str(tmp_path)).stderr
    assert "There is no folder" in office.command("backup", str(tmp_path / "nowhere" / "backup.zip")).stderr


def test_a_backup_that_finds_no_room_leaves_nothing_behind(office, tmp_path):
    (office.data / "media" / "photos" / "large.jpg").write_bytes(os.urandom(9_000_000))
    target = tmp_path / "backups" / "backup.zip"
    target.parent.mkdir()
    target.write_bytes(b"the last one")
    refused = office.start(NO_ROOM + command("backup", str(target)))
    _, errors = refused.communicate(timeout=60)
    assert (refused.returncode, len(errors.splitlines())) == (2, 1), errors
    assert [file.name for file in target.parent.iterdir()] == ["backup.zip"]
    assert target.read_bytes() == b"the last one"


def changed_since(backup: Path, office: Installation) -> None:
    """Save the office, then let it go on: another name, another logo, another map, one more picture."""
    office.answer("backup", str(backup))
    office.python("from kiezkontor.districts.models import District; District.objects.update(name='Neu')")
    (office.data / "media" / "brand" / "logo.svg").write_bytes(b"<svg>neu</svg>")
    (office.data / "media" / "photos" / "later.jpg").write_bytes(b"later")
    (office.data / "tiles" / "karlstrasse.pmtiles").write_bytes(b"new streets")


def state(office: Installation) -> tuple[str, dict[str, bytes]]:
    name = office.python("from kiezkontor.districts.models import District; print(District.objects.get().name)")
    files = {
        str(path.relative_to(office.data)): path.read_bytes()
        for part in ("media", "tiles", "restoring")
        for path in sorted((office.data / part).rglob("*"))
        if path.is_file()
    }
    return name.strip(), files


def test_a_restore_that_finds_no_room_changes_nothing(office, tmp_path):
    (office.data / "media" / "photos" / "large.jpg").write_bytes(os.urandom(9_000_000))
    changed_since(tmp_path / "backup.zip", office)
    before = state(office)
    refused = office.start(NO_ROOM + command("restore", str(tmp_path / "backup.zip"), "--replace"))
    _, errors = refused.communicate(timeout=60)
    assert (refused.returncode, len(errors.splitlines())) == (2, 1), errors
    assert state(office) == before


@pytest.mark.parametrize("function", ["load_rows", "replace_files", "restore_secret"])
def test_a_killed_restore_loses_nothing_and_can_be_repeated(office, tmp_path, function):
    saved = state(office)
    changed_since(tmp_path / "backup.zip", office)
    before = state(office)
    killed = office.start(KILLED_IN % function + command("restore", str(tmp_path / "backup.zip"), "--replace"))
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    if function == "load_rows":
        name, files = state(office)
        assert (name, files | before[1]) == (before[0], files)
    office.answer("restore", str(tmp_path / "backup.zip"), "--replace")
    assert state(office) == saved
