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
LARGEST = (1200, 480)
# Drawings (SVG) can carry scripts, so they are not taken.
FORMATS = ("PNG", "JPEG", "WEBP")


def logo_file(upload: Upload) -> Picture:
    """The picture as a PNG of at most 1200 by 480 pixels without its hidden data, named after its content.

    Raises ValidationError with one sentence for anything but a whole PNG, JPEG or WebP of at most 2 MB.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The logo is larger than 2 MB. Please choose a smaller file."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValidationError(_("The logo has too many pixels. Please choose a smaller picture."))
            picture: Image.Image = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(
            _("The logo cannot be read. Please choose a PNG, JPEG or WebP file; drawings (SVG) are not possible.")
        ) from None
    picture.thumbnail(LARGEST)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    data = content.getvalue()
    return ContentFile(data, name=f"{hashlib.sha256(data).hexdigest()[:20]}.png")
