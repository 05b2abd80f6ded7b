"""The houses of a round in walking order, and which of them a segment covers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kiezkontor.districts.models import District, Street
from kiezkontor.methods.street_names import street_key
from kiezkontor.methods.walking_order import Stop, walking_order
from kiezkontor.organisations.rules.addresses import number_key, number_order
from kiezkontor.premises.models import Address, SurveyRound, Unit
from kiezkontor.surveys.access_walk import addresses_of
from kiezkontor.surveys.models import Segment
from kiezkontor.surveys.rules.segments import Stretch, covers


@dataclass(frozen=True, slots=True)
class House:
    """An address, or a site without one. key: "a" with the number of the address, "b" with that of the site."""

    key: str
    address: int | None
    street: str
    street_key: int | None
    number: str
    lat: float
    lon: float

    @property
    def door(self) -> tuple[str, str]:
        """What several houses of one number in a street share; a house without a number shares it with none."""
        return (str(self.street_key or self.street), number_key(self.number)) if self.number else ("", self.key)

    def __str__(self) -> str:
        return f"{self.street} {self.number}".strip()


def segments_of(survey_round: SurveyRound) -> list[Segment]:
    return list(Segment.objects.filter(survey_round=survey_round).select_related("street", "assigned_to"))


def houses_of(district: District, units: Sequence[Unit], segments: Iterable[Segment] = ()) -> list[House]:
    """The houses of units, and all others of their streets and of the streets that are given to somebody."""
    written = streets_written(district, units)
    streets = {unit.address.street_id for unit in units if unit.address is not None}
    streets |= set(written.values()) | {segment.street_id for segment in segments}
    found = {
        f"a{address.pk}": house_at(address)
        for address in addresses_of(district).filter(street__in=streets).select_related("building")
    }
    for unit in units:
        if key_of(unit) not in found:
            street = written.get(street_key(unit.street_name))
            found[key_of(unit)] = House(
                key_of(unit), None, unit.street_name, street, unit.house_number, unit.lat, unit.lon
            )
    return list(found.values())


def streets_written(district: District, units: Iterable[Unit]) -> dict[str, int]:
    """Folded name → street, of units whose house has no address but whose source printed one."""
    names = {street_key(unit.street_name) for unit in units if unit.address is None and unit.street_name}
    return dict(Street.objects.filter(districts=district, key__in=names).values_list("key", "pk")) if names else {}


def house_at(address: Address) -> House:
    building, street = address.building, address.street
    return House(f"a{address.pk}", address.pk, street.name, street.pk, address.number, building.lat, building.lon)


def key_of(unit: Unit) -> str:
    return f"a{unit.address_id}" if unit.address_id else f"b{unit.building_id}"


def in_walking_order(houses: Sequence[House]) -> list[House]:
    """Street by street, up one side and down the other; several numbers of one house by number."""
    ordered = sorted(houses, key=lambda house: (house.street, number_order(house.number), house.key))
    lines = Street.objects.filter(pk__in={house.street_key for house in houses if house.street_key}).values_list(
        "name", "lines"
    )
    stops = [Stop(house.lat, house.lon, house.street) for house in ordered]
    return [ordered[nth] for nth in walking_order(stops, dict(lines))]


def stretch_of(segment: Segment) -> Stretch:
    return Stretch(segment.street_id, segment.side, segment.first, segment.last)


def houses_in(segment: Segment, houses: Iterable[House]) -> list[House]:
    """Those a segment covers, in their order; a house of no known street is in none."""
    return houses_on(stretch_of(segment), houses)


def houses_on(stretch: Stretch, houses: Iterable[House]) -> list[House]:
    return [
        house
        for house in houses
        if house.street_key is not None and covers(stretch, street=house.street_key, number=house.number)
    ]


def numbers_of(houses: Iterable[House], street: int) -> list[str]:
    """The numbers of a street as they stand along it."""
    return sorted({house.number for house in houses if house.street_key == street and house.number}, key=number_order)


def doors(houses: Collection[House]) -> set[tuple[str, str]]:
    return {house.door for house in houses}
