"""How streets are called in addresses, and which numbers of a location may be told."""

import re
import unicodedata
from collections.abc import Iterable

from kiezkontor.directory.rules.slugs import GERMAN


def street_slug(name: str) -> str:
    """“Karlstraße” becomes "karlstrasse"; "strasse" where nothing is left of a name."""
    words = unicodedata.normalize("NFKD", name.lower().translate(GERMAN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "strasse"


def together(numbers: Iterable[int | None]) -> int | None:
    """The sum; None of nothing, or where one of them may not be told."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return sum(known) if found and len(known) == len(found) else None
