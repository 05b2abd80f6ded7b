"""The changes between two survey rounds, one by one, as the office reads them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kiezkontor.methods.sorting import sort_key
from kiezkontor.organisations.models import Category, Organisation, UseClass
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.models import Ending, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.surveys.results_in_words import KINDS
from kiezkontor.surveys.rules.differences import Difference, What
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.snapshots import address_of


@dataclass(frozen=True, slots=True)
class Told:
    """One change. unit: the id of the unit it happened in; place: its address; before, after: what was and is there.

    came_from: the former address of who moved, else "". reason: why a use ended, "" where nobody knows.
    """

    what: What
    street: str
    number: str
    unit: int
    place: str
    name: str
    before: str
    after: str
    came_from: str
    reason: str | Promise

    @property
    def kind(self) -> str | Promise:
        return KINDS[self.what]

    @property
    def order(self) -> tuple[object, ...]:
        return not self.street, sort_key(self.street), number_order(self.number), list(What).index(self.what), self.unit


@dataclass(frozen=True, slots=True)
class Known:
    """What changes are told with: units, names of organisations, reasons by unit, categories by key."""

    units: Mapping[int, Unit]
    names: Mapping[int, str]
    reasons: Mapping[int, str]
    categories: Mapping[str, Category]

    @classmethod
    def of(cls, found: Sequence[Difference], before: SurveyRound, after: SurveyRound) -> "Known":
        units = {pk for each in found for pk in each.units}
        who = {each.organisation for each in found if each.organisation is not None}
        keys = {row.category for each in found for row in (each.before, each.after) if row and row.category}
        return cls(
            Unit.objects.select_related("address__street").in_bulk(units),
            dict(Organisation.objects.filter(pk__in=who).values_list("pk", "name")),
            reasons(units_after_closures(found), before, after),
            Category.objects.in_bulk(keys),
        )

    def told(self, change: Difference) -> Told:
        row = change.after if change.what in {What.OPENING, What.MOVE, What.CHANGE} else change.before
        assert row is not None  # each kind of change has that side
        street, number, place = self.place(row)
        moved_from = self.place(change.before)[2] if change.what == What.MOVE and change.before else ""
        follows = change.after.unit if change.after else row.unit
        reason = self.reasons.get(follows, "") if change.what == What.CLOSURE else ""
        return Told(
            change.what,
            street,
            number,
            row.unit,
            place,
            self.names.get(change.organisation, "") if change.organisation is not None else "",
            "" if change.what == What.MOVE else self.use(change.before),
            self.use(change.after) if change.after or change.what != What.CLOSURE else _("the unit is gone"),
            moved_from,
            Ending(reason).label if reason else "",
        )

    def place(self, row: Recorded) -> tuple[str, str, str]:
        """Street, number and both together with the position in the house."""
        unit = self.units[row.unit]
        street, number = address_of(unit)
        position = dict(Unit.Position.choices).get(unit.position, unit.position)
        address = f"{street} {number}".strip() or _("a unit without an address")
        return street, number, f"{address}, {position}" if position else address

    def use(self, row: Recorded | None) -> str:
        if row is None:
            return ""
        if not row.is_used:
            return str(Occupancy(row.occupancy).label)
        if row.category:
            return str(self.categories.get(row.category, row.category))
        return str(UseClass(row.use_class).label) if row.use_class else str(Occupancy(row.occupancy).label)


def units_after_closures(found: Iterable[Difference]) -> set[int]:
    """Where what came after a closed use is."""
    rows = (each.after or each.before for each in found if each.what == What.CLOSURE)
    return {row.unit for row in rows if row is not None}


def reasons(units: Collection[int], before: SurveyRound, after: SurveyRound) -> dict[int, str]:
    """Unit → why the use the earlier round had found there ended, as far as the register tells."""
    spells = UseSpell.objects.filter(
        unit__in=units, begins_latest__gt=before.reference_on, begins_latest__lte=after.reference_on
    ).exclude(former_ended="")
    return dict(spells.order_by("-begins_latest").values_list("unit_id", "former_ended"))


def changes_told(found: Sequence[Difference], before: SurveyRound, after: SurveyRound) -> list[Told]:
    """By street and number."""
    known = Known.of(found, before, after)
    return sorted((known.told(each) for each in found), key=lambda told: told.order)
