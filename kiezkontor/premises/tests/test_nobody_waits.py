"""What takes long keeps nobody else from saving: nothing is locked meanwhile, or only for moments."""

from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.actions import videos
from kiezkontor.districts.tests import builders as districts
from kiezkontor.methods.tests.video_files import mp4
from kiezkontor.organisations.actions import photos
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises import uploads
from kiezkontor.premises.actions import uploads as arrivals
from kiezkontor.premises.imports import decisions
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared import turns

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = {"csrfmiddlewaretoken": "a" * 64}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(districts.coordinator(kiez))
    return client


@pytest.fixture
def locked():
    """For each piece of heavy work whether it was done inside a transaction."""
    return []


@pytest.fixture
def watch(monkeypatch, locked):
    def watched(module, name):
        work = getattr(module, name)

        def noting(*args, **kwargs):
            locked.append(connection.in_atomic_block)
            return work(*args, **kwargs)

        monkeypatch.setattr(module, name, noting)

    return watched


def test_a_source_is_copied_and_weighed_before_anything_is_locked(office, watch, locked):
    watch(uploads, "keep")
    watch(arrivals.runs, "checksum_of")
    file = SimpleUploadedFile("liste.csv", b"Name,Strasse,Nr\nMuster,Musterweg,1\n")
    with patch("kiezkontor.premises.tasks.uploads.read_upload"):
        answer = office.post("/musterkiez/buero/importe/neu/", {"file": file, "on": "2026-01-15"} | PAGE)
    assert answer.status_code == 302
    assert locked == [False, False]


def test_a_photo_is_made_small_before_anything_is_locked(office, kiez, watch, locked):
    watch(photos, "web_pictures")
    baker = organisations.organisation("Bäckerei Muster")
    premises.used(premises.unit(kiez, "12"), baker)
    content = BytesIO()
    Image.new("RGB", (60, 40)).save(content, "PNG")
    file = SimpleUploadedFile("foto.png", content.getvalue())
    answer = office.post(f"/musterkiez/buero/eintraege/{baker.pk}/fotos/neu/", {"image": file} | PAGE)
    assert answer.status_code == 302
    assert locked == [False]


def test_a_video_is_copied_before_anything_is_locked(office, watch, locked):
    watch(videos.default_storage, "save")
    file = SimpleUploadedFile("film.mp4", mp4())
    assert office.post("/musterkiez/buero/quartier/gebaerdensprache/", {"video": file} | PAGE).status_code == 302
    assert locked == [False]


def test_a_video_that_was_refused_leaves_no_file(office, tmp_path):
    file = SimpleUploadedFile("film.mp4", mp4())
    answer = office.post("/musterkiez/buero/quartier/gebaerdensprache/", {"video": file, "is_shown": "on"} | PAGE)
    assert answer.status_code == 422
    assert list(tmp_path.glob("dgs/*")) == []


def test_many_decisions_let_others_save_in_between(watch, locked):
    watch(decisions, "let_others_save")
    decisions.decide(range(1, 2 * decisions.CHUNK + 2), "accepted", by=system_viewer("import"))
    assert locked == [False, False]


def test_who_waits_for_a_file_of_sqlite_gets_a_turn(monkeypatch):
    waited = []
    monkeypatch.setattr(turns.time, "sleep", waited.append)
    turns.let_others_save()
    assert waited == ([turns.TURN_SECONDS] if connection.vendor == "sqlite" else [])
