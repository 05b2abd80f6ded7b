"""Which entries of a district are probably one, which were merged or told apart, as its office sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, SOCIAL_CARRIER, TRADER, Viewer
from kiezkontor.districts.models import District, Role
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations import access
from kiezkontor.organisations.models import (
    FieldClaim,
    FoundDuplicates,
    Membership,
    Merge,
    Organisation,
    Steward,
    ToldApart,
)
from kiezkontor.organisations.rules.addresses import number_key, split_address
from kiezkontor.organisations.rules.duplicates import Kind, Known, Pair, compare

type Addresses = Mapping[int, list[access.Address]]

COLUMNS = ("pk", "name", "phone", "email", "website", "is_chain", "brand")


@dataclass(frozen=True)
class Alike:
    """A probable duplicate as it is now. kept: the one to keep, absorbed: the other; reasons: strongest first."""

    kept: Organisation
    absorbed: Organisation
    reasons: tuple[Kind, ...]


def compared_in(district: District) -> list[Known]:
    """What is compared of all organisations the district's office knows; two statements."""
    return as_compared(access.known_to(district).order_by("pk").values_list(*COLUMNS), houses_in(district))


def compared_of(organisations: Iterable[Organisation], addresses: Addresses) -> dict[int, Known]:
    """The same of these, by key; addresses: where they are, of `access.addresses_of`."""
    rows = [tuple(getattr(each, name) for name in COLUMNS) for each in organisations]
    houses = {pk: frozenset(filter(None, map(house_of, found))) for pk, found in addresses.items()}
    return {each.key: each for each in as_compared(rows, houses)}


def house_of(address: access.Address) -> str:
    street, number = split_address(address.text)
    return house_key(street, number) if street and number else ""


def house_key(street: str, number: str) -> str:
    return f"{street_key(street)} {number_key(number)}"


def as_compared(rows: Iterable[tuple[Any, ...]], addresses: Mapping[int, frozenset[str]]) -> list[Known]:
    return [
        Known(pk, name, phone, email, website, addresses.get(pk, frozenset()), is_chain, brand)
        for pk, name, phone, email, website, is_chain, brand in rows
    ]


def houses_in(district: District) -> dict[int, frozenset[str]]:
    """Where organisations are today, by their id: keys of houses ("karlstrasse 12a"), nowhere is missing."""
    here = access.spells().current_on(timezone.localdate()).filter(access.in_houses_of(district))
    found: dict[int, set[str]] = {}
    for street, number, pk in access.with_house(here.filter(occupants__isnull=False), "occupants"):
        if street and number:
            found.setdefault(pk, set()).add(house_key(street, number))
    return {pk: frozenset(keys) for pk, keys in found.items()}


def told_apart_among(ids: Collection[int] | None = None) -> set[tuple[int, int]]:
    rows = ToldApart.objects.all()
    if ids is not None:
        rows = rows.filter(first__in=ids, second__in=ids)
    return set(rows.values_list("first", "second"))


def latest_search(viewer: Viewer, district: District) -> FoundDuplicates | None:
    """What the latest search in the district found; None before the first and for whoever may not edit entries."""
    return FoundDuplicates.objects.filter(district=district).first() if access.can_edit(viewer, district) else None


def waiting_in(viewer: Viewer, district: District) -> tuple[int, int]:
    """How many people ask to look after an entry and how many pairs look like one; one statement while none does."""
    if not access.can_edit(viewer, district):
        return 0, 0
    asked = access.waiting_requests(viewer, district).order_by().values("district").annotate(count=Count("pk"))
    found = FoundDuplicates.objects.filter(district=OuterRef("pk")).values("pairs")
    both = District.objects.filter(pk=district.pk).values_list(Subquery(asked.values("count")), Subquery(found))
    count, pairs = both.get()
    return count or 0, len(open_pairs(pairs or []))


def open_pairs(found: Sequence[Sequence[Any]]) -> list[tuple[int, int]]:
    """Of the pairs of a search those that nobody has merged or told apart since, the surest first; two statements."""
    pairs = [(first, second) for first, second, *_told in found]
    if not pairs:
        return []
    named = {pk for pair in pairs for pk in pair}
    there = set(Organisation.objects.filter(pk__in=named).values_list("pk", flat=True))
    apart = told_apart_among(there)
    return [pair for pair in pairs if there.issuperset(pair) and pair not in apart]


