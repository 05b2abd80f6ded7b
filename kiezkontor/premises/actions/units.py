"""Houses and units that people add or describe by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.access import area_of
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.areas import ADJACENT_WITHIN_M, distance_from_m
from kiezkontor.methods.street_names import street_key, street_name
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.addresses import house_number, number_key
from kiezkontor.premises.access import house_known_around, houses_at, numbers_known, units_at
from kiezkontor.premises.actions.observations import Sighting, add_observation, add_occupant, locked_unit, require_open
from kiezkontor.premises.imports.inventory import tell_occupants
from kiezkontor.premises.models import Address, Building, DistrictBuilding, Occupancy, SurveyRound, Unit
from kiezkontor.shared.errors import ActionRefused

DESCRIBED = (
    *("position", "floor", "area_sqm", "sales_sqm", "side_sqm", "window_front_m", "area_is_estimated", "steps"),
    *("condition", "renovation", "equipment", "equipment_seen_on"),
)


@dataclass(frozen=True)
class Place:
    """An address as a person writes it; lat and lon only where the house is not known yet."""

    street: str
    number: str
    postcode: str = ""
    city: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def keys(self) -> dict[str, str]:
        """Street and number folded, as addresses are compared."""
        return {"street_key": street_key(self.street), "number_key": number_key(self.number)}


@transaction.atomic
def add_entry(
    place: Place, *, name: str, category: str, seen_on: date, is_new_unit: bool, district: District, by: Viewer
) -> Organisation:
    """A new entry made by hand, in a new unit of its house.

    Refuses as `new_unit` does: then the new occupant is to be noted at the unit it is in.
    """
    unit = new_unit(place, is_further=is_new_unit, district=district, by=by)
    organisation = add_occupant(name, category=category, seen_on=seen_on, district=district, by=by)
    sighting = Sighting(Occupancy.OCCUPIED, (None, seen_on), [organisation.pk], category)
    add_observation(unit, sighting, seen_on=seen_on, district=district, by=by)
    return organisation


@transaction.atomic
def add_unit(
    place: Place,
    sighting: Sighting,
    *,
    description: Mapping[str, Any],
    seen_on: date,
    is_new_unit: bool,
    survey_round: SurveyRound | None = None,
    district: District,
    by: Viewer,
) -> Unit:
    """A unit nobody is in, with what was seen of it. description: position, floor, area_sqm.

    survey_round: in which it counts. Refuses as `new_unit` and `note_sighting` do.
    """
    if survey_round is not None:
        require_open(survey_round)
    unit = new_unit(place, description=description, is_further=is_new_unit, district=district, by=by)
    add_observation(unit, sighting, seen_on=seen_on, survey_round=survey_round, district=district, by=by)
    return unit


def new_unit(
    place: Place,
    *,
    description: Mapping[str, Any] | None = None,
    is_further: bool,
    district: District,
    by: Viewer,
) -> Unit:
    """A new unit in its house.

    Refuses a house nobody knows without a position, and a house that has units already unless it is a further one.
    """
    require_place(place, is_further=is_further, district=district)
    return unit_at(house(place, district=district, by=by), description=description, district=district, by=by)


def unit_at(address: Address, *, description: Mapping[str, Any] | None = None, district: District, by: Viewer) -> Unit:
    """A new unit in a house that is known, whatever other units are there."""
    unit = Unit.objects.create(
        building=address.building,
        address=address,
        street_name=address.street.name,
        house_number=address.number,
        postcode=address.postcode,
        city=address.city,
        lat=address.building.lat,
        lon=address.building.lon,
        **(description or {}),
    )
    record("unit.added", unit, by=by, district=district)
    return unit


def require_place(place: Place, *, is_further: bool, district: District) -> None:
    """Refuses where `new_unit` does; a form asks before there is anything to add, to say all that is wrong at once."""
    if not houses_at(district, **place.keys).exists():
        require_position(place, district=district)
    if not is_further:
        require_no_unit(units_at(district, **place.keys).count())


def require_no_unit(there: int) -> None:
    if there:
        raise ActionRefused(
            ngettext(
                "This house has one unit already. If it is the same, note there what you saw; "
                "otherwise confirm that it is a further unit.",
                "This house has %(count)s units already. If it is one of them, note there what you saw; "
                "otherwise confirm that it is a further unit.",
                there,
            )
            % {"count": there},
            field="is_new_unit",
        )


def require_position(place: Place, *, district: District) -> tuple[float, float]:
    """Latitude and longitude of a house nobody knows; refuses without them, and beyond the district."""
    if place.lat is None or place.lon is None:
        raise ActionRefused(unknown_house(place, district), field="street")
    require_within(district, lat=place.lat, lon=place.lon)
    return place.lat, place.lon


def unknown_house(place: Place, district: District) -> str:
    """Whoever reads which numbers are known sees whether they mistyped or the house lies farther along the street."""
    numbers = numbers_known(district, street_key=place.keys["street_key"])
    if len(numbers) < 2:
        return _("We do not know this house yet. Please check street and number, or give its position below.")
    return _(
        "We do not know this house yet. In %(district)s the street “%(street)s” has the numbers %(first)s to %(last)s. "
        "Please check the number, or give the position of the house below."
    ) % {"district": district, "street": street_name(place.street), "first": numbers[0], "last": numbers[-1]}


def house(place: Place, *, district: District, by: Viewer) -> Address:
    """The address in the district; made with its house at the position given where nobody knows it yet."""
    keys = place.keys
    found = houses_at(district, **keys).first() or take_known_house(place, district=district, by=by)
    if found is not None:
        return found
    lat, lon = require_position(place, district=district)
    street, _made = Street.objects.get_or_create(
        municipality=district.municipality,
        key=keys["street_key"],
        defaults={"name": street_name(place.street), "lines": []},
    )
    street.districts.add(district)
    building = Building.objects.create(lat=lat, lon=lon)
    DistrictBuilding.objects.create(district=district, building=building, decided=DistrictBuilding.Decided.INCLUDED)
    address = Address.objects.create(
        building=building,
        street=street,
        number=house_number(place.number),
        number_key=keys["number_key"],
        postcode=place.postcode,
        city=place.city or district.municipality,
    )
    record("house.added", building, by=by, district=district, address=str(address))
    return address


@transaction.atomic
def take_known_house(place: Place, *, district: District, by: Viewer) -> Address | None:
    """Have a house in the district, too, that stands at this position for others already; None where none does.

    Its units are one inventory then; what another office noted for itself stays with that office. Refuses a position
    beyond the district, so that nobody hears of houses there.
    """
    if place.lat is None or place.lon is None or houses_at(district, **place.keys).exists():
        return None
    lat, lon = require_position(place, district=district)
    known = house_known_around((lat, lon), postcode=place.postcode, **place.keys)
    if known is None:
        return None
    require_within(district, lat=known.building.lat, lon=known.building.lon)
    DistrictBuilding.objects.update_or_create(
        district=district,
        building=known.building,
        defaults={"decided": DistrictBuilding.Decided.INCLUDED},
    )
    known.street.districts.add(district)
    tell_occupants([known.building_id])
    record("house.added", known.building, by=by, district=district, address=str(known))
    return known


def require_within(district: District, *, lat: float, lon: float) -> None:
    """Refuses a house beyond the district's boundary, but for those across the street that the boundary follows.

    Boundaries are drawn along the middle or one side of a street, while its shops on both sides are one street to an
    office. A district without a boundary takes any house.
    """
    area = area_of(district)
    if area is None or distance_from_m(area, lat=lat, lon=lon) <= ADJACENT_WITHIN_M:
        return
    raise ActionRefused(beyond(district), field="lat")


def beyond(district: District) -> str:
    """What is said of a position that `require_within` refuses."""
    return _(
        "This position lies outside of the boundary of %(district)s, the dashed line on the map, by more than "
        "%(most)s m. What is there does not belong to the district and cannot be added. Please check the position."
    ) % {"district": district, "most": round(ADJACENT_WITHIN_M)}


@transaction.atomic
def describe_unit(pk: int, *, values: Mapping[str, Any], seen: str = "", district: District, by: Viewer) -> Unit:
    """Note where in the house the unit is, how large and in what state. values: of DESCRIBED; None: not known.

    seen: from `description_of`, what the person saw before. Refuses to overwrite what somebody else noted since.
    """
    unit = locked_unit(pk)
    if seen and seen != description_of(unit):
        raise ActionRefused(
            _(
                "Somebody else has changed this page meanwhile. Nothing was saved yet; what you entered is "
                "still here. Open the page once more beside it to compare, then save again."
            )
        )
    changed = {name: values[name] for name in DESCRIBED if name in values and values[name] != getattr(unit, name)}
    told = {name: {"before": plain(getattr(unit, name)), "after": plain(value)} for name, value in changed.items()}
    for name, value in changed.items():
        setattr(unit, name, value)
    if changed:
        unit.save(update_fields=list(changed))
        record("unit.described", unit, by=by, district=district, changes=told)
    return unit


def plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def description_of(unit: Unit) -> str:
    """All that is described in one text, to tell whether they are still what somebody saw."""
    return " | ".join(str(getattr(unit, name)) for name in DESCRIBED)
