"""German street names in one spelling, and folded for comparison."""

import re
import unicodedata
from functools import lru_cache

_STREET = re.compile(r"(?<=[^\W\d_])(s|S)tr(?:\.|asse|aße|a[sß]se)?(?=$|[\s,-])")
_STREET_WORD = re.compile(r"(^|[\s-])(s|S)tr(?:\.|asse|aße)?(?=$|[\s,-])")
_PLACE = re.compile(r"(?<=[^\W\d_])(p|P)l\.(?=$|\s)")
_PLACE_WORD = re.compile(r"(^|[\s-])(p|P)l\.(?=$|\s)")


@lru_cache(maxsize=20_000)
def street_name(written: str) -> str:
    """A street as it is spelled out: "Karlstr." and "Karlstrasse" become "Karlstraße"; blanks are tidied."""
    text = " ".join(written.replace("\u00a0", " ").split()).strip(" ,;")
    text = _STREET.sub(lambda match: f"{match[1]}traße", text)
    text = _STREET_WORD.sub(lambda match: f"{match[1]}{match[2]}traße", text)
    text = _PLACE.sub(lambda match: f"{match[1]}latz", text)
    return _PLACE_WORD.sub(lambda match: f"{match[1]}{match[2]}latz", text)


@lru_cache(maxsize=20_000)
def street_key(written: str) -> str:
    """A street for comparison, whatever the spelling, hyphens and accents; empty for an empty name."""
    plain = unicodedata.normalize("NFKD", street_name(written).casefold())
    return "".join(sign for sign in plain if sign.isalnum())
