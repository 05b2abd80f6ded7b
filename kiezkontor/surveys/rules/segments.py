"""Which houses a segment of a street covers."""

from dataclasses import dataclass

from kiezkontor.organisations.rules.addresses import number_order


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
