"""Which units somebody means who writes a street or a number."""

import re

from django.db.models import Q

from kiezkontor.organisations.rules.addresses import house_number, number_key, split_address


def standing_at(written: str) -> Q:
    """Units in a street or part of its name, in any spelling, or at one house number ("Karlstr. 63", "63")."""
    street, number = split_address(written)
    if not number and re.fullmatch(r"\d+\s*[a-zA-Z]?", street):
        street, number = "", street
    found = Q(address__street__name__icontains=street) | Q(street_name__icontains=street) if street else Q()
    if number:
        key = number_key(number)
        found &= Q(address__number_key=key) | Q(house_number__iexact=house_number(number))
    return found
