"""What entries are in their facets, counted: for the numbers beside filters and those of a district."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from kiezkontor.directory.access import is_open_at, visible_in, visible_to
from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.facets import Combination, Facet, FacetValue, Figures, Variety, figures_of, missed
from kiezkontor.directory.rules.known_hours import minute_of
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.organisations.models import Category, OpeningInterval, Wheelchair
from kiezkontor.shared.prepared import Prepared
from kiezkontor.shared.remembered import is_remembering
from kiezkontor.shared.spoken import page_language

# Each takes some 200 bytes.
MOST_KNOWN_SINGLY = 20_000
MARKS = ("wheelchair", "is_chain", "is_member")


@dataclass(frozen=True, slots=True)
class Names:
    """Options of the filters as people read them: category key and sub-location id → name; is any of them a member."""

    categories: Mapping[str, str]
    parts: Mapping[int, str]
    have_members: bool


type Counted = tuple[list[Combination], Names]


def all_counted(request: DistrictRequest, *, at: datetime | None) -> Counted:
    """All entries of the request's district, counted by facets; remembered until something changes or opens.

    at: when "open" counts, None where nobody asks who is open. Nothing remembered: one statement that grows with the
    entries, but reads an index alone, and a short one for those that are open.
    """

    def count() -> Counted:
        variety, names = all_entries(request)
        return variety.at(open_patterns(request, at) if at else ()), names

    moment = str(minute_of(at)) if at else ""
    return of_district(request, "counted" if at else "counted but for open", count, moment=moment)


def figures(request: DistrictRequest, *, now: datetime) -> Figures:
    """What is public of the request's district in numbers."""
    return figures_of(all_entries(request)[0], open_patterns(request, now))


def all_entries(request: DistrictRequest) -> tuple[Variety, Names]:
    return of_district(request, "variety", lambda: variety_of(visible_to(request.viewer, request.district)))


def variety_of(entries: EntryQuerySet) -> tuple[Variety, Names]:
    """One statement over `entry_for_lists`, whose columns these are in their order."""
    grouped = entries.order_by().values_list("use_class", "category", "sub_location", *MARKS, "pattern")
    rows = grouped.annotate(
        named=Max(f"category__name_{named_in()}"),
        part=Max("sub_location__name"),
        count=Count("pk"),
    )
    found = [
        (use, category, category_name, part, part_name, *marks, pattern, count)
        for use, category, part, *marks, pattern, category_name, part_name, count in rows
    ]
    combinations, names = combined((*row[:-2], False, row[-1]) for row in found)
    return Variety.of((combination, row[-2]) for combination, row in zip(combinations, found, strict=True)), names


def open_patterns(request: DistrictRequest, moment: datetime) -> set[int]:
    """The patterns of the district's entries that are certainly open at a moment; remembered for its minute."""
    minute = minute_of(moment)

    def read() -> set[int]:
        own = visible_to(request.viewer, request.district).filter(pattern__isnull=False)
        intervals = OpeningInterval.objects.filter(opens_at__lte=minute, closes_at__gt=minute, certain=True)
        return set(intervals.filter(pattern__in=own.order_by().values("pattern")).values_list("pattern", flat=True))

    return of_district(request, "open", read, moment=str(minute), has_language=False)


def combinations(entries: EntryQuerySet, *, now: datetime) -> Counted:
    """All facets of some entries as counted combinations, in one statement."""
    return combined(by_facets(entries, now, named_in()))


def combinations_of(district: District, pks: Sequence[int], *, now: datetime) -> Counted:
    """As `combinations`, of the entries with these keys; no statement for none."""
    return combined(OF_KEYS[named_in()](district=district.pk, pks=pks, moment=now) if pks else [])


