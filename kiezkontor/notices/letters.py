"""Letters and sheets with a personal code, as one tagged PDF a run; whoever writes them brings the words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from kiezkontor.shared.paper import pdf_from

TEMPLATE = Path(__file__).parent / "paper" / "letters.typ"
# The window of DIN 5008 form B has room for so many lines.
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Question:
    """answers: to be ticked, numbered from 1 as they stand; lines: how many there are to write on."""

    text: str
    hint: str = ""
    answers: Sequence[str] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is filled in by hand and sent back; its code and the square stand on every page. All plain text.

    about: whose sheet it is. code_label: before the code; page_label: before the number of a page. address: what the
    code as a square of dots leads to.
    """

    title: str
    about: str
    intro: Sequence[str]
    questions: Sequence[Question]
    closing: Sequence[str]
    address: str
    qr_alt: str
    code_label: str
    code: str
    page_label: str


@dataclass(frozen=True, slots=True)
class Letter:
    """to: lines of the window, at most MOST_LINES. address: what the code as a square of dots leads to.

    info: lines beside the window. ways: what to do with the code. closing: after it.
    back: what stands on the back, if anything does. All plain text.
    slip: to be cut off at the foot and sent back.
    sheet: pages that follow the letter and come back.
    """

    to: Sequence[str]
    return_line: str
    info: Sequence[str]
    subject: str
    paragraphs: Sequence[str]
    address: str
    qr_alt: str
    ways: Sequence[str]
    code: str
    closing: Sequence[str]
    back_title: str = ""
    back: Sequence[str] = ()
    slip: Sequence[str] = ()
    sheet: Sheet | None = None


def as_data(paper: Letter | Sheet) -> dict[str, Any]:
    """As it is stored until it is printed."""
    return asdict(paper)


def pdf_of(
    letters: Sequence[Mapping[str, Any]], *, title: str, sender: str, foot: str, language: str, made_at: datetime
) -> bytes:
    """One PDF/UA-1 of letters and sheets (`as_data`), at least one, each on pages of its own.

    Same letters, same moment: same file.
    """
    data: dict[str, Any] = {
        "title": title,
        "sender": sender,
        "foot": foot,
        "language": language,
        "letters": [with_square(letter) for letter in letters],
    }
    return pdf_from(TEMPLATE, data, made_at=made_at)


def with_square(letter: Mapping[str, Any]) -> dict[str, Any]:
    drawn = {**letter, "qr": qr_code(letter["address"])}
    if letter.get("sheet"):
        drawn["sheet"] = with_square(letter["sheet"])
    return drawn


def qr_code(address: str) -> str:
    out = BytesIO()
    # Any mask can be read; to look for the best of eight takes five times as long as all else.
    segno.make(address, error="m", micro=False, mask=0).save(
        out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False
    )
    return out.getvalue().decode()
