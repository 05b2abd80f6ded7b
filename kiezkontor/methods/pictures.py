"""Photos as people send them, made small, upright and free of what cameras write into them."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20_000_000
# Sixty million pixels: more than any telephone takes, little enough to unpack (180 MB).
MAX_PIXELS = 60_000_000


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
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise PictureError("too_many_pixels")
            upright = flattened(in_srgb(ImageOps.exif_transpose(opened)))
    except Image.DecompressionBombError as error:
        raise PictureError("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise PictureError("not_a_picture") from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("broken") from error
    return [encoded(upright, size) for size in longest_px]


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
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
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
