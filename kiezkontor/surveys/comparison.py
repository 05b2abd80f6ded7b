"""Two survey rounds of a district beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from kiezkontor.premises.models import SurveyRound, Unit
from kiezkontor.surveys.models import FrozenUnit
from kiezkontor.surveys.rules.differences import Compared, Difference, differences
from kiezkontor.surveys.rules.recorded import USED, Recorded
from kiezkontor.surveys.rules.supply import Supply, SupplyChange, supplies, supply_change
from kiezkontor.surveys.rules.survival import Survival, survival
from kiezkontor.surveys.snapshots import READ, as_recorded, keys_in, merged_into, recorded_in


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of an earlier round in a later one."""

    differences: list[Difference]
    survival: Survival
    supply: SupplyChange


def comparison_of(
    before: SurveyRound,
    after: SurveyRound,
    *,
    earlier: list[Recorded] | None = None,
    later: list[Recorded] | None = None,
) -> Comparison:
    """The same whether the rounds are frozen or not. earlier, later: what they recorded, where it is read already."""
    if before.is_frozen and after.is_frozen:
        two, unchanged = only_what_differs(before, after), used_by_the_same(before, after)
        supplied = supplied_in(before), supplied_in(after)
    else:
        earlier = recorded_in(before) if earlier is None else earlier
        later = recorded_in(after) if later is None else later
        two, unchanged = compared(earlier, later, before, after), frozenset()
        supplied = supplied_by(earlier), supplied_by(later)
    return Comparison(
        differences(two),
        survival(two, unchanged=unchanged),
        supply_change(two, before=supplied[0], after=supplied[1]),
    )


def supplied_in(survey_round: SurveyRound) -> list[Supply]:
    """Of a frozen round."""
    used = FrozenUnit.objects.filter(survey_round=survey_round, occupancy__in=USED).order_by()
    return supplies(used.values_list("category", flat=True).distinct())


def supplied_by(recorded: Iterable[Recorded]) -> list[Supply]:
    return supplies(row.category for row in recorded if row.is_used)


def difference_of(before: SurveyRound, after: SurveyRound) -> list[Difference]:
    """What changed from one round to a later one; the same whether they are frozen or not."""
    if before.is_frozen and after.is_frozen:
        return differences(only_what_differs(before, after))
    earlier, later = recorded_in(before), recorded_in(after)
    return differences(compared(earlier, later, before, after))


def compared(
    earlier: list[Recorded],
    later: list[Recorded],
    before: SurveyRound,
    after: SurveyRound,
    elsewhere: frozenset[int] = frozenset(),
) -> Compared:
    ended = ended_between({row.unit for row in earlier} - {row.unit for row in later}, before, after)
    return Compared(earlier, later, before.reference_on, ended, elsewhere)


def ended_between(units: Iterable[int], before: SurveyRound, after: SurveyRound) -> frozenset[int]:
    """Which of these units ceased to exist between two rounds and were not split or merged."""
    return ended(before.reference_on, after.reference_on).intersection(units)


def ended(after: date, until: date) -> frozenset[int]:
    """All units that ceased to exist between two days and were not split or merged."""
    gone = Unit.objects.filter(exists_until__gt=after, exists_until__lte=until, followed_by=None)
    return frozenset(gone.values_list("pk", flat=True))


def only_what_differs(before: SurveyRound, after: SurveyRound) -> Compared:
    """The database leaves out units that are the same in both rounds; of those only their organisations are read."""
    earlier = as_recorded(unlike(before, after).values_list(*READ))
    later = as_recorded(unlike(after, before).values_list(*READ))
    ours = {pk for row in (*earlier, *later) for pk in row.occupants}
    elsewhere = used_by_the_same(before, after) & ours if ours else frozenset()
    return compared(earlier, later, before, after, elsewhere)


def unlike(one: SurveyRound, other: SurveyRound) -> QuerySet[FrozenUnit]:
    """The units of a round that the other one lacks or found in another state."""
    same = FrozenUnit.objects.filter(survey_round=other, unit=OuterRef("unit"), state=OuterRef("state"))
    return FrozenUnit.objects.filter(~Exists(same), survey_round=one).order_by("unit_id")


def used_by_the_same(before: SurveyRound, after: SurveyRound) -> frozenset[int]:
    """The organisations in units that are the same in both rounds, as they are called today."""
    same = FrozenUnit.objects.filter(survey_round=before, unit=OuterRef("unit"), state=OuterRef("state"))
    texts = FrozenUnit.objects.filter(Exists(same), survey_round=after, occupancy__in=USED).exclude(occupants="")
    merged = merged_into()
    found = {pk for text in texts.values_list("occupants", flat=True).iterator(5_000) for pk in keys_in(text)}
    return frozenset(merged.get(pk, pk) for pk in found)
