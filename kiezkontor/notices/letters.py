"""Letters with a personal code, as one tagged PDF a run; whoever writes them brings the words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

TEMPLATE = Path(__file__).parent / "paper" / "letters.typ"
# The window of DIN 5008 form B has room for so many lines.
MOST_LINES = 6
# After Latin, Greek and Cyrillic.
BEYOND, PUNCTUATION = 0x0530, frozenset("–—‘’‚“”„…•·€")


@dataclass(frozen=True, slots=True)
class Letter:
    """to: lines of the window, at most MOST_LINES. address: what the code as a square of dots leads to.

    info: lines beside the window. ways: what to do with the code. closing: after it. All plain text.
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


def pdf_of(letters: Sequence[Letter], *, title: str, sender: str, foot: str, language: str, made_at: datetime) -> bytes:
    """One PDF/UA-1 with a page for each letter, at least one. Same letters, same moment: same file."""
    data: dict[str, Any] = {
        "title": title,
        "sender": sender,
        "foot": foot,
        "language": language,
        "letters": [asdict(letter) | {"qr": qr_code(letter.address)} for letter in letters],
    }
    try:
        return compiled(data, made_at)
    except typst.TypstError:
        # A sign that none of the fonts has; nobody's letter waits for it.
        return compiled({**data, "letters": [with_known_signs(letter) for letter in data["letters"]]}, made_at)


def compiled(data: Mapping[str, Any], made_at: datetime) -> bytes:
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def with_known_signs(value: Any) -> Any:
    """Texts with a mark in place of each sign beyond the European scripts and common punctuation."""
    if isinstance(value, str):
        return "".join(sign if ord(sign) < BEYOND or sign in PUNCTUATION else "?" for sign in value)
    if isinstance(value, Mapping):
        return {name: each if name == "qr" else with_known_signs(each) for name, each in value.items()}
    return [with_known_signs(each) for each in value] if isinstance(value, list | tuple) else value


def qr_code(address: str) -> str:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False
    )
    return out.getvalue().decode()
