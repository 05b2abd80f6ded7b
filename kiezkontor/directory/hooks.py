"""Who else knows of the inventory what the directory shows; filled at start-up by the areas above."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiezkontor.directory.rules.totals import Totals
from kiezkontor.districts.models import District


@dataclass(frozen=True, slots=True)
class Counted:
    """Vacant units that the open map did not show, as somebody counted them on a day, by street."""

    on: date
    vacant: Totals[str]


counted_in_rounds: list[Callable[[District], Counted | None]] = []
