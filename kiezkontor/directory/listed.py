"""Entries as lists show them: rows of what is public, read several times faster than model instances."""

from dataclasses import dataclass
from datetime import datetime

from kiezkontor.directory.titles import Titled

PIN_COLUMNS = ("pk", "slug", "name", "category_de", "category_en", "use_class", "lat", "lon")
COLUMNS = (
    *(*PIN_COLUMNS, "street", "number", "wheelchair", "is_chain", "is_member", "photo", "photo_alt"),
    *("pattern", "category", "sub_location", "sub_location__name"),
)
HIT_COLUMNS = (
    *COLUMNS,
    *("opening_hours", "phone", "website", "postcode", "city", "organisation__keywords", "organisation__languages"),
)


@dataclass(slots=True)
class Pin(Titled):
    """An entry on a map, in the order of PIN_COLUMNS."""

    pk: int
    slug: str
    name: str
    category_de: str
    category_en: str
    use_class: str
    lat: float
    lon: float


@dataclass(slots=True)
class Listed(Pin):
    """An entry in the order of COLUMNS."""

    street: str
    number: str
    wheelchair: str
    is_chain: bool
    is_member: bool
    photo: str
    photo_alt: str
    pattern_id: int | None
    category_id: str | None
    sub_location_id: int | None
    part: str | None


@dataclass(slots=True)
class Independent(Listed):
    """is_independent: whether that is known."""

    is_independent: bool


@dataclass(slots=True)
class Changed(Listed):
    organisation_id: int
    changed_at: datetime


@dataclass(slots=True)
class Hit(Listed):
    """An entry a search found, in the order of HIT_COLUMNS, with what shows why.

    open_now: where somebody asked for it.
    """

    opening_hours: str
    phone: str
    website: str
    postcode: str
    city: str
    keywords: str
    languages: list[str] | None
    open_now: bool = False


@dataclass(slots=True)
class Cell:
    """Entries that lie close together. lat, lon: the middle of them."""

    count: int
    lat: float
    lon: float
