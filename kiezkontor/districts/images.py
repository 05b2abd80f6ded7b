"""Logos people upload: looked at, made small, written anew."""

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

if TYPE_CHECKING:
    type Picture = ContentFile[bytes]
    type Upload = UploadedFile[Any]
else:
    Picture, Upload = ContentFile, UploadedFile

MAX_BYTES = 2_000_000
MAX_PIXELS = 25_000_000
# Twice what the funding line shows, the largest place of a logo (14 by 4 rem), for sharp screens and for paper.
LARGEST = (448, 128)
# Of a mark with its even colours nothing can be seen to be lost.
QUALITY = 90
# Drawings (SVG) can carry scripts, so they are not taken.
FORMATS = ("PNG", "JPEG", "WEBP")


def logo_file(upload: Upload) -> Picture:
    """The picture as a WebP of at most 448 by 128 pixels without its hidden data, named after its content.

    Raises ValidationError with one sentence for anything but a whole PNG, JPEG or WebP of at most 2 MB.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The logo is larger than 2 MB. Please choose a smaller file."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValidationError(_("The logo has too many pixels. Please choose a smaller picture."))
            picture: Image.Image = ImageOps.exif_transpose(opened).convert("RGBA")
    except ValidationError:
        raise
    except Exception:  # readers of damaged metadata fail in ways nobody lists
        raise ValidationError(
            _("The logo cannot be read. Please choose a PNG, JPEG or WebP file; drawings (SVG) are not possible.")
        ) from None
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    data = min(as_webp(picture, lossless=True), as_webp(picture, quality=QUALITY), key=len)
    return ContentFile(data, name=name_of(data))


def name_of(data: bytes) -> str:
    """The file name of a logo as it is written anew."""
    return f"{hashlib.sha256(data).hexdigest()[:20]}.webp"


def as_webp(picture: Image.Image, **how: Any) -> bytes:
    content = BytesIO()
    picture.save(content, "WEBP", method=6, **how)
    return content.getvalue()
