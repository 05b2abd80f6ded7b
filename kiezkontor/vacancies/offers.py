"""An exposé as everybody may read it: pages, files, feeds and answers are all made of `Shown` and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon

from kiezkontor.methods.areas import holds
from kiezkontor.methods.street_names import street_key
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.models import Expose, ExposePicture, Owner
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules import silence
from kiezkontor.vacancies.rules.exposes import Energy


@dataclass(frozen=True)
class Part:
    """A sub-location of the district."""

    pk: int
    name: str


@dataclass(frozen=True)
class Places:
    """The sub-locations of a district. of_houses: by the house; areas: each with where it lies, the smallest first."""

    of_houses: Mapping[int, Part] = field(default_factory=dict)
    areas: Sequence[tuple[Part, Polygon | MultiPolygon]] = ()

    def named(self, unit: Unit, *, is_exact: bool) -> Part | None:
        """The one a unit lies in; where its place is blurred the one that all of its square lies in.

        One that ends within the square would tell in which piece of it the unit is. So this is the same for each place
        of a square, whichever sub-location that belongs to.
        """
        if is_exact:
            return self.of_houses.get(unit.building_id)
        square = rules.square_of(unit.lat, unit.lon)
        return next((part for part, area in self.areas if holds(area, square)), None)


@dataclass(frozen=True)
class Pictured:
    pk: int
    kind: str
    alt: str
    credit: str
    width: int
    height: int


@dataclass(frozen=True)
class Room:
    """What the register says of the unit; steps: None where nobody has noted it."""

    area_sqm: Decimal | None
    sales_sqm: Decimal | None
    side_sqm: Decimal | None
    is_estimated: bool
    window_m: Decimal | None
    steps: int | None
    equipment: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    free_from: date | None
    longest_months: int | None
    wanted: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True)
class Rent:
    """A month's, or for good where it is for sale; None where the office does not know it."""

    cold: Decimal | None
    utilities: Decimal | None
    includes: str
    deposit: Decimal | None
    price: Decimal | None

    @property
    def whole(self) -> Decimal | None:
        return None if self.cold is None else self.cold + (self.utilities or 0)


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Shown:
    """What is released of an exposé. room, terms, rent, contact: None where the owner has not released them.

    street, address, postcode, city: "" without a release; then lat and lon are those of a square of the town and
    is_exact is False.
    withheld: which texts were left out because they name what is not released, by the names of their fields.
    """

    code: str
    title: str
    words: str
    kind: str
    part: Part | None
    street: str
    address: str
    postcode: str
    city: str
    lat: float
    lon: float
    is_exact: bool
    energy: Energy
    room: Room | None
    terms: Terms | None
    rent: Rent | None
    contact: Contact | None
    photos: Sequence[Pictured]
    plans: Sequence[Pictured]
    made_at: datetime
    changed_at: datetime
    withheld: tuple[str, ...] = ()


def shown_of(expose: Expose, groups: frozenset[str], places: Places, owners: Mapping[int, Sequence[Owner]]) -> Shown:
    """groups: what is released. owners: of units, by the unit."""
    unit = expose.case.unit
    silent = Silence(expose, groups, owners.get(unit.pk, ()))
    is_exact = rules.ADDRESS in groups
    lat, lon = (unit.lat, unit.lon) if is_exact else rules.blurred(unit.lat, unit.lon)
    pictures = list(expose.pictures.all())
    withheld = tuple(name for name in ("title", "words", "energy_carrier") if silent.keeps(getattr(expose, name)))
    energy = energy_of(expose)
    return Shown(
        code=expose.code.lower(),
        title=_("Vacant unit") if "title" in withheld else expose.title,
        words="" if "words" in withheld else expose.words,
        kind=expose.kind,
        part=places.named(unit, is_exact=is_exact),
        street=street_of(unit) if is_exact else "",
        address=str(unit.address or unit) if is_exact else "",
        postcode=(unit.address.postcode if unit.address else unit.postcode) if is_exact else "",
        city=(unit.address.city if unit.address else unit.city) if is_exact else "",
        lat=lat,
        lon=lon,
        is_exact=is_exact,
        energy=replace(energy, carrier="") if "energy_carrier" in withheld else energy,
        room=room_of(unit) if rules.ROOM in groups else None,
        terms=terms_of(expose) if rules.TERMS in groups else None,
        rent=rent_of(expose, silent) if rules.RENT in groups else None,
        contact=contact_of(expose) if rules.OWNER in groups else None,
        photos=pictured(pictures, ExposePicture.Kind.PHOTO, silent) if rules.PHOTOS in groups else (),
        plans=pictured(pictures, ExposePicture.Kind.PLAN, silent) if rules.PLAN in groups else (),
        made_at=expose.made_at,
        changed_at=expose.changed_at,
        withheld=withheld,
    )


