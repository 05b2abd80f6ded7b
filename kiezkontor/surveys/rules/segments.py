"""Which houses a segment of a street covers, and how streets are divided among people."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiezkontor.organisations.rules.addresses import number_order

# What `number_order` gives a text without any number.
NO_NUMBER = 10**9


@dataclass(frozen=True, slots=True)
class Stretch:
    """side: both, even or odd. first, last: house numbers, both included; empty for no limit."""

    street: int
    side: str = "both"
    first: str = ""
    last: str = ""


def covers(stretch: Stretch, *, street: int, number: str) -> bool:
    """A house without a number belongs to the whole street only. "12" as the last number covers 12a as well."""
    if street != stretch.street:
        return False
    written = number_order(number)
    if written[0] == NO_NUMBER:
        return stretch == Stretch(street)
    if stretch.side != "both" and written[0] % 2 != (stretch.side == "odd"):
        return False
    if stretch.first and written < number_order(stretch.first):
        return False
    return not stretch.last or written <= number_order(stretch.last) or written[0] == number_order(stretch.last)[0]


def overlap(one: Stretch, other: Stretch, numbers: dict[int, list[str]]) -> list[str]:
    """The house numbers both cover; numbers: those of each street."""
    return [
        number
        for number in numbers.get(one.street, ())
        if covers(one, street=one.street, number=number) and covers(other, street=one.street, number=number)
    ]


def halves(street: int, left: Sequence[str], right: Sequence[str]) -> list[Stretch]:
    """A street in one stretch for each side that has houses; left, right: the numbers on either side.

    Sides differ by even and odd numbers, or by ranges where numbers count up one side and down the other. Where not all
    sides are known, all numbers may be `left`.
    """
    sides = [sorted((number for number in side if is_number(number)), key=number_order) for side in (left, right)]
    one, two = sorted(sides, key=lambda side: number_order(side[0]) if side else (0, ""))
    if len(parities(one)) == len(parities(two)) == 2 and number_order(one[-1]) < number_order(two[0]):
        return [Stretch(street, first=side[0], last=side[-1]) for side in (one, two)]
    found = parities([*one, *two])
    return [Stretch(street, side) for side, rest in (("even", 0), ("odd", 1)) if rest in found]


def is_number(written: str) -> bool:
    return number_order(written)[0] != NO_NUMBER


def parities(numbers: Sequence[str]) -> set[int]:
    return {number_order(number)[0] % 2 for number in numbers}


def shared_out(weights: Sequence[int], people: int) -> list[int]:
    """Who of `people` gets each piece, from 0: pieces in a row, so that everybody has about as much to do."""
    total, before, found = sum(weights), 0, []
    for weight in weights:
        middle = (before + weight / 2) / total if total else 0
        found.append(min(int(middle * people), people - 1))
        before += weight
    return found
