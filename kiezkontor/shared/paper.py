"""Tagged PDF from a template of an area and its data."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

# After Latin, Greek and Cyrillic.
BEYOND, PUNCTUATION = 0x0530, frozenset("–—‘’‚“”„…•·€")
# What is no text to read and therefore stays as it is.
DRAWN = frozenset({"qr"})


def pdf_from(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """A PDF/UA-1. data: as JSON, in the template under sys.inputs.data. Same data, same moment: same file."""
    try:
        return compiled(template, data, made_at)
    except typst.TypstError:
        # A sign that none of the fonts has; nobody's paper waits for it.
        return compiled(template, with_known_signs(data), made_at)


def compiled(template: Path, data: Mapping[str, Any], made_at: datetime) -> bytes:
    compiler = typst.Compiler(
        str(template),
        root=str(template.parent),
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
        return {name: each if name in DRAWN else with_known_signs(each) for name, each in value.items()}
    return [with_known_signs(each) for each in value] if isinstance(value, list | tuple) else value
