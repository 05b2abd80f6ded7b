import json
import shutil
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


def test_a_backup_that_fails_leaves_nothing_behind(office, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    blocked = folder / "taken"
    blocked.mkdir()
    refused = office.command("backup", str(blocked))
    assert refused.returncode == 2
    assert [file.name for file in folder.iterdir()] == ["taken"]
