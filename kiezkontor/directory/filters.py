"""What a visitor asks of the directory, as its pages, its map and the API read it from an address."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.facets import Facet, FacetValue
from kiezkontor.organisations.models import UseClass, Wheelchair
from kiezkontor.organisations.rules.categories import namesakes
from kiezkontor.shared.fields import whole_number

FAIR, BEST, NAME, DISTANCE = "fair", "best", "name", "distance"
LONGEST_QUERY = 200
NOT_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
NUMBER = re.compile(r"[0-9 /()+.-]+")
CATEGORY = re.compile(r"[a-z_:]{1,30}=[^\x00-\x20]{1,88}")


class Filters:
    """What a visitor asks of the directory, read from the query string; whatever makes no sense asks nothing.

    q: search words. asked: facet → values named in the address. chosen: the same with what people know by one name,
    such as fuel as a shop and as an amenity. sort: how the visitor wants it, "" for the usual order.
    page: 1 or more. Addresses are passed on by hand, so that nothing in them is an error.
    """

    def __init__(self, query: QueryDict) -> None:
        self.q = " ".join(NOT_TEXT.sub(" ", query.get("q", "")).split())[:LONGEST_QUERY]
        asked: dict[Facet, frozenset[FacetValue]] = {
            "use": frozenset(use for use in query.getlist("use") if use in UseClass.values),
            "category": frozenset(key for key in query.getlist("category") if CATEGORY.fullmatch(key)),
            "part": frozenset(number for part in query.getlist("part") if (number := whole_number(part))),
        }
        switches: tuple[Facet, ...] = ("open", "step_free", "independent", "member")
        for switch in switches:
            asked[switch] = frozenset({True}) if query.get(switch) in {"1", "on", "true"} else frozenset()
        self.asked: Mapping[Facet, frozenset[FacetValue]] = asked
        alike = frozenset(name for key in asked["category"] for name in namesakes(str(key)))
        self.chosen: Mapping[Facet, frozenset[FacetValue]] = {**asked, "category": alike}
        self.sort = query.get("sort", "") if query.get("sort") in {FAIR, BEST, NAME, DISTANCE} else ""
        self.page = whole_number(query.get("page", "")) or 1

    @property
    def count(self) -> int:
        """How many filters are set, the search words not among them."""
        return sum(len(wanted) for wanted in self.asked.values())

    @property
    def asks_for_a_number(self) -> bool:
        return NUMBER.fullmatch(self.q) is not None

    @property
    def order(self) -> str:
        """The order the list is in: with search words the best match first, otherwise fair to everybody."""
        if self.sort == BEST and not self.q:
            return FAIR
        return self.sort or (BEST if self.q else FAIR)

    def is_chosen(self, facet: Facet, value: FacetValue) -> bool:
        return value in self.asked[facet]

    def applied_to(self, entries: EntryQuerySet, *, is_open: Any) -> EntryQuerySet:
        """The entries left by all filters; is_open: the condition of an entry that is open now."""
        columns: tuple[tuple[Facet, str], ...] = (
            ("use", "use_class__in"),
            ("category", "category__in"),
            ("part", "sub_location__in"),
        )
        for facet, column in columns:
            if wanted := self.chosen[facet]:
                entries = entries.filter(**{column: sorted(wanted, key=str)})
        if self.chosen["step_free"]:
            entries = entries.filter(wheelchair=Wheelchair.YES)
        if self.chosen["independent"]:
            entries = entries.filter(is_chain=False)
        if self.chosen["member"]:
            entries = entries.filter(is_member=True)
        if self.chosen["open"]:
            entries = entries.filter(is_open)
        return entries

    def as_query(self, **changes: str) -> str:
        """The filters as a query string without page; `changes` replace single values, "" leaves one out."""
        query = QueryDict(mutable=True)
        if self.q:
            query["q"] = self.q
        for facet, wanted in self.asked.items():
            if wanted:
                query.setlist(facet, ["1" if value is True else str(value) for value in sorted(wanted, key=str)])
        if self.sort:
            query["sort"] = self.sort
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return query.urlencode()

    def without(self, name: str, value: str) -> str:
        """As `as_query`, without one value of a filter."""
        query = QueryDict(self.as_query(), mutable=True)
        query.setlist(name, [each for each in query.getlist(name) if each != value])
        return query.urlencode()
