"""What is to be checked of a round before it is frozen."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.rules.chains import folded
from kiezkontor.premises.access import uses_on
from kiezkontor.premises.models import SurveyRound, Unit
from kiezkontor.surveys.access import conflicts_of
from kiezkontor.surveys.roster import Roster, day_of, roster_of
from kiezkontor.surveys.rules.duplicates import Standing, twice
from kiezkontor.surveys.rules.recorded import USED

LABELS: dict[str, str | Promise] = {
    "open": _("Units of the register that were not seen"),
    "gaps": _("House numbers at which nobody looked"),
    "unclear": _("Not determinable: a second look"),
    "twice": _("Units that may stand in the register twice"),
    "classless": _("Uses without a class"),
    "conflicts": _("Notes that contradict each other"),
}
HINTS: dict[str, str | Promise] = {
    "open": _("They are missing in all figures of this round."),
    "gaps": _("No unit is known there. Note that there is none, or add what you find."),
    "unclear": _("They count as not determinable as long as nobody could tell."),
    "twice": _("Two units of one address at the same place in the house or of the same name."),
    "classless": _("They count among local services. Choose a class or a category when you note what was seen."),
    "conflicts": _("Until somebody decides, what was there first holds."),
}


@dataclass(frozen=True, slots=True)
class Check:
    """name: of LABELS."""

    name: str
    count: int
    url: str

    @property
    def label(self) -> str | Promise:
        return LABELS[self.name]

    @property
    def hint(self) -> str | Promise:
        return HINTS[self.name]


@dataclass(frozen=True)
class Findings:
    """What is open in a round; units in the order of the roster."""

    roster: Roster
    conflicts: int = 0

    @cached_property
    def units(self) -> list[Unit]:
        return self.roster.units_of(self.roster.houses)

    @cached_property
    def open(self) -> list[int]:
        return [unit.pk for unit in self.units if unit.pk not in self.roster.seen]

    @cached_property
    def unclear(self) -> list[int]:
        return [unit.pk for unit in self.units if self.roster.is_unclear(unit)]

    @cached_property
    def classless(self) -> list[int]:
        return [unit.pk for unit in self.units if self.lacks_class(unit)]

    def lacks_class(self, unit: Unit) -> bool:
        seen = self.roster.seen.get(unit.pk)
        return seen is not None and seen.values.get("occupancy") in USED and not seen.values.get("use_class")

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Units that may be one, of which the round has seen at least one."""
        found = twice(standing(self.roster))
        return [pair for pair in found if not self.roster.seen.keys().isdisjoint(pair)]

    def checks(self) -> list[Check]:
        number = self.roster.survey_round.number
        units = reverse("surveys:round_units", args=[number])
        counts = {
            "open": len(self.open),
            "gaps": len(self.roster.gaps(self.roster.houses)),
            "unclear": len(self.unclear),
            "twice": len(self.pairs),
            "classless": len(self.classless),
        }
        found = [Check(name, count, f"{units}?show={name}") for name, count in counts.items()]
        return [*found, Check("conflicts", self.conflicts, reverse("surveys:conflicts", args=[number]))]


def standing(roster: Roster) -> Iterable[Standing]:
    uses = uses_on(roster.units_of(roster.houses), on=day_of(roster.survey_round))
    for house in roster.houses:
        for unit in roster.units.get(house.key, ()):
            use = uses.get(unit.pk)
            names = {folded(each.name) for each in use.occupants.all()} if use else set()
            yield Standing(unit.pk, house.door, unit.position, unit.floor, frozenset(names - {""}))


def findings_of(survey_round: SurveyRound, *, in_order: bool = False) -> Findings:
    """in_order: whether houses are wanted in walking order."""
    return Findings(roster_of(survey_round, in_order=in_order), conflicts_of(survey_round).count())


def open_checks(survey_round: SurveyRound) -> list[Check]:
    """What stays open if the round is frozen now."""
    return [check for check in findings_of(survey_round).checks() if check.count]
