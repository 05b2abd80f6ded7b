"""Which public totals of the inventory may be shown (fewer than three would tell of single owners).

This concerns what the office knows of units beyond the sign on the door: vacancies, occupancy, floor area. How many
bakeries a filter finds is no secret: each of them stands in the list with its name, and counting the list gives the
same number. So filter counts of public entries are printed as they are, down to 1.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from kiezkontor.directory.rules.suppression import SMALLEST_SHOWN, Flow, Web


@dataclass(frozen=True, slots=True)
class Totals[Key: Hashable]:
    """parts: the parts that may be shown, with their counts, in the order given; hidden ones are missing.

    total: the whole, None where it may not be shown. elsewhere: what the hidden parts hold together, None likewise.
    """

    total: int | None
    parts: dict[Key, int]
    elsewhere: int | None


def shown_parts[Key: Hashable](counts: Mapping[Key, int]) -> Totals[Key]:
    """The total of disjoint parts and those parts that may be shown beside it, by the rule of `suppression`.

    Because the total is public, the hidden parts together must not be told by taking the difference. Empty parts need
    not be given.
    """
    total = sum(counts.values())
    if total < SMALLEST_SHOWN:
        return Totals(None, {}, None)
    web = Web([Flow((at,), ("whole",), ("all",), count) for at, count in enumerate(counts.values())])
    web.hide_all_that_tells()
    shown = {key: count for at, (key, count) in enumerate(counts.items()) if count and (at,) not in web.hidden}
    return Totals(total, shown, total - sum(shown.values()))
