import random
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from kiezkontor.methods import pictures
from kiezkontor.methods.pictures import MAX_BYTES, MAX_SCANS, PictureError, web_pictures

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
        pytest.param(empty_png(5_100, 5_000), "too_many_pixels", id="too many pixels"),
        pytest.param(empty_png(60_000, 60_000), "too_many_pixels", id="a bomb"),
        pytest.param(file_of(Image.new("RGB", (200, 200), RED))[:500], "broken", id="cut off"),
    ],
)
def test_files_that_are_no_photo_are_refused(data, code):
    with pytest.raises(PictureError) as refused:
        web_pictures(data, 480)
    assert refused.value.code == code


def drawn_again(size: tuple[int, int], times: int) -> bytes:
    """A progressive JPEG whose last scan is there so many times more."""
    data = file_of(Image.new("L", size, 128), progressive=True)
    scan, end = data.rfind(b"\xff\xda"), data.rfind(b"\xff\xd9")
    return data[:end] + data[scan:end] * times + data[end:]


@pytest.mark.parametrize(
    ("size", "times"),
    [
        pytest.param((40, 30), MAX_SCANS, id="very often"),
        pytest.param((5000, 4000), 30, id="a large one less often"),
    ],
)
def test_what_draws_itself_over_and_over_is_not_unpacked(size, times, monkeypatch):
    monkeypatch.setattr(pictures, "shrunk", None)
    with pytest.raises(PictureError) as refused:
        web_pictures(drawn_again(size, times), 480)
    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    "filling",
    [
        pytest.param(b"\xff\xfe\x00\x02" * 100_000, id="remarks"),
        pytest.param(b"\xff" * 1_000_000, id="gaps"),
        pytest.param(b"\xff" * 1_000_000 + b"\xda", id="a gap before a scan"),
    ],
)
def test_a_jpeg_that_goes_on_and_on_before_its_picture_is_not_even_opened(filling, monkeypatch):
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(PictureError) as refused:
        web_pictures(b"\xff\xd8" + filling, 480)
    assert refused.value.code == "broken"
    assert refused.value.__cause__ is None


def test_what_telephones_put_before_and_behind_a_photo_draws_nothing():
    preview = Image.Exif()
    preview[0x010E] = "\xff\xda" * (MAX_SCANS + 1)
    photo = file_of(Image.new("RGB", (40, 30), RED), exif=preview, progressive=True)
    film = b"\xff\xda\x00\x00" * (MAX_SCANS + 1)
    (picture,) = web_pictures(photo + film, 480)
    assert (picture.width, picture.height) == (40, 30)


def test_several_pictures_in_one_file_are_one_photo():
    stream = BytesIO()
    Image.new("RGB", (40, 30), RED).save(
        stream, "MPO", save_all=True, append_images=[Image.new("RGB", (20, 15), BLUE)], progressive=True
    )
    (picture,) = web_pictures(stream.getvalue(), 480)
    assert (picture.width, picture.height) == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_shrunk_before_anything_else_is_done_with_it(kind, monkeypatch):
    handled = []
    monkeypatch.setattr(pictures, "in_srgb", lambda image: handled.append(image.size) or image)
    (picture,) = web_pictures(file_of(Image.new("RGB", (1200, 900), RED), format=kind), 400)
    assert handled == [(400, 300)] == [(picture.width, picture.height)]


def test_a_jpeg_is_not_unpacked_in_its_full_size(monkeypatch):
    unpacked = []
    thumbnail = Image.Image.thumbnail
    monkeypatch.setattr(
        Image.Image, "thumbnail", lambda image, *how: unpacked.append(image.size) or thumbnail(image, *how)
    )
    (picture,) = web_pictures(file_of(Image.new("RGB", (4000, 3000), RED)), 400)
    assert unpacked[0] == (1000, 750)
    assert (picture.width, picture.height) == (400, 300)


def test_pictures_are_unpacked_one_after_the_other(monkeypatch):
    under_way, most = [], []
    shrink = pictures.shrunk

    def watched(image, longest_px):
        under_way.append(image)
        most.append(len(under_way))
        time.sleep(0.01)
        under_way.pop()
        return shrink(image, longest_px)

    monkeypatch.setattr(pictures, "shrunk", watched)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda data: web_pictures(data, 480), [file_of(Image.new("RGB", (40, 30), RED))] * 8))
    assert most == [1] * 8


def every_kind_of_file() -> list[bytes]:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "A remark"
    exif[0x8825] = {1: "N", 2: (48.0, 30.0, 1.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kinds = [("JPEG", "CMYK"), ("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "I;16"), ("WEBP", "RGBA")]
    bare = [file_of(Image.new(mode, (40, 30)), format=kind, exif=exif) for kind, mode in kinds]
    profiled = [("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGBA")]
    return bare + [file_of(Image.new(m, (40, 30)), format=k, exif=exif, icc_profile=profile) for k, m in profiled]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes near the beginning are others, missing or too many."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        at = chance.randrange(min(len(changed), chance.choice([60, 200, 3000])))
        way = chance.random()
        if way < 0.6:
            changed[at] = chance.choice([0, 1, 127, 128, 255, chance.randrange(256)])
        elif way < 0.8 and len(changed) > 100:
            del changed[at : at + chance.randrange(1, 20)]
        else:
            changed[at:at] = chance.randbytes(chance.randrange(1, 8))
    return bytes(changed)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damaged_files_are_photos_or_refused_with_a_reason():
    chance = random.Random(24)
    kinds = every_kind_of_file()
    found = set()
    for _ in range(400):
        try:
            web_pictures(damaged(chance.choice(kinds), chance), 480)
            found.add("taken")
        except PictureError as refused:
            found.add(refused.code)
    assert found >= {"taken", "broken", "not_a_picture"}


def test_damaged_metadata_that_break_their_reader_are_refused(monkeypatch):
    def broken(image):
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", broken)
    with pytest.raises(PictureError) as refused:
        web_pictures(photo_with_place(), 480)
    assert refused.value.code == "broken"