def alike_now(
    viewer: Viewer, district: District, pairs: Collection[tuple[int, int]], addresses: Addresses
) -> list[Alike]:
    """Those of the pairs that still look like one, as they are now; the office sees both of each."""
    ids = {pk for pair in pairs for pk in pair}
    seen = access.visible_to(viewer, district).filter(pk__in=ids).select_related("category").in_bulk()
    known = compared_of(seen.values(), addresses)
    claims = counted_claims(seen)
    found = []
    for first, second in pairs:
        pair = compare(known[first], known[second]) if first in known and second in known else None
        if pair is not None:
            kept, absorbed = sorted((seen[first], seen[second]), key=lambda each: to_keep(each, claims), reverse=True)
            found.append(Alike(kept, absorbed, pair.reasons))
    return found


def pair_of(one: Organisation, other: Organisation, addresses: Addresses) -> Pair | None:
    """What speaks for it that both are one; None where too little does."""
    known = compared_of([one, other], addresses)
    return compare(known[one.pk], known[other.pk])


def counted_claims(ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for pk in FieldClaim.objects.filter(organisation__in=list(ids)).values_list("organisation", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def to_keep(organisation: Organisation, claims: dict[int, int]) -> tuple[date, int, int]:
    """The greater, the rather it stays: confirmed later, more said by people, then known longer."""
    return organisation.confirmed_on or date.min, claims.get(organisation.pk, 0), -organisation.pk


def other_networks(
    viewer: Viewer, organisations: Collection[Organisation], district: District, *, on: date
) -> list[District]:
    """Other districts these organisations belong to, whose entries the viewer may not edit, by name.

    That is where one is or will be a member, and where those who look after it hold their role, which they do not hold
    here; both can be seen at the entry by every office that knows it.
    """
    ids = [each.pk for each in organisations]
    members = Membership.objects.filter(organisation__in=ids).filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    people = Steward.objects.valid_on(on).filter(organisation__in=ids).values("person")
    roles = Role.objects.held_on(on).filter(person__in=people, name__in=[TRADER, SOCIAL_CARRIER])
    theirs = roles.exclude(person__in=roles.filter(district=district).values("person"))
    named = Q(pk__in=members.values("district")) | Q(pk__in=theirs.values("district"))
    others = District.objects.filter(named).exclude(pk=district.pk).defer("boundary").order_by("name", "pk")
    return [each for each in others if not viewer.has_role(each, COORDINATOR, EDITOR)]


def apart_in(viewer: Viewer, district: District) -> QuerySet[ToldApart]:
    """Pairs of the district that somebody told apart, the latest first; for whoever may merge them."""
    visible = access.visible_to(viewer, district).values("pk")
    found = (
        ToldApart.objects.filter(first__in=visible, second__in=visible) if access.can_edit(viewer, district) else None
    )
    if found is None:
        return ToldApart.objects.none()
    return found.select_related("first", "second", "told_by").order_by("-told_at", "-pk")


def apart_or_404(viewer: Viewer, district: District, pk: int) -> ToldApart:
    return get_object_or_404(apart_in(viewer, district), pk=pk)


@dataclass(frozen=True)
class SeenMerge:
    """is_ours: the viewer's office made it; it alone is told the name of the absorbed one, and may undo it."""

    merge: Merge
    is_ours: bool


def merges_of(viewer: Viewer, organisation: Organisation) -> list[SeenMerge]:
    """What was merged into an entry and stands, the latest first."""
    return [SeenMerge(each, can_undo(viewer, each)) for each in standing_merges(organisation)]


def can_undo(viewer: Viewer, made: Merge) -> bool:
    return viewer.has_role(made.district, COORDINATOR, EDITOR)


def merge_or_404(viewer: Viewer, organisation: Organisation, pk: int) -> Merge:
    made = get_object_or_404(standing_merges(organisation), pk=pk)
    if not can_undo(viewer, made):
        raise Http404
    return made


def standing_merges(organisation: Organisation) -> QuerySet[Merge]:
    found = Merge.objects.standing().filter(kept=organisation).select_related("merged_by", "district")
    return found.defer("steps", "district__boundary").order_by("-pk")


def merged_into(viewer: Viewer, district: District, pk: int) -> int | None:
    """What an entry that is gone is found as by the district's office; None where it was not merged or is not seen."""
    kept = Merge.objects.kept_of([pk]).get(pk)
    return kept if kept is not None and access.visible_to(viewer, district).filter(pk=kept).exists() else None


def named(viewer: Viewer, district: District, asked: str) -> QuerySet[Organisation]:
    """The entries of the district with this in their name, by name; none where nothing is asked."""
    found = access.visible_to(viewer, district).filter(name__icontains=asked).select_related("category")
    return found.order_by("slug", "pk") if asked else found.none()
