"""The video in sign language as pages show it."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.districts import access
from kiezkontor.districts.models import District, SignLanguageVideo
from kiezkontor.districts.texts import rendered
from kiezkontor.shared.media import TYPES


@dataclass(frozen=True)
class ShownVideo:
    """language: of the transcript, which may differ from the page's."""

    url: str
    media_type: str
    poster_url: str
    width: int
    height: int
    caption: str
    transcript: SafeString
    language: str
    is_shown: bool


def shown_video(video: SignLanguageVideo) -> ShownVideo:
    language = (get_language() or "de")[:2]
    return ShownVideo(
        url=video.file.url,
        media_type=TYPES[PurePosixPath(str(video.file)).suffix],
        poster_url=video.poster.url if video.poster else "",
        width=video.width,
        height=video.height,
        caption=caption_of(video),
        transcript=rendered(video.transcript),
        language="en" if language == "en" and video.transcript_en else "de",
        is_shown=video.is_shown,
    )


def caption_of(video: SignLanguageVideo) -> str:
    size = filesizeformat(video.size_bytes)
    if video.seconds is None:
        return _("Video in German Sign Language, %(size)s.") % {"size": size}
    minutes, seconds = divmod(round(video.seconds), 60)
    length = f"{minutes}:{seconds:02}"
    return _("Video in German Sign Language, %(length)s minutes, %(size)s.") % {"length": length, "size": size}


def public_video(district: District) -> ShownVideo | None:
    """The district's video where visitors are meant to see it."""
    row = access.sign_language_video_of(district)
    return shown_video(row) if row is not None and row.is_shown else None
