"""The district's introduction in sign language: taken in, described, shown, removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.profile import locked
from kiezkontor.districts.images import Picture, Upload
from kiezkontor.districts.models import District, SignLanguageVideo
from kiezkontor.methods.videos import VideoError, VideoFacts, video_facts
from kiezkontor.shared.errors import ActionRefused

# Three minutes in 720 lines take about 50 MB; more makes people on the road wait.
MAX_VIDEO_BYTES = 200_000_000
FOLDER = "dgs/"


def video_sentence(code: str) -> str:
    """Why a file was not taken, and what to do."""
    return {
        "not_a_video": _("This is not a video in the formats MP4 or WebM. Please export it as MP4 (H.264)."),
        "quicktime": _(
            "This is a QuickTime film (.mov), which many browsers do not play. Please export it as MP4 (H.264)."
        ),
        "codec": _(
            "The picture is compressed in a way many browsers do not play, such as HEVC. "
            "Please export the video as MP4 (H.264)."
        ),
        "no_picture": _("This file has sound only. Please choose a video."),
        "broken": _("The video is damaged or was not sent completely. Please send it again."),
    }[code]


def readable_video(upload: Upload) -> VideoFacts:
    """Refuses files that are too large or that browsers do not play."""
    if (upload.size or 0) > MAX_VIDEO_BYTES:
        raise ActionRefused(
            _("The video is larger than %(limit)s MB. Please export it smaller, for example with 720 lines.")
            % {"limit": MAX_VIDEO_BYTES // 1_000_000},
            field="video",
        )
    try:
        return video_facts(cast(BinaryIO, upload))
    except VideoError as error:
        raise ActionRefused(video_sentence(error.code), field="video") from error


@dataclass(frozen=True)
class Arrived:
    """A video that lies in the store and belongs to no district yet."""

    name: str
    size_bytes: int
    facts: VideoFacts


@contextmanager
def arriving(video: Upload | None) -> Iterator[Arrived | None]:
    """Copy a video into the store, which may take long and is done before anything is locked.

    Removed again when what follows fails. Refuses files browsers do not play; None for None.
    """
    if video is None:
        yield None
        return
    facts = readable_video(video)
    # A name nobody can guess: until it is shown, only the office knows where it lies.
    video.seek(0)
    name = default_storage.save(f"{FOLDER}{uuid4().hex}.{facts.kind}", video)
    try:
        yield Arrived(name, video.size or 0, facts)
    except BaseException:
        default_storage.delete(name)
        raise


@transaction.atomic
def set_sign_language_video(
    district: District,
    *,
    video: Arrived | None = None,
    poster: Picture | None = None,
    without_poster: bool = False,
    transcript_de: str = "",
    transcript_en: str = "",
    is_shown: bool = False,
    by: Viewer,
) -> SignLanguageVideo:
    """The district's one video with its words; video and poster None: they stay as they are. video: from `arriving`.

    Refuses words without a video, and showing it without its words as German text.
    A new file in place of one that visitors see is hidden, whatever `is_shown` says, until the office has seen it.
    """
    district = locked(district)
    row = SignLanguageVideo.objects.filter(district=district).first()
    if row is None and video is None:
        raise ActionRefused(_("Please choose a video."), field="video")
    if is_shown and not transcript_de.strip():
        raise ActionRefused(
            _("Visitors see the video as soon as its words stand here as German text."), field="transcript_de"
        )
    row = row or SignLanguageVideo(district=district)
    old_video, old_poster = str(row.file), str(row.poster)
    unseen = video is not None and row.is_shown
    if video is not None:
        facts = video.facts
        row.file.name, row.size_bytes = video.name, video.size_bytes
        row.width, row.height, row.seconds = facts.width, facts.height, facts.seconds
    if poster is not None:
        row.poster.save(f"{uuid4().hex}.jpg", poster, save=False)
    elif without_poster:
        row.poster = ""
    row.transcript_de, row.transcript_en = transcript_de.strip(), transcript_en.strip()
    row.is_shown = is_shown and not unseen
    row.save()
    forget_files(old_video, old_poster, kept=row)
    new = {"video": video is not None, "poster": str(row.poster) != old_poster}
    record("district.sign_language_set", district, by=by, district=district, shown=row.is_shown, **new)
    return row


@transaction.atomic
def remove_sign_language_video(district: District, *, by: Viewer) -> None:
    """Video, still picture and words are gone, from the store as well; nothing happens where there is none."""
    district = locked(district)
    row = SignLanguageVideo.objects.filter(district=district).first()
    if row is None:
        return
    row.delete()
    forget_files(str(row.file), str(row.poster), kept=None)
    record("district.sign_language_removed", district, by=by, district=district)


def forget_files(*names: str, kept: SignLanguageVideo | None) -> None:
    """Delete files nobody points to any more once everything is stored."""
    still = {str(kept.file), str(kept.poster)} if kept is not None else set()
    for name in names:
        if name and name not in still:
            transaction.on_commit(partial(default_storage.delete, name))
