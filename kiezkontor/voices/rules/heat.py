"""Where what comes together: how often a topic was named in a street."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

LEVELS = 4


@dataclass(frozen=True)
class Heat[Row: Hashable, Column: Hashable]:
    """rows, columns: the most named first; counts by both, 0 where nothing came together."""

    rows: list[Row]
    columns: list[Column]
    counts: Counter[tuple[Row, Column]]
    of_row: Counter[Row]
    of_column: Counter[Column]

    @property
    def most(self) -> int:
        return max(self.counts.values(), default=0)


def heat_of[Row: Hashable, Column: Hashable](named: Iterable[tuple[Row, Column]]) -> Heat[Row, Column]:
    """Equal numbers stand in the order of their names as text."""
    counts = Counter(named)
    of_row: Counter[Row] = Counter()
    of_column: Counter[Column] = Counter()
    for (row, column), number in counts.items():
        of_row[row] += number
        of_column[column] += number
    return Heat(ordered(of_row), ordered(of_column), counts, of_row, of_column)


def ordered[Key: Hashable](counts: Counter[Key]) -> list[Key]:
    return sorted(counts, key=lambda key: (-counts[key], str(key)))


def level(number: int, most: int) -> int:
    """How strongly a cell is coloured: 0 for nothing, LEVELS for the most; few are pale though there are no more."""
    return -(-number * LEVELS // max(most, LEVELS))
