"""Bars of a chart, measured on a drawing board of fixed width."""

from collections.abc import Sequence
from dataclasses import dataclass

BOARD = 340
ROW, ROW_OF_TWO = 42, 62
BAR, EARLIER_BAR = 14, 12
LABEL = 15


@dataclass(frozen=True, slots=True)
class Value:
    """size: what is drawn; text: what is written at the bar. earlier_size: None where there is nothing to compare."""

    label: str
    size: float
    text: str
    earlier_size: float | None = None
    earlier_text: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Whole units of the board. earlier_width: None without an earlier bar."""

    label: str
    text: str
    label_y: int
    y: int
    width: int
    earlier_text: str
    earlier_y: int
    earlier_width: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    height: int
    bars: list[Bar]

    @property
    def width(self) -> int:
        return BOARD

    @property
    def bar_height(self) -> int:
        return BAR

    @property
    def earlier_height(self) -> int:
        return EARLIER_BAR

    @property
    def compares(self) -> bool:
        return any(bar.earlier_width is not None for bar in self.bars)


# Behind the earlier bar its value is written.
ROOM_FOR_TEXT = 110


def chart(values: Sequence[Value]) -> Chart:
    """One bar a value, the largest as long as the board allows; under it the earlier one where there is one."""
    compares = any(value.earlier_size is not None for value in values)
    most = max((max(value.size, value.earlier_size or 0) for value in values), default=0)
    row = ROW_OF_TWO if compares else ROW
    longest = BOARD - ROOM_FOR_TEXT if compares else BOARD

    def length(size: float) -> int:
        return round(longest * size / most) if most else 0

    bars = []
    for nth, value in enumerate(values):
        top = nth * row
        bars.append(
            Bar(
                value.label,
                value.text,
                top + LABEL,
                top + LABEL + 6,
                length(value.size),
                value.earlier_text,
                top + LABEL + 6 + BAR + 3,
                None if value.earlier_size is None else length(value.earlier_size),
            )
        )
    return Chart(row * len(bars), bars)
