"""What entries and search texts are made of: organisations and categories, fetched once for a batch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kiezkontor.organisations.models import Category, Organisation
from kiezkontor.shared.bulk import among


class Says(NamedTuple):
    """The columns of an Organisation that entries and search texts are made of, read without making objects."""

    pk: int
    name: str
    category_id: str | None
    is_chain: bool
    brand: str
    is_sole_trader: bool
    phone: str
    email: str
    email_is_public: bool
    website: str
    opening_hours: str
    hours_pattern_id: int | None
    wheelchair: str
    languages: list[str]
    who_we_are_de: str
    who_we_are_en: str
    what_we_offer_de: str
    what_we_offer_en: str
    what_district_means_de: str
    what_district_means_en: str
    why_we_take_part_de: str
    why_we_take_part_en: str
    keywords: str
    confirmed_on: date | None
    shuffle: int

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it says of itself, in both languages."""
        return (
            *(self.who_we_are_de, self.who_we_are_en, self.what_we_offer_de, self.what_we_offer_en),
            *(self.what_district_means_de, self.what_district_means_en),
            *(self.why_we_take_part_de, self.why_we_take_part_en),
        )


@dataclass
class Known:
    """Organisations and categories of a batch by their keys."""

    organisations: dict[int, Says] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)

    def load(self, ids: Iterable[int], *, keys: Iterable[str | None] = ()) -> None:
        """Have these organisations, and all their categories with those of `keys`."""
        missing = [pk for pk in ids if pk not in self.organisations]
        rows = Organisation.objects.filter(among("pk", missing)).values_list(*Says._fields) if missing else []
        came = {row[0]: Says(*row) for row in rows}
        self.organisations |= came
        wanted = {key for key in (*keys, *(organisation.category_id for organisation in came.values())) if key}
        if unknown := sorted(wanted - self.categories.keys()):
            self.categories |= Category.objects.in_bulk(unknown)

    def category(self, organisation: Says, key: str | None) -> Category | None:
        """The organisation's own category, else the one with this key, which its use was recorded under."""
        return self.categories.get(organisation.category_id or key or "")
