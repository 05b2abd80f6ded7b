"""Uploaded sources until they are read: in the data folder, away from the files the public may fetch.

The file of a run also tells whether its reading is alive: it is touched at every step.
"""

import shutil
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.text import get_valid_filename

from kiezkontor.districts.images import Upload

# A worker that dies is noticed by the queue after five minutes; three of them take the queue's last attempt.
SILENT_AFTER = timedelta(minutes=30)
_ARRIVING = "arriving-"
_ABANDONED_AFTER = timedelta(days=1)


def folder() -> Path:
    return Path(settings.DATA) / "uploads"


def keep(file: Upload) -> Path:
    """Write an arriving file into a folder of its own, under a harmless form of its name."""
    _sweep()
    place = folder() / f"{_ARRIVING}{uuid.uuid4().hex}"
    place.mkdir(parents=True)
    target = place / (get_valid_filename((file.name or "")[-100:].lstrip(".") or "file"))
    with target.open("wb") as written:
        for chunk in file.chunks():
            written.write(chunk)
    return target


def hand_over(path: Path, run_id: int) -> None:
    """The kept file belongs to a run from now on."""
    forget(run_id)
    path.parent.rename(folder() / str(run_id))


def drop(path: Path) -> None:
    """Remove a kept file that became nobody's."""
    shutil.rmtree(path.parent, ignore_errors=True)


def path_of(run_id: int) -> Path | None:
    """The file of a run; None when it was read or never came by upload."""
    return next((folder() / str(run_id)).glob("*"), None)


def forget(run_id: int) -> None:
    shutil.rmtree(folder() / str(run_id), ignore_errors=True)


def show_life(run_id: int) -> None:
    path = path_of(run_id)
    if path is not None:
        path.touch()


def last_sign(run_id: int) -> datetime | None:
    """When the reading of a run last showed life; None without a file."""
    path = path_of(run_id)
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path else None
    except FileNotFoundError:
        return None


def _sweep() -> None:
    """Remove what arrived and was never handed over because a process died in between."""
    limit = (datetime.now(UTC) - _ABANDONED_AFTER).timestamp()
    for place in folder().glob(f"{_ARRIVING}*"):
        if place.stat().st_mtime < limit:
            shutil.rmtree(place, ignore_errors=True)
