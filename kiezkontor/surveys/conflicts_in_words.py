"""Notes of a walk that contradict each other, beside each other in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Category, Organisation
from kiezkontor.premises.access import is_of
from kiezkontor.premises.models import Observation, Occupancy
from kiezkontor.premises.timeline import who_says
from kiezkontor.premises.unit_names import UnitName, names_of
from kiezkontor.surveys.actions.walking import State, state_of
from kiezkontor.surveys.models import WalkConflict

LABELS = {
    "occupancy": gettext_lazy("The unit is"),
    "occupants": gettext_lazy("Who is there"),
    "category": gettext_lazy("Category"),
}


@dataclass(frozen=True)
class Difference:
    label: str | Promise
    theirs: str
    mine: str


@dataclass(frozen=True)
class Shown:
    """who: whose note stands; of another district's office no more than which one it is. is_late: after the freeze."""

    conflict: WalkConflict
    name: UnitName
    who: str
    is_late: bool
    differences: list[Difference]

    @property
    def seen_on(self) -> date:
        return date.fromisoformat(self.conflict.mine["seen_on"])


def mine_of(conflict: WalkConflict) -> State:
    mine = conflict.mine
    ids, newcomer = mine["occupants"]
    return {"occupancy": mine["occupancy"], "occupants": (tuple(ids), newcomer), "category": tuple(mine["category"])}


@dataclass(frozen=True)
class Words:
    names: dict[int, str]
    categories: dict[str, str]

    @classmethod
    def of(cls, states: list[State]) -> "Words":
        ids = {pk for state in states if state["occupants"] for pk in state["occupants"][0]}
        keys = {state["category"][0] for state in states if state["category"]}
        names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
        return cls(names, {row.key: str(row) for row in Category.objects.filter(pk__in=keys)})

    def differences(self, conflict: WalkConflict, there: State, here: State) -> list[Difference]:
        return [Difference(LABELS[name], self.say(name, there), self.say(name, here)) for name in conflict.fields]

    def say(self, name: str, state: State) -> str:
        if state[name] is None:
            return "–"
        if name == "occupancy":
            return str(dict(Occupancy.choices).get(state[name], state[name]))
        if name == "category":
            return self.categories.get(state[name][0], "") or "–"
        ids, newcomer = state[name]
        return ", ".join([*(self.names.get(pk, "") for pk in ids), *([newcomer] if newcomer else [])]) or "–"


def in_words(found: Sequence[WalkConflict], district: District, *, on: date) -> list[Shown]:
    names = names_of([each.unit for each in found], district, on=on)
    states = [(each, state_of(each.against), mine_of(each)) for each in found]
    words = Words.of([state for _each, *both in states for state in both])
    return [
        Shown(
            each,
            names[each.unit_id],
            who_noted(each.against, district),
            is_late(each),
            words.differences(each, there, here),
        )
        for each, there, here in states
    ]


def is_late(conflict: WalkConflict) -> bool:
    frozen_at = conflict.survey_round.frozen_at
    return frozen_at is not None and conflict.operation.taken_at >= frozen_at


def who_noted(seen: Observation | None, district: District) -> str:
    if seen is None:
        return ""
    return who_says(seen) if is_of(seen, district) else _("the office of %(district)s") % {"district": seen.district}
