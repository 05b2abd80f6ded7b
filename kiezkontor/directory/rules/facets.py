"""How many entries each filter option would leave, from one table of counted combinations."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

Facet = Literal["use", "category", "part", "step_free", "independent", "member", "open"]
FACETS: tuple[Facet, ...] = ("use", "category", "part", "step_free", "independent", "member", "open")
type FacetValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Combination:
    """Entries that agree in all facets. values: by facet; count: how many there are, 1 or more."""

    values: Mapping[Facet, FacetValue]
    count: int


@dataclass(frozen=True, slots=True)
class Variety:
    """Many entries by their facets, but for whether they are open, which each moment says of opening patterns.

    kinds: each set of values once, with "open" False. counts: how many entries each kind has. by_pattern: opening
    pattern → (place of a kind, how many of it have these hours).
    """

    kinds: Sequence[Mapping[Facet, FacetValue]]
    counts: Sequence[int]
    by_pattern: Mapping[int, Sequence[tuple[int, int]]]

    @classmethod
    def of(cls, combinations: Iterable[tuple[Combination, int | None]]) -> Self:
        """From combinations with their pattern, None where hours are not known."""
        places: dict[tuple[FacetValue, ...], int] = {}
        kinds: list[Mapping[Facet, FacetValue]] = []
        counts: list[int] = []
        by_pattern: dict[int, list[tuple[int, int]]] = {}
        for combination, pattern in combinations:
            place = places.setdefault(tuple(combination.values.values()), len(kinds))
            if place == len(kinds):
                kinds.append(combination.values)
                counts.append(0)
            counts[place] += combination.count
            if pattern is not None:
                by_pattern.setdefault(pattern, []).append((place, combination.count))
        return cls(kinds, counts, by_pattern)

    def at(self, open_patterns: Iterable[int]) -> list[Combination]:
        """The combinations while entries with these patterns are open."""
        are_open: Counter[int] = Counter()
        for pattern in open_patterns:
            for place, count in self.by_pattern.get(pattern, ()):
                are_open[place] += count
        found = []
        for place, (values, count) in enumerate(zip(self.kinds, self.counts, strict=True)):
            if count > are_open[place]:
                found.append(Combination(values, count - are_open[place]))
            if are_open[place]:
                found.append(Combination({**values, "open": True}, are_open[place]))
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """Entries in numbers; open_now counts those that are certainly open."""

    entries: int
    open_now: int
    independent: int
    members: int
    with_hours: int


def figures_of(variety: Variety, open_patterns: Collection[int]) -> Figures:
    """open_patterns: those open now. Zeros where there are no entries."""
    kinds = list(zip(variety.kinds, variety.counts, strict=True))
    with_hours = {pattern: sum(count for _kind, count in found) for pattern, found in variety.by_pattern.items()}
    return Figures(
        entries=sum(variety.counts),
        open_now=sum(with_hours.get(pattern, 0) for pattern in open_patterns),
        independent=sum(count for values, count in kinds if values["independent"]),
        members=sum(count for values, count in kinds if values["member"]),
        with_hours=sum(with_hours.values()),
    )


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
