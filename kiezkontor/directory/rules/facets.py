"""How many entries each filter option would leave, from one table of counted combinations."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Facet = Literal["use", "category", "part", "step_free", "independent", "member", "open"]
FACETS: tuple[Facet, ...] = ("use", "category", "part", "step_free", "independent", "member", "open")
type FacetValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Combination:
    """Entries that agree in all facets. values: by facet; count: how many there are, 1 or more."""

    values: Mapping[Facet, FacetValue]
    count: int


def missed(values: Mapping[Facet, FacetValue], chosen: Mapping[Facet, frozenset[FacetValue]]) -> list[Facet]:
    """The facets whose filter leaves these values out. chosen: as for `facet_counts`."""
    return [facet for facet, wanted in chosen.items() if wanted and values[facet] not in wanted]


@dataclass(frozen=True, slots=True)
class Counts:
    """total: entries under all chosen filters. options: facet → value → entries under the other chosen filters.

    without_filters: entries under none of them.
    """

    total: int = 0
    options: Mapping[Facet, Mapping[FacetValue, int]] = field(default_factory=dict)
    without_filters: int = 0

    def of(self, facet: Facet, value: FacetValue) -> int:
        return self.options.get(facet, {}).get(value, 0)


def facet_counts(combinations: Iterable[Combination], chosen: Mapping[Facet, frozenset[FacetValue]]) -> Counts:
    """Count each option under all filters but its own facet's, so that the numbers say what a further click leaves.

    combinations: disjoint, without any filter of these facets applied. chosen: facet → wanted values (any of them);
    an absent or empty facet is no filter.
    """
    total = without_filters = 0
    options: dict[Facet, Counter[FacetValue]] = {facet: Counter() for facet in FACETS}
    for combination in combinations:
        without_filters += combination.count
        lacking = missed(combination.values, chosen)
        if len(lacking) > 1:
            continue
        if not lacking:
            total += combination.count
        for facet in lacking or FACETS:
            options[facet][combination.values[facet]] += combination.count
    return Counts(total, options, without_filters)
