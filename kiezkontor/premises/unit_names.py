"""What units are called on pages, so that those of one address can be told apart."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Category
from kiezkontor.organisations.rules.addresses import number_key
from kiezkontor.premises.access import units_in, uses_on
from kiezkontor.premises.models import SpellOccupant, Unit, UseSpell
from kiezkontor.premises.places_in_words import has_address, places_in_words
from kiezkontor.premises.rules.telling_apart import numbers_needed
from kiezkontor.premises.unit_facts import position_said


@dataclass(frozen=True, slots=True)
class UnitName:
    """where: position and floor, or the number among the units of the address; who: occupants, or the last use.

    Each may be empty; together they are like those of no other unit at the address. shares: whether there are others;
    a unit alone at its address is called by that.
    """

    address: str
    where: str
    who: str
    shares: bool

    @property
    def detail(self) -> str:
        return " · ".join(part for part in (self.where, self.who) if part)

    @property
    def described(self) -> str:
        """The address with all that is known of the unit, for lists of what is in a house."""
        return " · ".join(part for part in (self.address, self.detail) if part)

    def __str__(self) -> str:
        return self.described if self.shares else self.address


def names_of(units: Collection[Unit], district: District, *, on: date) -> dict[int, UnitName]:
    """What each of these units of the district is called on a day, by its id; seven queries at most."""
    at_address: dict[str, list[Unit]] = defaultdict(list)
    others = sharing_an_address(units, district, on=on)
    near = places_in_words([*units, *others], district)

    def address_of(unit: Unit) -> str:
        return near.get(unit.pk) or str(unit.address or unit)

    for unit in others:
        at_address[address_of(unit)].append(unit)
    sharing = [unit for address in {address_of(unit) for unit in units} for unit in at_address[address]]
    who = known_by(sharing, on=on)
    names: dict[int, UnitName] = {}
    for unit in units:
        address = address_of(unit)
        known = {one.pk: " · ".join([place_in_house(one), who[one.pk]]).strip(" ·") for one in at_address[address]}
        number = numbers_needed(known).get(unit.pk)
        places = [place_in_house(unit), numbered(number) if number else ""]
        where = " · ".join(part for part in places if part)
        names[unit.pk] = UnitName(address, where, who.get(unit.pk, ""), len(known) > 1)
    return names


def sharing_an_address(units: Collection[Unit], district: District, *, on: date) -> list[Unit]:
    """These units and all others that may stand at the same address as one of them, in lasting order.

    Some have the address of their house, of others it is only written down; both kinds may stand at one address. Of
    those that have none any may be near the same street.
    """
    houses = [(unit.address.street.name, unit.address.number) for unit in units if unit.address]
    houses += [(unit.street_name, unit.house_number) for unit in units if not unit.address and unit.street_name]
    streets, numbers = {street for street, _number in houses}, {number for _street, number in houses}
    keys = {number_key(number) for number in numbers}
    same = Q(pk__in=[unit.pk for unit in units]) | Q(address__street__name__in=streets, address__number_key__in=keys)
    same |= Q(address=None, street_name__in=streets, house_number__in=numbers)
    if not all(map(has_address, units)):
        same |= Q(address=None, street_name="", house_number="")
    return list(units_in(district, on=on).filter(same).select_related("address__street").order_by("pk"))


def place_in_house(unit: Unit) -> str:
    """Position and floor; the ground floor is where units are that nobody has described."""
    floor = _("floor %(floor)s") % {"floor": unit.floor} if unit.floor else ""
    return ", ".join(part for part in (position_said(unit), floor) if part)


def numbered(number: int) -> str:
    return _("unit %(number)s") % {"number": number}


def known_by(units: Collection[Unit], *, on: date) -> dict[int, str]:
    """Who is in each unit, or was there last, or what it was used for last; "" where nothing is known."""
    uses = uses_on(units, on=on)
    found = {unit: ", ".join(str(one) for one in use.occupants.all()) for unit, use in uses.items()}
    without = {unit: use for unit, use in uses.items() if not found[unit]}
    found |= {unit: _("formerly %(use)s") % {"use": use} for unit, use in last_known(without, on=on).items()}
    return {unit.pk: found.get(unit.pk, "") for unit in units}


def last_known(uses: Mapping[int, UseSpell], *, on: date) -> dict[int, str]:
    """Who was in these units last, or what they were used for, by the unit's id; those without are missing."""
    if not uses:
        return {}
    categories = {unit: use.observation.values.get("former_category", "") for unit, use in uses.items()}
    names = Category.objects.in_bulk({key for key in categories.values() if key})
    last = {unit: str(names[key]) for unit, key in categories.items() if key in names}
    rows = SpellOccupant.objects.filter(spell__unit__in=uses, spell__begins_latest__lte=on)
    spells: dict[int, tuple[int, list[str]]] = {}
    for occupant in rows.select_related("spell", "organisation").order_by("spell__begins_latest", "organisation__name"):
        spell, occupants = spells.get(occupant.spell.unit_id, (0, []))
        before = occupants if spell == occupant.spell_id else []
        spells[occupant.spell.unit_id] = occupant.spell_id, [*before, str(occupant.organisation)]
    return last | {unit: ", ".join(occupants) for unit, (_spell, occupants) in spells.items()}
