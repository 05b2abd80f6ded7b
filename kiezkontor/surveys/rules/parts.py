"""A survey round by street or by part of the district."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from kiezkontor.methods.sorting import sort_key
from kiezkontor.surveys.rules.figures import Figures, figures
from kiezkontor.surveys.rules.recorded import Recorded


def by_part(recorded: Iterable[Recorded], part_of: Callable[[Recorded], str], *, on: date) -> dict[str, Figures]:
    """Name of a part → its figures, by name; "" for units whose part is not known comes last."""
    rows: defaultdict[str, list[Recorded]] = defaultdict(list)
    for row in recorded:
        rows[part_of(row)].append(row)
    names = sorted(rows, key=lambda name: (not name, sort_key(name), name))
    return {name: figures(rows[name], on=on) for name in names}


def street_of(row: Recorded) -> str:
    return row.street


def sub_location_of(row: Recorded) -> str:
    return row.sub_location
