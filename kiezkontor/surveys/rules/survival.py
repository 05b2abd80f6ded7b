"""Who of an earlier survey round is still there in a later one."""

from collections.abc import Collection
from dataclasses import dataclass

from kiezkontor.surveys.rules.differences import Compared, Pairs, is_over
from kiezkontor.surveys.rules.figures import Rate


@dataclass(frozen=True, slots=True)
class Survival:
    """Organisations the earlier round named. told: of how many the later round tells what became of them.

    in_district, same_place: how many of these it found anywhere, and in a unit they were in before.
    """

    named: int
    told: int
    in_district: int
    same_place: int

    @property
    def still_in_district(self) -> Rate:
        return Rate(self.in_district, self.told)

    @property
    def still_at_same_place(self) -> Rate:
        return Rate(self.same_place, self.told)


def survival(two: Compared, *, unchanged: Collection[int] = ()) -> Survival:
    """unchanged: organisations of all units that are the same in both rounds and were left out of `two`.

    Whose places nobody looked at again, or found in use by somebody unnamed, is of those nothing is told of.
    """
    pairs = Pairs(two)
    kept = set(unchanged)
    there, moved, over = set(kept), set[int](), set[int]()
    for who, rows in pairs.there_before.items():
        if who in kept:
            continue
        later = pairs.there_after.get(who)
        if later is None:
            if any(is_over(pairs, row) for row in rows):
                over.add(who)
            continue
        origins = {row.unit for row in rows}
        stayed = any(origins & (row.places | {row.unit}) for row in later)
        (there if stayed else moved).add(who)
    found = len(there) + len(moved)
    return Survival(len(kept | pairs.there_before.keys()), found + len(over), found, len(there))
