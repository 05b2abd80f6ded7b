"""Which files are handed on to those who took part in a course."""

from dataclasses import dataclass
from pathlib import PurePath

from kiezkontor.methods.pictures import PictureError, web_pictures

MAX_BYTES = 10_000_000
LONGEST_PX = 2400
PDF, TEXT = ".pdf", ".txt"
PICTURES = (".png", ".jpg", ".jpeg")
# Zipped folders of XML; the formats of old, which hold macros, are not among them.
DOCUMENTS = (".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx")
ENDINGS = (PDF, *DOCUMENTS, *PICTURES, TEXT)
BEGINNINGS = {PDF: b"%PDF-"} | dict.fromkeys(DOCUMENTS, b"PK\x03\x04")


@dataclass(frozen=True)
class Kept:
    """A file as it is kept: its ending, and its content."""

    ending: str
    data: bytes


class MaterialError(ValueError):
    """code: "ending", "too_heavy" or "not_that" for what is not what its ending says."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def kept(name: str, data: bytes) -> Kept:
    """How a file called `name` is kept.

    Pictures become JPEG without what cameras write into them, such as the place. Raises MaterialError.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise MaterialError("ending")
    if len(data) > MAX_BYTES:
        raise MaterialError("too_heavy")
    if ending in PICTURES:
        try:
            (picture,) = web_pictures(data, LONGEST_PX)
        except PictureError:
            raise MaterialError("not_that") from None
        return Kept(".jpg", picture.data)
    if not data.startswith(BEGINNINGS.get(ending, b"")) or (ending == TEXT and not is_text(data)):
        raise MaterialError("not_that")
    return Kept(ending, data)


def is_text(data: bytes) -> bool:
    """Whether there is something, without the zeros that programs are full of; in whatever letters it is written."""
    return b"\x00" not in data and bool(data.strip())
