"""The numbers of a location that everybody may read: each stands on another public page as well.

Nothing is counted here that the directory, the list of vacant units or the published rounds do not show; the office
adds figures of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kiezkontor.directory import access_vacancies
from kiezkontor.directory.access import visible_in
from kiezkontor.directory.access_vacancies import Vacancies
from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.suppression import SMALLEST_SHOWN
from kiezkontor.districts.access import streets_of
from kiezkontor.districts.models import District, Street
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.models import OpeningInterval
from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.surveys.public import PublicRound, published_rounds
from kiezkontor.surveys.rules.suppression import STREET, STREET_VACANT
from kiezkontor.vacancies import access_exposes
from kiezkontor.vacancies.access_location_figures import published_of
from kiezkontor.vacancies.models import ExposeRelease, LocationFigure
from kiezkontor.vacancies.offers import street_of
from kiezkontor.vacancies.rules import exposes
from kiezkontor.vacancies.rules.locations import street_slug, together

# So many days are looked at, that a holiday makes no shop one that is closed on Saturdays.
LOOKED_AT = timedelta(days=28)
ALWAYS = timedelta(days=7)
SATURDAY, SUNDAY, WEEKDAYS = 6, 7, (1, 2, 3, 4, 5)
EVENING, MORNING = 19, 5
# Of fewer rooms a range would be the rent of one.
RENTS_TOLD_FROM = 5


@dataclass(frozen=True)
class Open:
    """How many entries have known hours, and of these how many are open then."""

    known: int
    saturday: int
    sunday: int
    evening: int


@dataclass(frozen=True)
class Directory:
    """by_class: entries in the order of the classes; changed_on: of the latest one, None without any."""

    by_class: Mapping[str, int]
    by_part: Mapping[str, int]
    changed_on: date | None
    hours: Open

    @property
    def total(self) -> int:
        return sum(self.by_class.values())


@dataclass(frozen=True)
class StreetCount:
    """What the last published round counted in a street. None where it may not be told."""

    units: int | None
    vacant: int | None


@dataclass(frozen=True)
class Rooms:
    """What is on offer. of_rent: how many say area and rent; from_sqm, to_sqm: the lowest and the highest rent of these
    without utilities, in euros a square metre and month, None where they are too few; changed_on: None of no room.
    """

    count: int
    of_rent: int
    from_sqm: Decimal | None
    to_sqm: Decimal | None
    changed_on: date | None


@dataclass(frozen=True)
class Location:
    """street: None for the whole district. vacant: how many the public list has, None where it is not told.
    is_of_round: what the office alone knows of is there as the last published round counted it. latest: that round,
    None without any; counted: what it has of the street. further: what the office added.
    """

    street: Street | None
    directory: Directory
    vacant: int | None
    vacant_on: date | None
    is_of_round: bool
    latest: PublicRound | None
    counted: StreetCount | None
    rooms: Rooms
    further: Sequence[LocationFigure] = ()

    @property
    def units(self) -> int | None:
        """How many the round counted. None also where vacancy is held back and the entries beside it would tell of few;
        of none as well, since otherwise what is missing would say that there are some.
        """
        if self.latest is None:
            return None
        rate = self.latest.vacancy
        units, vacant = (self.latest.units, rate.part if rate else None)
        if self.counted is not None:
            units, vacant = self.counted.units, self.counted.vacant
        tells = units is not None and vacant is None and units - self.directory.total < SMALLEST_SHOWN
        return None if tells else units


def location_of(request: DistrictRequest, street: Street | None = None) -> Location:
    district = request.district
    vacancies = access_vacancies.vacancies_today(request)
    latest = next(iter(published_rounds(request)[::-1]), None)
    directory = directory_of(district, street)
    return Location(
        street,
        directory,
        vacant_in(vacancies, street),
        known_on(vacancies, street) or directory.changed_on,
        vacancies.are_of_round,
        latest,
        counted_in(latest, street) if latest and street else None,
        rooms_in(district, street),
        list(published_of(district, street)),
    )


def rooms_in(district: District, street: Street | None) -> Rooms:
    """As the list of rooms on offer has them; in a street those whose address is released. One statement."""
    found: QuerySet[Any, Any] = access_exposes.published_in(district).prefetch_related(None)
    for group in (exposes.ADDRESS, exposes.ROOM, exposes.RENT):
        released = ExposeRelease.objects.in_force().filter(expose=OuterRef("pk"), group=group)
        found = found.annotate(**{f"tells_{group}": Exists(released)})
    if street is not None:
        found = found.filter(tells_address=True)
    rows: list[Any] = [each for each in found if street is None or street_key(street_of(each.case.unit)) == street.key]
    rents = [
        each.rent_cold / each.case.unit.area_sqm
        for each in rows
        if each.tells_room and each.tells_rent and each.rent_cold and each.case.unit.area_sqm
    ]
    told = rents if len(rents) >= RENTS_TOLD_FROM else []
    return Rooms(
        len(rows),
        len(rents),
        min(told, default=None),
        max(told, default=None),
        max((timezone.localdate(each.changed_at) for each in rows), default=None),
    )


def street_or_404(district: District, slug: str) -> Street:
    for street in streets_of(district).defer("lines"):
        if street_slug(street.name) == slug:
            return street
    raise Http404


def streets_with_entries(district: District) -> list[tuple[Street, int]]:
    """The streets of the district in which the directory has entries, with how many, by name."""
    rows = visible_in(district.pk).order_by().values_list("street").annotate(count=Count("pk"))
    counts: Counter[str] = Counter()
    for name, count in rows:
        counts[street_key(name)] += count
    found = ((street, counts[street.key]) for street in streets_of(district).defer("lines"))
    return [(street, count) for street, count in found if count]


def entries_in(district: District, street: Street | None) -> EntryQuerySet:
    found = visible_in(district.pk)
    if street is None:
        return found
    written = found.order_by().values_list("street", flat=True).distinct()
    return found.filter(street__in=[name for name in written if street_key(name) == street.key])


def directory_of(district: District, street: Street | None) -> Directory:
    found = entries_in(district, street).order_by()
    classes = dict(found.values_list("use_class").annotate(count=Count("pk")))
    parts = found.exclude(sub_location=None).values_list("sub_location__name").annotate(count=Count("pk"))
    latest: datetime | None = found.aggregate(latest=Max("changed_at"))["latest"]
    return Directory(
        {name: classes.get(name, 0) for name in USE_CLASSES},
        {} if street else dict(parts.order_by("sub_location__name")),
        timezone.localdate(latest) if latest else None,
        hours_of(found),
    )


def hours_of(entries: EntryQuerySet) -> Open:
    now = timezone.now()
    patterns = Counter(dict(entries.exclude(pattern=None).values_list("pattern").annotate(count=Count("pk"))))
    intervals = OpeningInterval.objects.filter(pattern__in=list(patterns), certain=True, closes_at__gt=now)
    soon = intervals.filter(opens_at__lt=now + LOOKED_AT).order_by()
    always = Q(opens_at__lte=now, closes_at__gte=now + ALWAYS)
    late = Q(closes_at__hour__gte=EVENING) | Q(closes_at__hour__lt=MORNING)
    asked = {
        "known": Q(),
        "saturday": Q(opens_at__iso_week_day=SATURDAY) | always,
        "sunday": Q(opens_at__iso_week_day=SUNDAY) | always,
        "evening": Q(late, opens_at__iso_week_day__in=WEEKDAYS) | always,
    }
    return Open(**{name: weighted(soon.filter(condition), patterns) for name, condition in asked.items()})


def weighted(found: QuerySet[OpeningInterval], patterns: Mapping[int, int]) -> int:
    return sum(patterns[pattern] for pattern in set(found.values_list("pattern", flat=True).distinct()))


def vacant_in(vacancies: Vacancies, street: Street | None) -> int | None:
    """As the list of vacant units tells it; None where that does not tell, or fewer than three are known."""
    if street is None:
        return vacancies.total
    openly = sum(street_key(unit.street) == street.key for unit in vacancies.openly_known)
    return openly + others_in(vacancies, street) or None


def others_in(vacancies: Vacancies, street: Street | None) -> int:
    """How many there are beside the openly known ones, as far as that is told."""
    if street is None:
        return vacancies.others.total or 0
    return sum(count for name, count in vacancies.others.parts.items() if street_key(name) == street.key)


def known_on(vacancies: Vacancies, street: Street | None) -> date | None:
    days = [unit.known_on for unit in vacancies.openly_known if street is None or street_key(unit.street) == street.key]
    if others_in(vacancies, street) or (vacancies.are_of_round and not days):
        days.append(vacancies.counted_on)
    return max(days, default=None)


def counted_in(latest: PublicRound, street: Street) -> StreetCount:
    """Of a street that lies in several sub-locations the sum of them; None where one of them is not told."""
    at = [(part, name) for part, name in latest.pieces if street_key(name) == street.key]
    return StreetCount(
        together(latest.shown.get((STREET, *each)) for each in at),
        together(latest.shown.get((STREET_VACANT, *each)) for each in at),
    )
