"""How streets are called in addresses, and which numbers of a location may be told."""

from collections.abc import Iterable

from kiezkontor.directory.rules.slugs import in_addresses


def street_slug(name: str) -> str:
    """“Karlstraße” becomes "karlstrasse"; "strasse" where nothing is left of a name."""
    return in_addresses(name) or "strasse"


def together(numbers: Iterable[int | None]) -> int | None:
    """The sum; None of nothing, or where one of them may not be told."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return sum(known) if found and len(known) == len(found) else None
