import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from kiezkontor.methods.pictures import MAX_BYTES, PictureError, web_pictures

RED, BLUE = (200, 30, 30), (30, 30, 200)


def file_of(image: Image.Image, **save) -> bytes:
    stream = BytesIO()
    image.save(stream, **({"format": "JPEG"} | save))
    return stream.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def photo_with_place() -> bytes:
    """Taken upright with the camera turned: the top is stored on the right; with place and camera name."""
    image = Image.new("RGB", (400, 200), RED)
    image.paste(BLUE, (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (52.0, 28.0, 0.0)
    return file_of(image, exif=exif)


def empty_png(width: int, height: int) -> bytes:
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b"")]
    sealed = [struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(sealed)


def test_a_photo_stands_upright_and_tells_nothing_of_its_place():
    (picture,) = web_pictures(photo_with_place(), 1600)
    result = opened(picture.data)
    assert result.size == (picture.width, picture.height) == (200, 400)
    assert not result.getexif()
    assert b"A camera" not in picture.data
    top, bottom = result.getpixel((100, 20)), result.getpixel((100, 380))
    assert top[2] > top[0]
    assert bottom[0] > bottom[2]


def test_a_large_photo_is_shrunk_and_a_small_one_stays():
    large, small = web_pictures(file_of(Image.new("RGB", (3000, 1500), RED)), 1600, 480)
    assert (large.width, large.height) == (1600, 800)
    assert (small.width, small.height) == (480, 240)
    (same,) = web_pictures(file_of(Image.new("RGB", (30, 20), RED)), 1600)
    assert (same.width, same.height) == (30, 20)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK"])
def test_every_usual_kind_of_picture_becomes_a_photo(mode):
    data = file_of(Image.new(mode, (20, 20)), format="JPEG" if mode == "CMYK" else "PNG")
    (picture,) = web_pictures(data, 480)
    assert opened(picture.data).mode == "RGB"


def test_what_is_transparent_turns_white():
    (picture,) = web_pictures(file_of(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), format="PNG"), 480)
    assert opened(picture.data).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not_a_picture", id="svg"
        ),
        pytest.param(b"%PDF-1.7", "not_a_picture", id="pdf"),
        pytest.param(b"", "not_a_picture", id="nothing"),
        pytest.param(b"x" * (MAX_BYTES + 1), "too_heavy", id="too heavy"),
        pytest.param(empty_png(10_000, 10_000), "too_many_pixels", id="too many pixels"),
        pytest.param(empty_png(60_000, 60_000), "too_many_pixels", id="a bomb"),
        pytest.param(file_of(Image.new("RGB", (200, 200), RED))[:500], "broken", id="cut off"),
    ],
)
def test_files_that_are_no_photo_are_refused(data, code):
    with pytest.raises(PictureError) as refused:
        web_pictures(data, 480)
    assert refused.value.code == code
