"""What a unit came from and what became of it, when units were split and merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit, UnitSuccession
from kiezkontor.premises.unit_names import UnitName, names_of


@dataclass(frozen=True)
class Lineage:
    """Units that ended on a day and those that began in their place, by id; one of the two sides is a single unit."""

    on: date
    formers: tuple[int, ...]
    laters: tuple[int, ...]

    @property
    def kind(self) -> Literal["split", "merged"]:
        return "split" if len(self.formers) == 1 else "merged"


def became(unit: Unit) -> Lineage | None:
    """How a unit ended; None where it was neither split nor merged."""
    laters = UnitSuccession.objects.filter(former=unit).values_list("later_id", flat=True)
    return between(UnitSuccession.objects.filter(later__in=list(laters)).values_list("on", "former_id", "later_id"))


def came_from(unit: Unit) -> Lineage | None:
    """How a unit began; None where it came from no other."""
    formers = UnitSuccession.objects.filter(later=unit).values_list("former_id", flat=True)
    return between(UnitSuccession.objects.filter(former__in=list(formers)).values_list("on", "former_id", "later_id"))


def between(rows: Iterable[tuple[date, int, int]]) -> Lineage | None:
    found = sorted(rows)
    if not found:
        return None
    formers = {former for _on, former, _later in found}
    laters = {later for _on, _former, later in found}
    return Lineage(found[0][0], tuple(sorted(formers)), tuple(sorted(laters)))


def lineage_of(unit: Unit) -> Lineage | None:
    """The last split or merger a unit was part of."""
    return became(unit) or came_from(unit)


def names_before(lineage: Lineage, district: District) -> dict[int, UnitName]:
    units = Unit.objects.filter(pk__in=lineage.formers).select_related("address__street").order_by("pk")
    return names_of(list(units), district, on=lineage.on - timedelta(days=1))


def names_after(lineage: Lineage, district: District) -> dict[int, UnitName]:
    units = Unit.objects.filter(pk__in=lineage.laters).select_related("address__street").order_by("pk")
    return names_of(list(units), district, on=lineage.on)
