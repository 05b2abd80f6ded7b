"""Which public totals of the inventory may be shown (fewer than three would tell of single owners).

This concerns what the office knows of units beyond the sign on the door: vacancies, occupancy, floor area. How many
bakeries a filter finds is no secret: each of them stands in the list with its name, and counting the list gives the
same number. So filter counts of public entries are printed as they are, down to 1.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Totals[Key: Hashable]:
    """parts: the parts that may be shown, with their counts, in the order given; hidden ones are missing.

    total: the whole, None where it may not be shown. elsewhere: what the hidden parts hold together, None likewise.
    """

    total: int | None
    parts: dict[Key, int]
    elsewhere: int | None


def shown_parts[Key: Hashable](counts: Mapping[Key, int]) -> Totals[Key]:
    """The total of disjoint parts and those parts that may be shown beside it.

    Parts under three are hidden. Because the total is public, the hidden ones together must not be told by taking the
    difference: they are two parts or more, hold three units or more, and could be of different size; until then the
    smallest parts still shown are hidden as well, all of one size together: which of them stayed would tell on the
    others. Empty parts need not be given.
    """
    total = sum(counts.values())
    if total < SMALLEST_SHOWN:
        return Totals(None, {}, None)
    shown = {key: count for key, count in counts.items() if count >= SMALLEST_SHOWN}
    hidden = [count for count in counts.values() if 0 < count < SMALLEST_SHOWN]
    while shown and gives_away(hidden):
        smallest = min(shown.values())
        hidden += [smallest for count in shown.values() if count == smallest]
        shown = {key: count for key, count in shown.items() if count > smallest}
    return Totals(total, shown, sum(hidden))


def gives_away(hidden: list[int]) -> bool:
    """Does the sum of these hidden counts tell one of them, or a total under three?"""
    if not hidden:
        return False
    all_at_most = all(count < SMALLEST_SHOWN for count in hidden) and sum(hidden) == len(hidden) * (SMALLEST_SHOWN - 1)
    return len(hidden) < 2 or sum(hidden) < SMALLEST_SHOWN or all_at_most
