"""What is around an offered unit, counted about the place that may be told of it, each number with source and day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kiezkontor.directory.access import visible_in
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box, distance_m
from kiezkontor.organisations.models import UseClass
from kiezkontor.vacancies.offers import Shown

NEAR_M, WIDE_M = 100, 300


@dataclass(frozen=True)
class CountAround:
    """near, wide: how many within NEAR_M and WIDE_M. source: whose number it is; on: of which day."""

    use_class: str
    label: str
    near: int
    wide: int
    source: str
    on: date


def figures_of(shown: Shown, district: District, *, on: date) -> list[CountAround]:
    """Entries of the directory by use class, those without any left out; one statement.

    A blurred place is counted about its blurred place: numbers of the exact one would tell where that is.
    """
    spot = shown.lat, shown.lon
    box = Box.around(*spot, north_m=WIDE_M, east_m=WIDE_M)
    found = visible_in(district.pk).filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    near: defaultdict[str, int] = defaultdict(int)
    wide: defaultdict[str, int] = defaultdict(int)
    for use_class, lat, lon in found.values_list("use_class", "lat", "lon"):
        metres = distance_m(spot, (lat, lon))
        near[use_class] += metres <= NEAR_M
        wide[use_class] += metres <= WIDE_M
    source = _("directory of %(district)s") % {"district": district.name}
    return [
        CountAround(value, str(label), near[value], wide[value], source, on)
        for value, label in UseClass.choices
        if wide[value]
    ]