@dataclass(frozen=True, slots=True)
class Singly:
    """Entry by entry of a district what filters ask for. marks: entry → its use, category, part and MARKS, pattern."""

    marks: Mapping[int, tuple[tuple[Any, ...], int | None]]
    open_patterns: Collection[int]
    names: Names

    def counted(self, pks: Iterable[int]) -> Counted:
        """As `combinations_of`, without a statement."""
        found = Counter(map(self.kind_of, filter(self.marks.__contains__, pks)))
        combinations = [combination_of((*marks, is_open, count)) for (marks, is_open), count in found.items()]
        return combinations, replace(self.names, have_members=have_members(combinations))

    def kind_of(self, pk: int) -> tuple[tuple[Any, ...], bool]:
        marks, pattern = self.marks[pk]
        return marks, pattern in self.open_patterns

    def fitting(self, pks: Iterable[int], chosen: Mapping[Facet, frozenset[FacetValue]]) -> Iterator[int]:
        """Those of the entries that all filters leave, in the same order. chosen: as for `facet_counts`."""
        fits: dict[tuple[tuple[Any, ...], bool], bool] = {}
        for pk in filter(self.marks.__contains__, pks):
            kind = marks, is_open = self.kind_of(pk)
            if kind not in fits:
                fits[kind] = not missed(combination_of((*marks, is_open, 1)).values, chosen)
            if fits[kind]:
                yield pk


def singly(request: DistrictRequest, *, now: datetime) -> Singly | None:
    """What the pages of the district share of each entry.

    None where nothing is shared, or the district has more entries than a process should remember one by one.
    """
    if not is_remembering(request.META):
        return None
    variety, names = all_entries(request)
    if sum(variety.counts) > MOST_KNOWN_SINGLY:
        return None
    marks = of_district(request, "marks", lambda: marks_of_each(request), has_language=False)
    return Singly(marks, open_patterns(request, now), names)


def marks_of_each(request: DistrictRequest) -> dict[int, tuple[tuple[Any, ...], int | None]]:
    """Entry → its use, category, part and MARKS, and its opening pattern."""
    same: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    columns = ("use_class", "category", "sub_location", *MARKS)
    rows = visible_to(request.viewer, request.district).order_by().values_list("pk", "pattern", *columns)
    return {pk: (same.setdefault(tuple(marks), tuple(marks)), pattern) for pk, pattern, *marks in rows}


def by_facets(entries: EntryQuerySet, moment: datetime, language: str) -> QuerySet[Any, Any]:
    named = ("use_class", "category", f"category_{language}", "sub_location", "sub_location__name")
    rows = entries.annotate(open_now=is_open_at(moment)).values_list(*named, *MARKS, "open_now")
    return rows.annotate(count=Count("pk")).order_by()


def of_keys(language: str) -> Prepared[Any]:
    def ask(*, district: int, pks: Sequence[int], moment: datetime) -> QuerySet[Any, Any]:
        return by_facets(visible_in(district).filter(pk__in=pks), moment, language)

    return Prepared(ask)


OF_KEYS = {language: of_keys(language) for language in ("de", "en")}


def named_in() -> str:
    """Categories have a name in German and in English."""
    return "en" if page_language() == "en" else "de"


def combined(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Combination], Names]:
    """rows: use, category and its name, part and its name, wheelchair, chain, member, open now, how many."""
    found: list[Combination] = []
    categories: dict[str, str] = {}
    parts: dict[int, str] = {}
    for use, category, category_name, part, part_name, *rest in rows:
        if category:
            categories[category] = category_name
        if part:
            parts[part] = part_name
        found.append(combination_of((use, category, part, *rest)))
    return found, Names(categories, parts, have_members(found))


def have_members(combinations: Iterable[Combination]) -> bool:
    return any(combination.values["member"] for combination in combinations)


def combination_of(row: Sequence[Any]) -> Combination:
    """row: use, category, part, wheelchair, chain, member, open now, how many."""
    use, category, part, wheelchair, is_chain, is_member, open_now, count = row
    values: dict[Facet, FacetValue] = {
        "use": use,
        "category": category,
        "part": part,
        "step_free": wheelchair == Wheelchair.YES,
        "independent": not is_chain,
        "member": is_member,
        "open": bool(open_now),
    }
    return Combination(values, count)


def names_of_categories(keys: Collection[str]) -> dict[str, str]:
    """Those that there are, by their keys."""
    return {category.pk: str(category) for category in Category.objects.filter(pk__in=keys)}