class Silence:
    """What texts of an exposé must not name, because it is not released."""

    def __init__(self, expose: Expose, groups: frozenset[str], owners: Sequence[Owner]) -> None:
        unit = expose.case.unit
        self.words: list[str] = []
        if rules.ADDRESS not in groups:
            self.words += [street_of(unit), unit.street_name]
        if rules.OWNER not in groups:
            self.words += [expose.contact_phone, *whole_and_parts(unit, expose.contact_name, expose.contact_email)]
            for owner in owners:
                self.words += [owner.phone, *whole_and_parts(unit, owner.name, owner.email)]
                self.words += whole_and_parts(unit, owner.manager)
                self.words += owner.name.split()[-1:] if owner.kind == Owner.Kind.PERSON else []
        rent = (expose.rent_cold, expose.utilities, expose.deposit, unit.area_sqm, expose.price)
        self.euros = silence.amounts_of(*map(plain, rent)) if rules.RENT not in groups else None

    def keeps(self, text: str) -> bool:
        return silence.tells(text, self.words, euros=self.euros)


def whole_and_parts(unit: Unit, name: str, email: str = "") -> list[str]:
    town = unit.city or (unit.address.city if unit.address else "")
    return [name, *silence.parts_of(name, town=town), email, email.partition("@")[2]]


def plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def pictured(pictures: Sequence[ExposePicture], kind: str, silent: Silence) -> tuple[Pictured, ...]:
    return tuple(
        Pictured(
            pk=each.pk,
            kind=each.kind,
            alt=str(each.get_kind_display()) if silent.keeps(each.alt) else each.alt,
            credit="" if silent.keeps(each.credit) else each.credit,
            width=each.width,
            height=each.height,
        )
        for each in pictures
        if each.kind == kind
    )


def street_of(unit: Unit) -> str:
    return str(unit.address.street) if unit.address else unit.street_name


def energy_of(expose: Expose) -> Energy:
    return Energy(
        kind=expose.energy_kind,
        house=expose.energy_house,
        heat=plain(expose.energy_heat),
        power=plain(expose.energy_power),
        carrier=expose.energy_carrier,
        grade=expose.energy_class,
        year=expose.energy_year,
    )


def room_of(unit: Unit) -> Room:
    return Room(
        area_sqm=unit.area_sqm,
        sales_sqm=unit.sales_sqm,
        side_sqm=unit.side_sqm,
        is_estimated=unit.area_is_estimated,
        window_m=unit.window_front_m,
        steps=unit.steps,
        equipment=tuple(unit.equipment),
    )


def terms_of(expose: Expose) -> Terms:
    return Terms(expose.free_from, expose.longest_months, tuple(expose.wanted), tuple(expose.excluded))


def rent_of(expose: Expose, silent: Silence) -> Rent:
    includes = "" if silent.keeps(expose.rent_includes) else expose.rent_includes
    return Rent(expose.rent_cold, expose.utilities, includes, expose.deposit, expose.price)


def contact_of(expose: Expose) -> Contact | None:
    if not expose.contact_name.strip():
        return None
    return Contact(expose.contact_name, expose.contact_phone, expose.contact_email)


def fits(shown: Shown, asked: Mapping[str, Any]) -> bool:
    """Whether a room is one that is asked for, by what everybody may read of it; what is not released never fits.

    asked: part (key of a sub-location), street, kind, area_min, area_max, rent_max; what is missing or empty is open.
    """
    if asked.get("part") and (shown.part is None or str(shown.part.pk) != asked["part"]):
        return False
    if asked.get("street") and street_key(asked["street"]) not in street_key(shown.street):
        return False
    if asked.get("kind") and not (shown.kind and asked["kind"] in rules.WAYS[shown.kind]):
        return False
    area = shown.room.area_sqm if shown.room is not None else None
    least, most = asked.get("area_min"), asked.get("area_max")
    if (least is not None and (area is None or area < least)) or (most is not None and (area is None or area > most)):
        return False
    rent, limit = shown.rent.whole if shown.rent is not None else None, asked.get("rent_max")
    return limit is None or (rent is not None and rent <= limit)
