"""A random order that is the same for everybody for a while and in which nobody is favoured over time.

Lists by name put Aaron's in front for ever; an order drawn anew for every visitor cannot be paged or kept.
"""

import hashlib
from dataclasses import dataclass

PRIME = 2**31 - 1
"""Mersenne prime; products of two remainders stay below 2^62, so that every database counts without overflow."""

DEGREE = 4


@dataclass(frozen=True, slots=True)
class FairOrder:
    """The order of one draw: ascending by `key`, ties by whatever the caller appends.

    coefficients: DEGREE + 1 remainders of PRIME, the highest power first. A polynomial of degree 4 with random
    coefficients makes the keys of any five members independent and uniform; such a family puts each of n members
    in front with a chance of (1 ± ε)/n, also where the members' numbers were not drawn well.
    Source: Wegman and Carter 1981 (k-wise independence), Indyk 1999 (small min-wise independent families).
    """

    coefficients: tuple[int, ...]

    def key(self, number: int) -> int:
        """Where a member stands whose fixed number is `number`, 0 up to 2^31 - 1; smaller is further in front."""
        value = self.coefficients[0]
        for coefficient in self.coefficients[1:]:
            value = (value * number + coefficient) % PRIME
        return value


def fair_order(*seed: object) -> FairOrder:
    """The draw for a seed, such as a day and a place; equal seeds give equal orders on every machine.

    Members keep their place until the seed changes, and who comes or goes does not move the others.
    """
    text = "\x1f".join(str(part) for part in seed)
    digest = hashlib.shake_256(text.encode()).digest(8 * (DEGREE + 1))
    return FairOrder(tuple(int.from_bytes(digest[start : start + 8]) % PRIME for start in range(0, len(digest), 8)))
