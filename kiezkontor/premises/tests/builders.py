"""Houses, units, observations and spells for tests: valid, invented, every detail overridable."""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.districts.tests.builders import street
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.premises.models import (
    Address,
    Building,
    DistrictBuilding,
    Observation,
    Occupancy,
    SpellOccupant,
    Unit,
    UnitPhoto,
    UseSpell,
)

_numbers = count(1)
SEEN_ON = date(2026, 1, 1)


def building(of: District, **details: Any) -> Building:
    """A house in the middle of the district's box."""
    number = next(_numbers)
    details = {"lat": 52.47 + number * 1e-5, "lon": 13.42 + number * 1e-5} | details
    made = Building.objects.create(**details)
    DistrictBuilding.objects.create(district=of, building=made)
    return made


def unit(of: District, number: str = "", *, street_name: str = "Musterstraße", **details: Any) -> Unit:
    """A unit in a house of its own; `building=` puts it into a house that is there."""
    number = number or str(next(_numbers))
    house = details.pop("building", None) or building(of)
    address = Address.objects.get_or_create(
        building=house,
        street=street(of, street_name),
        number_key=number.lower(),
        defaults={"number": number, "postcode": "12345", "city": "Musterstadt"},
    )[0]
    details = {
        "address": address,
        "street_name": street_name,
        "house_number": number,
        "postcode": "12345",
        "city": "Musterstadt",
        "lat": house.lat,
        "lon": house.lon,
    } | details
    return Unit.objects.create(building=house, **details)


def observation(
    of: Unit, *, seen_on: date = SEEN_ON, occupants: tuple[Organisation, ...] = (), **values: Any
) -> Observation:
    """What was seen, without the spell that follows from it; see `used` for both."""
    details = {name: values.pop(name) for name in ("effect", "supersedes", "observer", "source_run") if name in values}
    values = {
        "occupancy": Occupancy.OCCUPIED if occupants else Occupancy.UNKNOWN,
        "since": [None, seen_on.isoformat()],
        "organisations": sorted(each.pk for each in occupants),
    } | values
    return Observation.objects.create(unit=of, seen_on=seen_on, entered_at=timezone.now(), values=values, **details)


def used(of: Unit, *occupants: Organisation, seen_on: date = SEEN_ON, **values: Any) -> UseSpell:
    """The unit is used by these organisations as of a day: observation and spell, as an import leaves them."""
    category = occupants[0].category if occupants else None
    use_class = category.use_class if category else ""
    values = {"use_class": use_class, "category": category.pk if category else ""} | values
    seen = observation(of, seen_on=seen_on, occupants=occupants, **values)
    spell = UseSpell.objects.create(
        unit=of,
        begins_latest=seen_on,
        occupancy=seen.values["occupancy"],
        use_class=use_class,
        category=category,
        observation=seen,
    )
    SpellOccupant.objects.bulk_create([SpellOccupant(spell=spell, organisation=each) for each in occupants])
    return spell


def vacant(of: Unit, *, seen_on: date = SEEN_ON, **values: Any) -> UseSpell:
    return used(of, seen_on=seen_on, **({"occupancy": Occupancy.VACANT} | values))


def photo(of: Unit, district: District, **details: Any) -> UnitPhoto:
    name = uuid4().hex
    files = {which: ContentFile(picture(), name=f"{name}-{which}.jpg") for which in ("image", "thumbnail")}
    given = files | {"taken_on": SEEN_ON, "added_at": timezone.now()} | details
    return UnitPhoto.objects.create(unit=of, district=district, **given)
