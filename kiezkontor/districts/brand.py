import hashlib
from dataclasses import dataclass
from functools import lru_cache

from kiezkontor.districts.models import District
from kiezkontor.districts.rules.brand import style_sheet, variants


@dataclass(frozen=True)
class Brand:
    """The style sheet of two colours; version changes with every letter of it."""

    style_sheet: str
    version: str


def brand_of(district: District) -> Brand:
    return _brand(district.colour, district.colour_accent)


@lru_cache(maxsize=1_000)
def _brand(colour: str, accent: str) -> Brand:
    text = style_sheet(variants(colour, accent))
    return Brand(text, hashlib.sha256(text.encode()).hexdigest()[:12])
