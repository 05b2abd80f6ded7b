"""Short codes for the rows of a list on paper, and what the boxes of a row mean."""

from typing import Literal, NamedTuple

from kiezkontor.notices.rules.codes import ALIKE, SIGNS

# A prime number of signs, so that one wrong sign and two changed places are always noticed.
BASE = 29
SHORTEST = 2
LONGEST = 14

UNCHANGED, NO_UNIT, OTHER = "1", "0", "3"
# The number of each box → the occupancy it stands for.
BOXES = {
    "2": "vacant",
    OTHER: "occupied",
    "4": "used_as_housing",
    "5": "under_works",
    "6": "interim_use",
    "7": "unknown",
}
# With these somebody's name may be written beside the boxes.
WITH_NAME = frozenset({OTHER, "6"})


class Row(NamedTuple):
    """kind: a unit, or a house without one; key: its number, that of the address for a house."""

    kind: Literal["unit", "house"]
    key: int


def code_of(row: Row) -> str:
    """The last sign checks the others: "2A7"."""
    number = 2 * row.key + (row.kind == "house")
    digits: list[int] = []
    while number or len(digits) < SHORTEST:
        number, digit = divmod(number, BASE)
        digits.append(digit)
    return "".join(SIGNS[digit] for digit in reversed([-weighed(digits) % BASE, *digits]))


def row_of(typed: str) -> Row | None:
    """The row somebody meant, whatever the case and blanks; None where this is no code."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(ALIKE)
    if not SHORTEST < len(code) <= LONGEST or any(sign not in SIGNS[:BASE] for sign in code):
        return None
    check, *digits = (SIGNS.index(sign) for sign in reversed(code))
    if (weighed(digits) + check) % BASE:
        return None
    number = sum(digit * BASE**place for place, digit in enumerate(digits))
    return Row("house" if number % 2 else "unit", number // 2)


def weighed(digits: list[int]) -> int:
    return sum((place % (BASE - 2) + 2) * digit for place, digit in enumerate(digits))
