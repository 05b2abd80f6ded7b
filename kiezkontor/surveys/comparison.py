"""Two survey rounds of a district beside each other."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from kiezkontor.premises.models import SurveyRound, Unit
from kiezkontor.surveys.models import FrozenUnit
from kiezkontor.surveys.rules.differences import Compared, Difference, differences
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.snapshots import READ, as_recorded, keys_in, recorded_in


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
    gone = Unit.objects.filter(
        exists_until__gt=before.reference_on, exists_until__lte=after.reference_on, followed_by=None
    )
    return frozenset(gone.values_list("pk", flat=True)).intersection(units)


def only_what_differs(before: SurveyRound, after: SurveyRound) -> Compared:
    """The database leaves out units that are the same in both rounds; of those only their organisations are read."""
    earlier = as_recorded(unlike(before, after).values_list(*READ))
    later = as_recorded(unlike(after, before).values_list(*READ))
    ours = {pk for row in (*earlier, *later) for pk in row.occupants}
    return compared(earlier, later, before, after, elsewhere(before, after, ours) if ours else frozenset())


def unlike(one: SurveyRound, other: SurveyRound) -> QuerySet[FrozenUnit]:
    """The units of a round that the other one lacks or found in another state."""
    same = FrozenUnit.objects.filter(survey_round=other, unit=OuterRef("unit"), state=OuterRef("state"))
    return FrozenUnit.objects.filter(~Exists(same), survey_round=one).order_by("unit_id")


def elsewhere(before: SurveyRound, after: SurveyRound, wanted: Iterable[int]) -> frozenset[int]:
    """Which of these organisations are in a unit that is the same in both rounds."""
    same = FrozenUnit.objects.filter(survey_round=before, unit=OuterRef("unit"), state=OuterRef("state"))
    texts = FrozenUnit.objects.filter(Exists(same), survey_round=after).exclude(occupants="")
    there = {pk for text in texts.values_list("occupants", flat=True).iterator(5_000) for pk in keys_in(text)}
    return frozenset(there).intersection(wanted)
