"""Shares that add up: whole percents by largest remainder, and single decimals from exact fractions."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

TENTH = Decimal("0.1")


def whole_percents(counts: Mapping[str, int]) -> dict[str, int]:
    """Whole percents that add up to 100, by largest remainder (Hamilton); all 0 where nothing was counted.

    Of equal remainders the larger class comes first, then the name.
    """
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, 0)
    floors = {name: 100 * count // total for name, count in counts.items()}
    left = 100 - sum(floors.values())
    order = sorted(counts, key=lambda name: (-(100 * counts[name] % total), -counts[name], name))
    return {name: floor + (name in order[:left]) for name, floor in floors.items()}


def percent(part: int, of: int) -> float | None:
    """With one decimal, half to even; None of nothing."""
    return one_decimal(Fraction(100 * part, of)) if of else None


def one_decimal(value: Fraction | float) -> float:
    """Rounded half to even, from the exact value."""
    exact = Fraction(value)
    tenths = exact * 10
    whole, rest = divmod(tenths.numerator, tenths.denominator)
    twice = 2 * rest
    if twice > tenths.denominator or (twice == tenths.denominator and whole % 2):
        whole += 1
    return float((Decimal(whole) / 10).quantize(TENTH, rounding=ROUND_HALF_EVEN))
