"""Where units without an address are, in words."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from kiezkontor.districts.access import streets_of
from kiezkontor.districts.models import District
from kiezkontor.methods.nearest import nearest_lines
from kiezkontor.premises.models import DistrictBuilding, Unit

# Two rows of houses and a yard: farther off another name would fit as well.
NEAR_M = 120


def has_address(unit: Unit) -> bool:
    return bool(unit.address_id or unit.street_name or unit.house_number)


def places_in_words(units: Collection[Unit], district: District) -> dict[int, str]:
    """For units without an address the street they are near to, else the part of the district, by the unit's id.

    Two queries at most; none where all units have an address.
    """
    without = [unit for unit in units if not has_address(unit)]
    if not without:
        return {}
    streets = list(streets_of(district).order_by("name", "pk").values_list("name", "lines"))
    spots = [(unit.lat, unit.lon) for unit in without]
    nearest = nearest_lines([lines for _name, lines in streets], spots, within_m=NEAR_M)
    near = {
        unit.pk: _("Near %(street)s") % {"street": streets[place][0]}
        for unit, place in zip(without, nearest, strict=True)
        if place is not None
    }
    far = {unit.pk: unit.building_id for unit in without if unit.pk not in near}
    if not far:
        return near
    parts = dict(
        DistrictBuilding.objects.filter(district=district, building__in=set(far.values()), sub_location__isnull=False)
        .order_by()
        .values_list("building", "sub_location__name")
    )
    return near | {unit: parts.get(building) or _("Without an address") for unit, building in far.items()}
