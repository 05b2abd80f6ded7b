"""A location in figures: the same facts for the page, the paper and the JSON, each with where it is from and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.directory.rules.suppression import is_small
from kiezkontor.methods.apportionment import percent
from kiezkontor.organisations.models import UseClass
from kiezkontor.surveys.figures_in_words import LINES
from kiezkontor.vacancies.access_location import Directory, Location

DIRECTORY = gettext_lazy("directory of the district, from OpenStreetMap and what businesses and the office entered")
ROUND = gettext_lazy("survey round of the district office")
MAP_AND_OFFICE = gettext_lazy("list of vacant units, from OpenStreetMap and the district office")
MAP_AND_ROUND = gettext_lazy("list of vacant units, from OpenStreetMap and the last published survey round")
OFFERS = gettext_lazy("list of rooms on offer, as their owners released them")


@dataclass(frozen=True)
class Fact:
    """value: None where it is not told; of: what it is a part of, None where of nothing. unit: "percent", "euros"
    or "".

    basis: the denominator in words. on: the day it is of, None where nobody knows.
    """

    key: str
    label: str | Promise
    value: float | None
    source: str | Promise
    on: date | None
    of: int | None = None
    unit: str = ""
    basis: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        if self.value is None:
            return _("not published")
        if self.unit == "percent":
            return f"{number_format(self.value, decimal_pos=1)} %"
        if self.unit == "euros":
            return f"{number_format(self.value, decimal_pos=2)} €"
        decimals = None if self.value == int(self.value) else 2
        return number_format(self.value, decimal_pos=decimals, use_l10n=True, force_grouping=True)

    @property
    def from_where(self) -> str:
        if self.on is None:
            return str(self.source)
        return _("%(source)s, %(day)s") % {"source": self.source, "day": date_format(self.on, "SHORT_DATE_FORMAT")}


@dataclass(frozen=True)
class Group:
    key: str
    title: str | Promise
    facts: list[Fact]


def groups_of(found: Location) -> list[Group]:
    """Without groups of which there is nothing to tell."""
    groups = [
        Group("units", gettext_lazy("Units by use"), list(units(found))),
        Group("entries", gettext_lazy("Businesses and institutions by use"), list(entries(found.directory))),
        Group("vacancy", gettext_lazy("Vacancy"), list(vacancy(found))),
        Group("rooms", gettext_lazy("Rooms on offer"), list(rooms(found))),
        Group("change", gettext_lazy("Openings and closures"), list(change(found))),
        Group("further", gettext_lazy("Further figures"), list(further(found))),
        Group("hours", gettext_lazy("Opening hours"), list(hours(found.directory))),
        Group("parts", gettext_lazy("Sub-locations"), list(parts(found.directory))),
    ]
    return [group for group in groups if group.facts]


def units(found: Location) -> Iterator[Fact]:
    """Of the last published round; of a street only how many there are, as its uses are told nowhere."""
    latest = found.latest
    if latest is None:
        return
    on = latest.survey_round.reference_on
    yield Fact("units", gettext_lazy("Units counted"), found.units, ROUND, on, url=round_url(found))
    for line, number, share in latest.lines if found.street is None else ():
        if number != 0:
            basis = share_of_units(number, share, found.units)
            yield Fact(f"units_{line}", LINES[line], number, ROUND, on, found.units, basis=basis)


def entries(found: Directory) -> Iterator[Fact]:
    url, on = reverse("directory:list"), found.changed_on
    yield Fact("entries", gettext_lazy("Entries of the directory"), found.total, DIRECTORY, on, url=url)
    for use_class, count in found.by_class.items():
        if count:
            basis = share_of_entries(count, found.total)
            label = capfirst(str(UseClass(use_class).label))
            yield Fact(f"entries_{use_class}", label, count, DIRECTORY, on, found.total, basis=basis)


def round_url(found: Location) -> str:
    assert found.latest is not None
    return reverse("surveys:public_round", args=[found.latest.survey_round.number])


def share_of_units(units: int | None, share: int | None, of: int | None) -> str:
    if units is None or share is None or of is None:
        return ""
    return _("%(percent)s %% of %(of)s units") % {"percent": share, "of": of}


def share_of_entries(part: int, of: int) -> str:
    share = percent(part, of)
    if share is None:
        return ""
    return _("%(percent)s %% of %(of)s entries") % {"percent": number_format(share, decimal_pos=1), "of": of}


def share_of_known_hours(part: int, of: int) -> str:
    share = percent(part, of)
    if share is None:
        return ""
    said = {"percent": number_format(share, decimal_pos=1), "of": of}
    return _("%(percent)s %% of %(of)s entries with known hours") % said


def vacancy(found: Location) -> Iterator[Fact]:
    """The share as the last published round has it; before the first one, of what is listed publicly."""
    url = reverse("directory:vacancies")
    vacant = None if found.vacant is None or is_small(found.vacant) else found.vacant
    source = MAP_AND_ROUND if found.is_of_round else MAP_AND_OFFICE
    label, basis = gettext_lazy("Vacant units on the public list"), ""
    if vacant is not None and (found.is_of_round or found.street is not None):
        basis = _("counted is what is published; the district office may know of more")
    yield Fact("vacant", label, vacant, source, found.vacant_on, basis=basis, url=url)
    if found.latest is not None:
        yield counted_share(found)
        return
    of = found.directory.total + (vacant or 0)
    share = None if vacant is None else percent(vacant, of)
    basis = _("of %(of)s entries and vacant units") % {"of": of} if share is not None else ""
    yield Fact(
        "vacancy_share",
        gettext_lazy("Vacancy"),
        share,
        MAP_AND_OFFICE,
        found.vacant_on,
        of if share is not None else None,
        "percent",
        basis,
    )


def counted_share(found: Location) -> Fact:
    assert found.latest is not None
    rate = found.latest.vacancy
    vacant, units = (rate.part, rate.of) if rate else (None, None)
    if found.counted is not None:
        vacant, units = found.counted.vacant, found.counted.units
    is_told = vacant is not None and bool(units)
    share = percent(vacant, units) if vacant is not None and units else None
    basis = _("%(vacant)s of %(of)s units") % {"vacant": vacant, "of": units} if is_told else ""
    on = found.latest.survey_round.reference_on
    return Fact(
        "vacancy_share", gettext_lazy("Vacancy"), share, ROUND, on, units if is_told else None, "percent", basis
    )


def rooms(found: Location) -> Iterator[Fact]:
    here, url = found.rooms, reverse("vacancies:offers")
    if not here.count:
        return
    yield Fact("rooms", gettext_lazy("Rooms on offer"), here.count, OFFERS, here.changed_on, url=url)
    basis = _("a square metre and month without utilities, of %(of)s rooms") % {"of": here.of_rent}
    for key, label, rent in (
        ("rent_from", gettext_lazy("Lowest rent asked"), here.from_sqm),
        ("rent_to", gettext_lazy("Highest rent asked"), here.to_sqm),
    ):
        if rent is not None:
            yield Fact(key, label, round(float(rent), 2), OFFERS, here.changed_on, here.of_rent, "euros", basis)


def change(found: Location) -> Iterator[Fact]:
    latest = found.latest
    if latest is None or latest.became is None or found.street is not None:
        return
    on, since = latest.survey_round.reference_on, latest.became.since.reference_on
    basis = _("since %(day)s") % {"day": date_format(since, "SHORT_DATE_FORMAT")}
    events = latest.became.events
    yield Fact("openings", gettext_lazy("Openings"), events.openings, ROUND, on, basis=basis)
    yield Fact("closures", gettext_lazy("Closures"), events.closures, ROUND, on, basis=basis)


def further(found: Location) -> Iterator[Fact]:
    """What the office added, as it wrote it."""
    for each in found.further:
        value = int(each.value) if each.value == int(each.value) else float(each.value)
        yield Fact(f"further_{each.pk}", each.name, value, each.source, each.on, basis=each.basis, url=each.url)


def hours(found: Directory) -> Iterator[Fact]:
    known = found.hours.known
    if not known:
        return
    told = (
        ("open_saturday", gettext_lazy("Open on Saturdays"), found.hours.saturday),
        ("open_sunday", gettext_lazy("Open on Sundays"), found.hours.sunday),
        ("open_evening", gettext_lazy("Open until 7 p.m. or longer on a weekday"), found.hours.evening),
    )
    for key, label, count in told:
        basis = share_of_known_hours(count, known)
        yield Fact(key, label, count, DIRECTORY, found.changed_on, known, basis=basis)


def parts(found: Directory) -> Iterator[Fact]:
    for number, (name, count) in enumerate(found.by_part.items(), 1):
        basis = share_of_entries(count, found.total)
        yield Fact(f"part_{number}", name, count, DIRECTORY, found.changed_on, found.total, basis=basis)


def as_data(groups: list[Group], *, district: Any, street: str, contact: dict[str, str]) -> dict[str, Any]:
    """As the JSON has it (docs/formats.md)."""
    facts = [
        {
            "key": fact.key,
            "label": str(fact.label),
            "value": fact.value,
            "of": fact.of,
            "unit": fact.unit or None,
            "basis": fact.basis or None,
            "source": str(fact.source),
            "on": fact.on.isoformat() if fact.on else None,
        }
        for group in groups
        for fact in group.facts
    ]
    return {"district": district.name, "street": street or None, "facts": facts, "contact": contact}
