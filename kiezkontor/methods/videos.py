"""What a video file is, read from its own tables without decoding a picture: container, codec, size, length.

Sources: ISO/IEC 14496-12 (boxes of MP4), RFC 8794 and RFC 9559 (elements of WebM).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO, Literal

# What every current browser plays without help of the system. HEVC and MPEG-4 part 2 are not among it.
MP4_CODECS = frozenset({"avc1", "avc3", "vp09"})
WEBM_CODECS = frozenset({"V_VP8", "V_VP9", "V_AV1"})
# Tables of an hour of video stay far below; more is no table.
LARGEST_TABLE = 32_000_000


@dataclass(frozen=True)
class VideoFacts:
    """width, height: pixels as shown; seconds: None where the file does not say."""

    kind: Literal["mp4", "webm"]
    width: int
    height: int
    seconds: float | None


class VideoError(ValueError):
    """code: "not_a_video", "quicktime", "codec", "no_picture" or "broken"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def video_facts(file: BinaryIO) -> VideoFacts:
    """What an MP4 or WebM file says of itself; the file may stand anywhere and is left anywhere.

    Raises VideoError for other files, for what browsers cannot play and for files that are not whole.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    beginning = file.read(16)
    try:
        if beginning[4:8] == b"ftyp":
            return _mp4(file, size, beginning[8:12])
        if beginning[:4] == b"\x1a\x45\xdf\xa3":
            return _webm(file, size)
    except (struct.error, IndexError, ValueError, RecursionError) as error:
        raise error if isinstance(error, VideoError) else VideoError("broken") from error
    raise VideoError("quicktime" if beginning[4:8] in {b"moov", b"wide", b"mdat"} else "not_a_video")


@dataclass(frozen=True)
class _Part:
    """A box or element: its name and where its content lies, from begin to end."""

    name: bytes
    begin: int
    end: int


def _boxes(file: BinaryIO, begin: int, end: int) -> Iterator[_Part]:
    while begin + 8 <= end:
        file.seek(begin)
        length, name = struct.unpack(">I4s", file.read(8))
        content = begin + 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            content += 8
        last = end if length == 0 else begin + length
        if last > end or last < content:
            raise VideoError("broken")
        yield _Part(name, content, last)
        begin = last


def _content(file: BinaryIO, part: _Part) -> bytes:
    if part.end - part.begin > LARGEST_TABLE:
        raise VideoError("broken")
    file.seek(part.begin)
    return file.read(part.end - part.begin)


def _inside(file: BinaryIO, part: _Part, *path: bytes) -> _Part | None:
    """The first box along a path of names, or None."""
    for name in path:
        found = next((each for each in _boxes(file, part.begin, part.end) if each.name == name), None)
        if found is None:
            return None
        part = found
    return part


def _mp4(file: BinaryIO, size: int, brand: bytes) -> VideoFacts:
    if brand == b"qt  ":
        raise VideoError("quicktime")
    top = list(_boxes(file, 0, size))
    movie = next((each for each in top if each.name == b"moov"), None)
    if movie is None or not any(each.name == b"mdat" for each in top):
        raise VideoError("broken")
    for track in _boxes(file, movie.begin, movie.end):
        if track.name == b"trak" and _handler(file, track) == b"vide":
            width, height = _shown_size(file, track)
            return VideoFacts("mp4", width, height, _mp4_seconds(file, movie))
    raise VideoError("no_picture")


def _handler(file: BinaryIO, track: _Part) -> bytes:
    handler = _inside(file, track, b"mdia", b"hdlr")
    return _content(file, handler)[8:12] if handler else b""


def _shown_size(file: BinaryIO, track: _Part) -> tuple[int, int]:
    table = _inside(file, track, b"mdia", b"minf", b"stbl", b"stsd")
    header = _inside(file, track, b"tkhd")
    if table is None or header is None:
        raise VideoError("broken")
    if _content(file, table)[12:16].decode("latin-1") not in MP4_CODECS:
        raise VideoError("codec")
    content = _content(file, header)
    width, height = struct.unpack(">II", content[-8:])
    (first,) = struct.unpack(">i", content[-44:-40])
    # A telephone held upright films lying and notes a quarter turn: nothing of x stays x.
    sides = (width >> 16, height >> 16)
    return (sides[1], sides[0]) if first == 0 else sides


def _mp4_seconds(file: BinaryIO, movie: _Part) -> float | None:
    header = _inside(file, movie, b"mvhd")
    if header is None:
        raise VideoError("broken")
    content = _content(file, header)
    scale, length = struct.unpack(">IQ", content[20:32]) if content[0] == 1 else struct.unpack(">II", content[12:20])
    return length / scale if scale and length else None


def _elements(file: BinaryIO, begin: int, end: int) -> Iterator[_Part]:
    while begin < end:
        file.seek(begin)
        head = file.read(12)
        name_length = _vint_length(head[0], longest=4)
        name = head[:name_length]
        size_length = _vint_length(head[name_length], longest=8)
        field = head[name_length : name_length + size_length]
        length = int.from_bytes(field) & ((1 << 7 * size_length) - 1)
        content = begin + name_length + size_length
        unknown = length == (1 << 7 * size_length) - 1
        last = end if unknown else content + length
        if last > end:
            raise VideoError("broken")
        yield _Part(name, content, last)
        begin = last


def _vint_length(first: int, *, longest: int) -> int:
    length = 9 - first.bit_length()
    if length > longest:
        raise VideoError("broken")
    return length


def _webm(file: BinaryIO, size: int) -> VideoFacts:
    top = _elements(file, 0, size)
    head = _values(file, next(top))
    if head.get(b"\x42\x82", b"").rstrip(b"\0") != b"webm":
        raise VideoError("not_a_video")
    segment = next((each for each in top if each.name == b"\x18\x53\x80\x67"), None)
    if segment is None:
        raise VideoError("broken")
    seconds: float | None = None
    sides: tuple[int, int] | None = None
    for part in _elements(file, segment.begin, segment.end):
        if part.name == b"\x15\x49\xa9\x66":
            seconds = _webm_seconds(_values(file, part))
        elif part.name == b"\x16\x54\xae\x6b":
            sides = _webm_size(file, part)
        elif part.name == b"\x1f\x43\xb6\x75":
            if sides is None:
                raise VideoError("no_picture")
            return VideoFacts("webm", *sides, seconds)
    raise VideoError("broken")


def _values(file: BinaryIO, part: _Part) -> dict[bytes, bytes]:
    return {each.name: _content(file, each) for each in _elements(file, part.begin, part.end)}


def _webm_seconds(info: dict[bytes, bytes]) -> float | None:
    scale = int.from_bytes(info.get(b"\x2a\xd7\xb1", b"\x0f\x42\x40"))
    length = info.get(b"\x44\x89", b"")
    if len(length) not in {4, 8}:
        return None
    found: float = struct.unpack(">f" if len(length) == 4 else ">d", length)[0]
    return found * scale / 1_000_000_000


def _webm_size(file: BinaryIO, tracks: _Part) -> tuple[int, int] | None:
    for track in _elements(file, tracks.begin, tracks.end):
        facts = _values(file, track) if track.name == b"\xae" else {}
        if int.from_bytes(facts.get(b"\x83", b"")) != 1:
            continue
        if facts.get(b"\x86", b"").rstrip(b"\0").decode("latin-1") not in WEBM_CODECS:
            raise VideoError("codec")
        video = next(each for each in _elements(file, track.begin, track.end) if each.name == b"\xe0")
        sides = _values(file, video)
        return int.from_bytes(sides[b"\xb0"]), int.from_bytes(sides[b"\xba"])
    return None
