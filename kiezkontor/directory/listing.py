"""A list of entries as a visitor asks for it: found, filtered, counted, in order, one page of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from itertools import compress, islice
from math import cos, radians
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.directory import access, access_facets, access_listed, reasons
from kiezkontor.directory.actions import KIND
from kiezkontor.directory.cards import cards
from kiezkontor.directory.closed import Closed, closed
from kiezkontor.directory.filters import BEST, DISTANCE, FAIR, NAME, Filters
from kiezkontor.directory.hours import shown_hours
from kiezkontor.directory.leads import Lead, leads
from kiezkontor.directory.listed import Hit
from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.facets import Counts, Facet, FacetValue, facet_counts, missed
from kiezkontor.directory.rules.known_hours import minute_of
from kiezkontor.directory.rules.meanings import meant_by, phrases_for
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.organisations.models import UseClass
from kiezkontor.organisations.rules.categories import namesakes
from kiezkontor.search import index
from kiezkontor.search.analysis import query_words
from kiezkontor.shared.remembered import is_remembering

PAGE_SIZE = 40
# Sorting by distance happens in the browser, where the position stays; it needs all entries at once.
PAGE_SIZE_BY_DISTANCE = 2_000


@dataclass
class Listing:
    """What one visitor asked of one district's directory; every statement to the database is sent at most once.

    shape: how entries are read; by default as lists show them.
    shows_numbers: the number beside each filter is wanted, not only how many entries there are.
    """

    request: DistrictRequest
    filters: Filters
    now: datetime
    page_size: int = PAGE_SIZE
    shape: access_listed.Shape[Any] | None = None
    shows_numbers: bool = True

    @cached_property
    def found(self) -> index.Matches | None:
        """What the search words find; None where nothing was asked for."""
        if not self.filters.q:
            return None
        matches = index.matches(KIND, self.request.district.pk, self.filters.q, meaning=meant_by)
        return None if matches.asked_nothing else matches

    @cached_property
    def leads(self) -> list[Lead]:
        return leads(self.filters.q)

    @cached_property
    def searched(self) -> EntryQuerySet:
        """What the search found; of very many only the ranked ones, where the best come first without a filter."""
        if self.found is None:
            return self.visible
        return self.visible.filter(pk__in=self.found.ranked if self.is_capped else self.found.object_ids)

    @property
    def visible(self) -> EntryQuerySet:
        return access.visible_to(self.request.viewer, self.request.district)

    @cached_property
    def entries(self) -> EntryQuerySet:
        return self.filters.applied_to(self.searched, is_open=access.is_open_at(self.now))

    @property
    def all_entries(self) -> EntryQuerySet:
        """As `entries`, of everything the search found, for files, the map and reading on."""
        if self.found is None or not self.is_capped:
            return self.entries
        return self.visible.filter(pk__in=self.found.object_ids)  # capped lists are those without a filter

    @property
    def is_capped(self) -> bool:
        """The list and its numbers are of the ranked hits only; there are more."""
        return self.found is not None and self.found.capped and self.order == BEST and not self.filters.count

    @cached_property
    def few(self) -> list[Hit] | None:
        """All the search found, best first, where that fits on a page: shown, counted and filtered out of one
        statement; else None.
        """
        if self.found is None or self.shape or len(self.found.ranked) > self.page_size:
            return None
        return access_listed.open_hits(self.request.district, self.found.ranked, now=self.now)

    @cached_property
    def few_combined(self) -> access_facets.Counted:
        """A combination for each of the few, in their order."""
        return access_facets.combined(map(facets_of, self.few or []))

    @cached_property
    def counted(self) -> tuple[Counts, access_facets.Names]:
        if self.found is not None or self.filters.count:
            return self.count()
        name = "facets with numbers" if self.shows_numbers else "facets"
        return of_district(self.request, name, self.count, moment=str(minute_of(self.now)))

    def count(self) -> tuple[Counts, access_facets.Names]:
        if self.found is None:
            of_open = self.shows_numbers or bool(self.filters.chosen["open"])
            combinations, names = access_facets.all_counted(self.request, at=self.now if of_open else None)
        elif self.few is not None:
            combinations, names = self.few_combined
        elif self.found.capped and not self.is_capped:
            combinations, names = access_facets.combinations(self.searched, now=self.now)
        else:
            ranked = self.found.ranked
            combinations, names = (
                self.singly.counted(ranked)
                if self.singly
                else access_facets.combinations_of(self.request.district, ranked, now=self.now)
            )
        return facet_counts(combinations, self.filters.chosen), names

    @cached_property
    def singly(self) -> access_facets.Singly | None:
        return access_facets.singly(self.request, now=self.now)

    @property
    def total(self) -> int:
        return self.counted[0].total

    @cached_property
    def paginator(self) -> "CountedPaginator":
        return CountedPaginator(self, PAGE_SIZE_BY_DISTANCE if self.order == DISTANCE else self.page_size)

    @cached_property
    def page(self) -> Page[Any]:
        return self.paginator.get_page(self.filters.page)

    @property
    def order(self) -> str:
        if self.filters.order == BEST and self.found is None:
            return FAIR
        return self.filters.order

    @property
    def read_as(self) -> access_listed.Shape[Any]:
        return self.shape or (access_listed.LISTED if self.found is None else access_listed.HITS)

    def slice(self, first: int, last: int) -> list[Any]:
        """These of the entries in their order, as `read_as` gives them."""
        if self.order == BEST and self.few is not None:
            combinations, _names = self.few_combined
            fit = [not missed(combination.values, self.filters.chosen) for combination in combinations]
            return list(compress(self.few, fit))[first:last]
        day = timezone.localdate(self.now)
        keys = self.keys(day)
        if keys is None:
            return self.read_as.of(self.in_order(first, last, day))
        if self.by_marks:
            keys = list(islice(self.by_marks.fitting(keys, self.filters.chosen), last))
        return self.read_as.of_keys(self.request.district, keys[first:last])

    def keys(self, day: date) -> Sequence[int] | None:
        """The keys of the entries in their order, which `by_marks` filters where it is there.

        None where the database is to put them in order.
        """
        if self.order == BEST and self.found is not None:
            return self.found.ranked if self.by_marks or not self.filters.count else self.ranked(self.found)
        if self.found is not None or not is_remembering(self.request.META):
            return None
        if self.filters.count and not self.by_marks:
            return None
        if self.order == NAME:
            return access_listed.all_by_name(self.request)
        return access_listed.all_in_fair_order(self.request, on=day) if self.order == FAIR else None

    @property
    def by_marks(self) -> access_facets.Singly | None:
        """What filters keys; None without filters, and for very many hits, of which only some are in `ranked`."""
        is_whole = self.found is None or not self.found.capped
        return self.singly if self.filters.count and is_whole else None

    def in_order(self, first: int, last: int, day: date) -> EntryQuerySet:
        if self.order == NAME:
            return self.entries.order_by("sort_name", "pk")[first:last]
        district = self.request.district
        if self.order == DISTANCE and district.box:
            box = district.box
            middle = (box.south + box.north) / 2, (box.west + box.east) / 2
            return access.by_distance(self.entries, *middle, narrowing=cos(radians(middle[0])))[first:last]
        drawn = access.in_fair_order(self.entries, district, on=day).values("pk")[first:last]
        return access.in_fair_order(self.entries.filter(pk__in=drawn), district, on=day)

    def following(self, sort_name: str, pk: int) -> tuple[list[Any], bool]:
        """A page of what comes by name after an entry, which may be gone meanwhile, and whether there is more."""
        rest = self.all_entries.filter(sort_name__gte=sort_name).exclude(sort_name=sort_name, pk__lte=pk)
        rows = self.read_as.of(rest.order_by("sort_name", "pk")[: self.page_size + 1])
        return rows[: self.page_size], len(rows) > self.page_size

    def ranked(self, found: index.Matches) -> Sequence[int]:
        return found.in_order(self.entries.order_by("pk").values_list("pk", flat=True), object_id=lambda pk: pk)

    @cached_property
    def closed(self) -> Closed | None:
        """What is left without the filter for open entries; None where that is not chosen, some are open, or none is
        left."""
        counts = self.counted[0]
        count = counts.of("open", False)
        if self.total or not self.filters.chosen["open"] or not count:
            return None
        return closed(self.filters.applied_to(self.searched, is_open=Q()), count=count, now=self.now)

    def cards(self) -> list[dict[str, Any]]:
        shown = self.page.object_list
        hours = shown_hours(self.request, [entry.pattern_id for entry in shown], now=self.now)
        if self.found is None:
            return cards(shown, hours)
        meant = phrases_for(query_words(self.understood_as))
        return cards(
            shown,
            hours,
            reason=partial(reasons.reason, query=self.understood_as, meant=meant, any_word=self.found.any_word),
        )

    @property
    def understood_as(self) -> str:
        """The search words as they were understood."""
        return (self.found.corrected_to if self.found else None) or self.filters.q

    def options(self, facet: Facet, labels: Mapping[Any, str]) -> list[dict[str, Any]]:
        """The options of one filter in the order of the labels: those that leave something or are chosen.

        Yes-or-no filters always stand there, so that "open now" is found at night, too.
        """
        counts = self.counted[0]
        return [
            {
                "name": facet,
                "value": "1" if value is True else value,
                "label": label,
                "count": f"{count}{'+' if self.is_capped else ''}",
                "checked": self.filters.is_chosen(facet, value),
            }
            for value, label in labels.items()
            if (count := sum(counts.of(facet, each) for each in alike(facet, value)))
            or value is True
            or self.filters.is_chosen(facet, value)
        ]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The filters as components/filters.html takes them; the single marks stand together.

        Where nobody asks for anything they are the same on all pages of the district for a minute.
        """
        if self.found is not None or self.filters.count:
            return self.filter_groups()
        return of_district(self.request, "filters", self.filter_groups, moment=str(minute_of(self.now)))

    def filter_groups(self) -> list[dict[str, Any]]:
        names = self.counted[1]
        categories = dict(sorted(names.categories.items(), key=lambda item: item[1].casefold()))
        parts = dict(sorted(names.parts.items(), key=lambda item: item[1].casefold()))
        uses = {value: str(label) for value, label in UseClass.choices}
        marks: list[tuple[Facet, str]] = [
            ("open", _("Open now")),
            ("step_free", _("Step-free")),
            ("independent", _("Independent, not a chain")),
        ]
        if names.have_members or self.filters.is_chosen("member", True):
            marks.append(("member", _("Member of the network")))
        groups = [
            {
                "legend": _("Good to know"),
                "options": [option for facet, label in marks for option in self.options(facet, {True: label})],
            },
            {
                "legend": _("Kind of use"),
                "name": "use",
                "options": self.options("use", uses),
            },
            {"legend": _("Part of the district"), "name": "part", "options": self.options("part", parts)},
            {
                "legend": _("Category"),
                "name": "category",
                "kind": "select",
                "all": _("All categories"),
                "options": self.options("category", self.with_chosen(categories)),
            },
        ]
        return [group for group in groups if group["options"]]

    def with_chosen(self, categories: Mapping[str, str]) -> dict[FacetValue, str]:
        """A chosen category that is not among the results keeps its place, by its key where there is none such."""
        missing = {str(key) for key in self.filters.chosen["category"]} - categories.keys()
        labels: dict[FacetValue, str] = {key: key.partition("=")[2] for key in missing}
        labels.update(access_facets.names_of_categories(missing) if missing else {})
        labels.update(categories)
        return self.once(labels)

    def once(self, labels: Mapping[FacetValue, str]) -> dict[FacetValue, str]:
        """Of categories known by one name the one that was asked for, else the first."""
        kept: dict[FacetValue, str] = {}
        for key in sorted(labels, key=lambda key: not self.filters.is_chosen("category", key)):
            if not namesakes(str(key)) & kept.keys() or self.filters.is_chosen("category", key):
                kept[key] = labels[key]
        return {key: label for key, label in labels.items() if key in kept}


def alike(facet: Facet, value: FacetValue) -> Collection[FacetValue]:
    """The value with those people do not tell from it."""
    return namesakes(str(value)) if facet == "category" else (value,)


def facets_of(hit: Hit) -> tuple[Any, ...]:
    """One entry as `access_facets.combined` takes it."""
    return (
        *(hit.use_class, hit.category_id, hit.category_name, hit.sub_location_id, hit.part or ""),
        *(hit.wheelchair, hit.is_chain, hit.is_member, hit.open_now, 1),
    )


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # takes none while it runs
    """Pages over a listing whose total is already known from its counts."""

    def __init__(self, listing: Listing, per_page: int) -> None:
        self.listing = listing
        super().__init__([], per_page)

    @cached_property
    def count(self) -> int:
        return self.listing.total

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        rows = self.listing.slice(first, last) if last > first else []
        return Page(rows, number, self)


def suggested(district: District, typed: str) -> list[str]:
    """How a question may go on, as typed up to its last word; empty for less than two letters. One statement."""
    return index.suggest(KIND, district.pk, typed)
