"""What an answer says, whichever way it says it: page, search, export, feed, mail, PDF, file."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pypdf import PdfReader

from kiezkontor.accounts.rules.visibility import CHANNELS

PAGE, SEARCH, EXPORT, FEED, MAIL, PDF, FILE = CHANNELS
FEEDS = ("application/atom+xml", "application/rss+xml")
# Addresses of stored files in a page.
STORED = re.compile(r"/media/[^\"'\s<>?,&]+")


def channel_of(response: Any, url: str) -> str:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == "application/pdf":
        return PDF
    if kind in FEEDS:
        return FEED
    if kind != "text/html":
        return EXPORT
    return SEARCH if "?q=" in url else PAGE


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content if response.streaming else [response.content])


def text_of(body: bytes) -> str:
    """What a person or a program reads of it: of a PDF its text, of a spreadsheet its cells."""
    if body.startswith(b"%PDF-"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if body.startswith(b"PK"):
        book = ZipFile(BytesIO(body))
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return body.decode(errors="replace")


def in_one_piece(text: str) -> str:
    """Small letters without spaces, line ends and hyphens, which paper puts into words."""
    return re.sub(r"[\s\u00ad-]+", "", text).lower()


def files_in(text: str) -> Iterator[str]:
    """Addresses of stored files that a page names, each once."""
    yield from dict.fromkeys(STORED.findall(text))
