"""Video files made by hand, with all tables and no pictures in them."""

import struct


def box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), name) + inside


def mp4(*, codec: bytes = b"avc1", brand: bytes = b"isom", handler: bytes = b"vide", turned: bool = False) -> bytes:
    """Six seconds of 640 by 360 pixels; turned: a telephone held upright."""
    matrix = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000) if turned else (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 1)
    tkhd = box(b"tkhd", bytes(40), struct.pack(">9i", *matrix), struct.pack(">II", 640 << 16, 360 << 16))
    stsd = box(b"stsd", bytes(8), box(codec, bytes(78)))
    mdia = box(
        b"mdia",
        box(b"hdlr", bytes(8), handler, bytes(12)),
        box(b"minf", box(b"vmhd"), box(b"stbl", stsd, box(b"stts"))),
    )
    mvhd = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 6000), bytes(80))
    return box(b"ftyp", brand, bytes(4)) + box(b"moov", mvhd, box(b"trak", tkhd, mdia)) + box(b"mdat", bytes(100))


def element(name: str, *content: bytes) -> bytes:
    inside = b"".join(content)
    return bytes.fromhex(name) + bytes([0x40 | len(inside) >> 8, len(inside) & 0xFF]) + inside


def webm(*, codec: bytes = b"V_VP9", kind: bytes = b"webm", track: bytes = b"\x01") -> bytes:
    """Six seconds of 640 by 360 pixels."""
    info = element("1549a966", element("2ad7b1", b"\x0f\x42\x40"), element("4489", struct.pack(">d", 6000)))
    size = element("e0", element("b0", b"\x02\x80"), element("ba", b"\x01\x68"))
    tracks = element("1654ae6b", element("ae", element("83", track), element("86", codec), size))
    return element("1a45dfa3", element("4282", kind)) + element(
        "18538067", info, tracks, element("1f43b675", bytes(50))
    )
