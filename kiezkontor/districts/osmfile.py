"""Opening files with map data safely: what is it, is it whole, is it a bomb."""

import bz2
import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal, cast

import osmium
from django.utils.translation import gettext as _

from kiezkontor.shared.commands import file_sentence

Format = Literal["pbf", "osm", "osm.gz", "osm.bz2", "json"]

# OSM as XML packs about 15 to 1, JSON about 10 to 1; gzip reaches 1,000 to 1 and bzip2 far more on nonsense.
MAX_RATIO = 100
ALWAYS_ALLOWED_BYTES = 64 * 1024 * 1024
# The extract of a whole Land as .osm.bz2; nothing near it belongs into a district.
MAX_UNPACKED_BYTES = 16 * 1024**3
# JSON is read as a whole and takes about eight times its size in memory.
MAX_JSON_BYTES = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
_HEAD = 4096
# The first block of a .bz2 has to be there as a whole before any of it can be unpacked: 900 kB, hardly packed.
_PACKED_HEAD = 1024 * 1024
_MAX_BLOB_BYTES = 32 * 1024 * 1024


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the message is one sentence for people."""


def format_of(path: Path) -> Format:
    """What the file holds, told by its first block and not by its name; no more of a packed file is unpacked.

    Raises UnreadableFile for a missing, empty or foreign file and for one whose beginning is damaged.
    """
    head = head_of(path)
    if b"OSMHeader" in head[:32]:
        return "pbf"
    if head.startswith(b"PK\x03\x04"):
        raise UnreadableFile(_("The file is a ZIP archive; please unpack it and import the file inside."))
    packing: Literal["", "gz", "bz2"] = ""
    if head.startswith(b"\x1f\x8b"):
        packing = "gz"
    elif head.startswith(b"BZh"):
        packing = "bz2"
    if packing:
        head = _unpacked_head(path, packing)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith((b"{", b"[")):
        return "json"
    if text[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableFile(_("The file is a web page, not map data; the download probably led to an error page."))
    if b"<osmChange" in text:
        raise UnreadableFile(_("The file holds only changes; please import a complete extract."))
    if not text.startswith(b"<") or b"<osm" not in text:
        raise UnreadableFile(_("The file is not OpenStreetMap data (.osm.pbf, .osm, Overpass JSON or GeoJSON)."))
    if packing:
        return "osm.gz" if packing == "gz" else "osm.bz2"
    return "osm"


def head_of(path: Path) -> bytes:
    """The first bytes of a file, by which its kind is told. Raises UnreadableFile when there are none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise UnreadableFile(_("There is no file %(name)s.") % {"name": path}) from None
    except OSError as error:
        raise UnreadableFile(file_sentence(error)) from None
    if not head.strip():
        raise UnreadableFile(_("The file %(name)s is empty.") % {"name": path.name})
    return head


def _unpacked(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        magic = file.read(3)
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    if magic == b"BZh":
        return cast(IO[bytes], bz2.open(path, "rb"))
    return path.open("rb")


def _unpacked_head(path: Path, packing: Literal["gz", "bz2"]) -> bytes:
    with path.open("rb") as file:
        packed = file.read(_PACKED_HEAD)
    opened = zlib.decompressobj(wbits=31) if packing == "gz" else bz2.BZ2Decompressor()
    try:
        head: bytes = opened.decompress(packed, _HEAD)
    except (zlib.error, OSError, ValueError):
        raise _cut_off() from None
    is_whole = opened.eof or len(head) == _HEAD or len(packed) == _PACKED_HEAD
    if not head or not is_whole:
        raise _cut_off()
    return head


def _cut_off() -> UnreadableFile:
    return UnreadableFile(_("The file is damaged or was cut off while it was loaded; please load it again."))


def _bomb() -> UnreadableFile:
    return UnreadableFile(_("The packed file unpacks to far more than map data does; it was not read."))


def _check_unpacked_size(path: Path, found: Format) -> None:
    """Unpack piece by piece, keeping nothing. Raises UnreadableFile for what is damaged or far too much."""
    allowed = min(MAX_UNPACKED_BYTES, max(ALWAYS_ALLOWED_BYTES, MAX_RATIO * path.stat().st_size))
    unpacked = 0
    try:
        for size in _blob_sizes(path) if found == "pbf" else _piece_sizes(path):
            unpacked += size
            if unpacked > allowed:
                raise _bomb()
    except (OSError, EOFError, ValueError, IndexError, zlib.error):
        raise _cut_off() from None


def _piece_sizes(path: Path) -> Iterator[int]:
    with _unpacked(path) as file:
        while piece := file.read(_CHUNK):
            yield len(piece)


def _blob_sizes(path: Path) -> Iterator[int]:
    """What each block of a .pbf says it unpacks to; the reading library stops at a block that lies.

    Source: wiki.openstreetmap.org/wiki/PBF_Format: length of the header, BlobHeader (3 = size), Blob (2 = raw size).
    """
    with path.open("rb") as file:
        while length := file.read(4):
            header = dict(_numbers(file.read(min(int.from_bytes(length), 64 * 1024))))
            blob = file.read(min(header.get(3, 0), _MAX_BLOB_BYTES))
            yield dict(_numbers(blob)).get(2, len(blob))


def _numbers(message: bytes) -> Iterator[tuple[int, int]]:
    """The fields of a protocol buffer: number, and its value or the length of its text."""
    at = 0
    while at < len(message):
        key, at = _number_at(message, at)
        value, at = _number_at(message, at)
        if key & 7 == 2:
            at += value
        elif key & 7:
            raise ValueError(key)
        yield key >> 3, value


def _number_at(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        value |= (message[at] & 127) << shift
        at += 1
        if message[at - 1] < 128:
            return value, at
    raise ValueError(at)


def open_osm(path: Path) -> osmium.io.File:
    """The file for pyosmium, with the format we found. Raises UnreadableFile, also for JSON."""
    found = format_of(path)
    if found == "json":
        raise UnreadableFile(_("The file is JSON, not an OpenStreetMap extract."))
    if found != "osm":
        _check_unpacked_size(path, found)
    return osmium.io.File(str(path), found)


def damaged(error: Exception) -> UnreadableFile:
    """The sentence for an error of the reading library, whose own words help nobody."""
    del error
    return _cut_off()


def read_json(path: Path) -> Any:
    """The parsed JSON of a plain or packed file. Raises UnreadableFile; sizes are limited before parsing."""
    packed = path.stat().st_size
    limit = min(MAX_JSON_BYTES, max(ALWAYS_ALLOWED_BYTES, MAX_RATIO * packed))
    try:
        with _unpacked(path) as file:
            content = file.read(limit + 1)
    except (OSError, EOFError, ValueError):
        raise _cut_off() from None
    if len(content) > limit:
        if limit < MAX_JSON_BYTES:
            raise _bomb()
        raise UnreadableFile(
            _("The file is larger than %(limit)s MB; please import it as .osm.pbf instead.")
            % {"limit": MAX_JSON_BYTES // 1024 // 1024}
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFile(_("The file is not written in UTF-8.")) from None
    except (ValueError, RecursionError):
        raise _cut_off() from None
