"""Photos as people send them, made small, upright and free of what cameras write into them."""

import re
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from threading import Lock

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20_000_000
# More than any telephone takes; a JPEG is unpacked at about the size it is wanted in, others wholly (100 MB).
MAX_PIXELS_OF_JPEG, MAX_PIXELS = 60_000_000, 25_000_000
# A JPEG may draw the whole picture again and again, each time in a few bytes; honest ones do so about ten times.
MAX_SCANS, MAX_PIXELS_DRAWN = 100, 600_000_000
# Of those before, after and between the scans; long metadata come in some hundreds.
MAX_SEGMENTS, MAX_PADDING = 2000, 100
START_OF_JPEG, START_OF_SCAN, END_OF_JPEG = b"\xff\xd8", 0xDA, 0xD9
SEGMENT = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
SHRINK_WELL = {"L", "LA", "RGB", "RGBA", "CMYK"}
# However many photos arrive at once, this process has the memory of one.
_one_at_a_time = Lock()


class PictureError(ValueError):
    """code: "too_heavy", "too_many_pixels", "not_a_picture" or "broken"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Picture:
    """A JPEG without any metadata."""

    data: bytes
    width: int
    height: int


def web_pictures(data: bytes, *longest_px: int) -> list[Picture]:
    """The picture upright in each of these sizes (longest edge in pixels, never enlarged), in the given order.

    Transparent parts turn white, colours are brought to sRGB; EXIF with the place it was taken is gone.
    Raises PictureError for files that are too large or no photo (vector drawings are programs and are not read).
    """
    if len(data) > MAX_BYTES:
        raise PictureError("too_heavy")
    try:
        scans = scans_in(data)
        with _one_at_a_time, Image.open(BytesIO(data), formats=FORMATS) as opened:
            refuse_laborious(opened.width * opened.height, scans)
            small = shrunk(opened, max(longest_px))
            upright = flattened(in_srgb(ImageOps.exif_transpose(small)))
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise PictureError("not_a_picture") from error
    except Exception as error:  # readers of damaged metadata fail in ways nobody lists
        raise PictureError("broken") from error
    return [encoded(upright, size) for size in longest_px]


def scans_in(data: bytes) -> int:
    """How often a JPEG draws its picture, 0 for others; previews before it and what follows its end do not count."""
    if not data.startswith(START_OF_JPEG):
        return 0
    scans, position = 0, len(START_OF_JPEG)
    for _ in range(MAX_SEGMENTS):
        found = SEGMENT.search(data, position)
        if not scans and (not found or found.start() - position > MAX_PADDING):
            break
        if not found or found[1][0] == END_OF_JPEG:
            return scans
        scans += found[1][0] == START_OF_SCAN
        position = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
    raise PictureError("broken")


def refuse_laborious(pixels: int, scans: int) -> None:
    """Refuse what would take too much memory or time to unpack. scans: from `scans_in`."""
    if pixels > (MAX_PIXELS_OF_JPEG if scans else MAX_PIXELS):
        raise PictureError("too_many_pixels")
    if scans > MAX_SCANS or scans * pixels > MAX_PIXELS_DRAWN:
        raise PictureError("too_many_pixels")


def shrunk(image: Image.Image, longest_px: int) -> Image.Image:
    """Not larger than needed, before anything else is done with it; a JPEG is not even unpacked in its full size."""
    enough = min(1, 2 * longest_px / max(image.size))
    image.draft(None, (ceil(image.width * enough), ceil(image.height * enough)))
    if "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in SHRINK_WELL:
        image = image.convert("RGB")
    image.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    return image


def in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return image
    return converted or image


def flattened(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA"}:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(ground, image).convert("RGB")
    return image.convert("RGB")


def encoded(image: Image.Image, longest_px: int) -> Picture:
    small = image.copy()
    small.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    small.info.clear()
    stream = BytesIO()
    small.save(stream, "JPEG", quality=82, optimize=True, progressive=True)
    return Picture(stream.getvalue(), small.width, small.height)
