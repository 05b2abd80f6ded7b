"""Units that may have been entered twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Standing:
    """door: what units of one address share. position: empty where nobody noted it. names: of occupants, folded."""

    unit: int
    door: tuple[str, str]
    position: str = ""
    floor: int = 0
    names: frozenset[str] = frozenset()


def are_alike(one: Standing, other: Standing) -> bool:
    """At the same place in the house, or of the same name; two whose place nobody noted may stand beside each other."""
    same_place = one.position != "" and (one.position, one.floor) == (other.position, other.floor)
    return same_place or not one.names.isdisjoint(other.names)


def twice(units: Iterable[Standing]) -> list[tuple[int, int]]:
    """Pairs of units at one address that look like one, each pair once, as they are listed."""
    at: defaultdict[tuple[str, str], list[Standing]] = defaultdict(list)
    for unit in units:
        at[unit.door].append(unit)
    pairs = (pair for there in at.values() for pair in combinations(there, 2))
    return [(one.unit, other.unit) for one, other in pairs if are_alike(one, other)]
