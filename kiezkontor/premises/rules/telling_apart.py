"""How the units of one address are told apart."""

from collections import Counter
from collections.abc import Hashable, Mapping


def numbers_needed[Key: Hashable](known: Mapping[Key, str]) -> dict[Key, int]:
    """The number, from 1 and in the order given, of each unit that what is known of it does not tell from the others.

    known: the units of one address in their lasting order → what people know each by, "" for nothing. An address with
    one unit needs no numbers.
    """
    if len(known) < 2:
        return {}
    alike = Counter(text.casefold() for text in known.values())
    return {
        key: number
        for number, (key, text) in enumerate(known.items(), start=1)
        if not text or alike[text.casefold()] > 1
    }
