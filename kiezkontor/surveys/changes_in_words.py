"""The changes between two survey rounds, one by one, as the office reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kiezkontor.methods.sorting import sort_key
from kiezkontor.organisations.models import Category, Organisation, UseClass
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.models import Ending, Occupancy, SurveyRound, Unit
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
    """What changes are told with: units, names of organisations, categories by key. since: day of the earlier round."""

    since: date
    units: Mapping[int, Unit]
    names: Mapping[int, str]
    categories: Mapping[str, Category]

    @classmethod
    def of(cls, found: Sequence[Difference], before: SurveyRound) -> "Known":
        units = {pk for each in found for pk in each.units}
        who = {each.organisation for each in found if each.organisation is not None}
        keys = {row.category for each in found for row in (each.before, each.after) if row and row.category}
        return cls(
            before.reference_on,
            Unit.objects.select_related("address__street").in_bulk(units),
            dict(Organisation.objects.filter(pk__in=who).values_list("pk", "name")),
            Category.objects.in_bulk(keys),
        )

    def told(self, change: Difference) -> Told:
        row = change.after if change.what in {What.OPENING, What.MOVE, What.CHANGE} else change.before
        assert row is not None  # each kind of change has that side
        street, number, place = self.place(row)
        moved_from = self.place(change.before)[2] if change.what == What.MOVE and change.before else ""
        reason = self.reason(change)
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

    def reason(self, change: Difference) -> str:
        """Why a use ended, as the later round knows it: until the freeze whoever told it last, from then on as frozen.

        What ended before the earlier round is no reason for what that still found.
        """
        then = change.after
        if change.what != What.CLOSURE or then is None or then.begins_latest is None:
            return ""
        return then.former_ended if then.begins_latest > self.since else ""

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


def changes_told(found: Sequence[Difference], before: SurveyRound) -> list[Told]:
    """By street and number."""
    known = Known.of(found, before)
    return sorted((known.told(each) for each in found), key=lambda told: told.order)
