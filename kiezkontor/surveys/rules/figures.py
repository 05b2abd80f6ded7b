"""The figures of one survey round; docs/formats.md says the same in words."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from kiezkontor.methods.apportionment import one_decimal, percent, whole_percents
from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.surveys.rules.recorded import Recorded

OTHERS = ("used_as_housing", "under_works", "vacant", "unknown")
STRUCTURE = (*USE_CLASSES, *OTHERS)
# What is in use and told of no class is "everything else".
EVERYTHING_ELSE = "local_economy"
DAYS_A_YEAR = 365.25
ESTABLISHED_YEARS, NEW_YEARS = 10, 3


@dataclass(frozen=True, slots=True)
class Share:
    """units: how many; percent: whole, by largest remainder over the whole structure."""

    name: str
    units: int
    percent: int


@dataclass(frozen=True, slots=True)
class Rate:
    """percent: one decimal, half to even; None of nothing."""

    part: int
    of: int

    @property
    def percent(self) -> float | None:
        return percent(self.part, self.of)


@dataclass(frozen=True, slots=True)
class Diversity:
    """shannon: entropy over categories, natural logarithm. evenness: its share of what is possible; None under two."""

    shannon: float
    evenness: float | None
    categories: int


@dataclass(frozen=True, slots=True)
class Ages:
    """Uses by how long they are there: since more than ten years, less than three, between, or not known enough."""

    established: int
    between: int
    new: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Durations:
    """How long units of a known beginning are vacant, in days: the median at least and at most; None without any.

    known, of: of how many vacant units the beginning is known.
    """

    at_least: float | None
    at_most: float | None
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class Figures:
    """interim: how many of the uses are interim uses. unclassified: uses of no class, counted as everything else."""

    units: int
    structure: list[Share]
    interim: int
    unclassified: int
    vacant_of_all: Rate
    vacant_of_business: Rate
    chains: Rate
    unknown: int
    diversity: Diversity
    ages: Ages
    vacancies: Durations

    @property
    def vacant_and_unknown_percent(self) -> int:
        """As the structure shows them, so that a table with both in one row adds up too."""
        return sum(share.percent for share in self.structure if share.name in {"vacant", "unknown"})


def figures(recorded: Iterable[Recorded], *, on: date) -> Figures:
    """on: the round's reference date. Nothing recorded: all counts 0, all rates None."""
    rows = list(recorded)
    counted = Counter(row_name(row) for row in rows)
    units = {name: counted[name] for name in STRUCTURE}
    percents = whole_percents(units)
    used = [row for row in rows if row.is_used]
    occupants = sum(len(row.occupants) for row in used)
    return Figures(
        units=len(rows),
        structure=[Share(name, units[name], percents[name]) for name in STRUCTURE],
        interim=sum(row.occupancy == "interim_use" for row in rows),
        unclassified=sum(not row.use_class for row in used),
        vacant_of_all=Rate(units["vacant"], len(rows)),
        vacant_of_business=Rate(units["vacant"], len(rows) - units["used_as_housing"]),
        chains=Rate(sum(row.chains for row in used), occupants),
        unknown=units["unknown"],
        diversity=diversity([row.category for row in used if row.category]),
        ages=ages(used, on=on),
        vacancies=vacancies([row for row in rows if row.occupancy == "vacant"], on=on),
    )


def row_name(row: Recorded) -> str:
    """The line of the structure a unit counts in."""
    if row.is_used:
        return row.use_class or EVERYTHING_ELSE
    return row.occupancy if row.occupancy in OTHERS else "unknown"


def diversity(categories: Sequence[str]) -> Diversity:
    """Source: Shannon 1948; evenness after Pielou 1966."""
    counts = Counter(categories)
    total = len(categories)
    entropy = -sum(count / total * math.log(count / total) for count in counts.values())
    evenness = one_decimal(Fraction(entropy / math.log(len(counts)))) if len(counts) > 1 else None
    return Diversity(one_decimal(Fraction(max(entropy, 0.0))), evenness, len(counts))


def ages(used: Iterable[Recorded], *, on: date) -> Ages:
    """Counts by what is certain: established began in any case so long ago, new in any case so lately."""
    counted = Counter(age(row, on=on) for row in used)
    return Ages(counted["established"], counted["between"], counted["new"], counted["unknown"])


def age(row: Recorded, *, on: date) -> str:
    if row.begins_latest is None:
        return "unknown"
    least = (on - row.begins_latest).days / DAYS_A_YEAR
    most = (on - row.begins_earliest).days / DAYS_A_YEAR if row.begins_earliest else math.inf
    if least > ESTABLISHED_YEARS:
        return "established"
    if most < NEW_YEARS:
        return "new"
    return "between" if least >= NEW_YEARS and most <= ESTABLISHED_YEARS else "unknown"


def vacancies(vacant: Sequence[Recorded], *, on: date) -> Durations:
    known = [(row.begins_earliest, row.begins_latest) for row in vacant if row.begins_earliest and row.begins_latest]
    if not known:
        return Durations(None, None, 0, len(vacant))
    at_least = median(max(0, (on - latest).days) for _earliest, latest in known)
    at_most = median(max(0, (on - earliest).days) for earliest, _latest in known)
    return Durations(at_least, at_most, len(known), len(vacant))
