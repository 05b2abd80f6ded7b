"""Who is who among people of one name: an address or a shop tells them apart, a name alone does not join them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from kiezkontor.meetings.rules.attending import same_name


@dataclass(frozen=True, slots=True)
class Known:
    """Of somebody their name, addresses and the shops or institutions they come for, written alike; empty where nobody
    knows any.
    """

    name: str
    addresses: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()

    @classmethod
    def of(cls, name: str, *, addresses: Iterable[str] = (), entries: Iterable[str] = ()) -> Self:
        return cls(same_name(name), written_alike(addresses), written_alike(entries))

    def joined(self, other: Self) -> Self:
        return type(self)(self.name, self.addresses | other.addresses, self.entries | other.entries)


def written_alike(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for each in texts if (key := same_name(each)))


def is_same(one: Known, other: Known) -> bool:
    """Of one name, and at one address or for one shop."""
    is_reached_alike = bool(one.addresses & other.addresses or one.entries & other.entries)
    return one.name == other.name and is_reached_alike


def may_be_same(one: Known, other: Known) -> bool:
    """Of one name, and nothing that is known of both tells them apart."""
    apart = (one.addresses and other.addresses) or (one.entries and other.entries)
    return one.name == other.name and (is_same(one, other) or not apart)


def nearest(known: Known, among: Sequence[Known]) -> int | None:
    """The place of whom it is, of those who are surely the same first; None where it is somebody else."""
    for fits in (is_same, may_be_same):
        if found := [place for place, each in enumerate(among) if fits(known, each)]:
            return found[0]
    return None
