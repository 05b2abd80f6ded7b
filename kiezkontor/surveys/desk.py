"""What waits in the rounds that are walked or checked, for those it concerns."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.desk.hooks import Due
from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.access import conflicts_of, rounds_with_work
from kiezkontor.surveys.houses import House
from kiezkontor.surveys.models import Segment
from kiezkontor.surveys.roster import Roster, roster_of
from kiezkontor.surveys.rules.stages import IN_FIELD


def waiting(viewer: Viewer, district: District, _on: date) -> list[Due]:
    """Contradictions, second looks and what is not seen yet, each with its number and round."""
    rounds = rounds_with_work(viewer, district)
    return [due for each in rounds for due in (late_notes(each, viewer) if each.is_frozen else due_of(each, viewer))]


def late_notes(survey_round: SurveyRound, viewer: Viewer) -> Iterable[Due]:
    if not viewer.has_role(survey_round.district, COORDINATOR):
        return
    late, number = conflicts_of(survey_round).count(), survey_round.number
    sentence = ngettext(
        "Round %(number)s: %(count)s note came after the freeze and waits for a decision",
        "Round %(number)s: %(count)s notes came after the freeze and wait for a decision",
        late,
    )
    yield Due(said(sentence, number, late), reverse("surveys:conflicts", args=[number]), "people")


def due_of(survey_round: SurveyRound, viewer: Viewer) -> Iterable[Due]:
    roster = roster_of(survey_round, in_order=False)
    own = [segment for segment in roster.segments if viewer.person and segment.assigned_to_id == viewer.person.pk]
    houses = concerning(viewer, roster, own)
    if not houses:
        return
    units = roster.units_of(houses)
    number = survey_round.number
    part = f"&segment={own[0].pk}" if len(own) == 1 else ""
    known = {unit.pk for unit in units}
    conflicts = sum(unit in known for unit in conflicts_of(survey_round).values_list("unit", flat=True))
    if conflicts:
        sentence = ngettext(
            "Round %(number)s: %(count)s contradiction waits for a decision",
            "Round %(number)s: %(count)s contradictions wait for a decision",
            conflicts,
        )
        yield Due(said(sentence, number, conflicts), reverse("surveys:conflicts", args=[number]), "people")
    unclear = sum(map(roster.is_unclear, units))
    address = reverse("surveys:round_units", args=[number])
    if unclear:
        sentence = ngettext(
            "Round %(number)s: a second look at %(count)s unit",
            "Round %(number)s: a second look at %(count)s units",
            unclear,
        )
        yield Due(said(sentence, number, unclear), f"{address}?show=unclear{part}", "checklist")
    unseen = len(known - roster.seen.keys()) if own and survey_round.stage == IN_FIELD else 0
    if unseen:
        sentence = ngettext(
            "Round %(number)s: %(count)s unit of your streets is not seen yet",
            "Round %(number)s: %(count)s units of your streets are not seen yet",
            unseen,
        )
        yield Due(said(sentence, number, unseen), f"{address}?show=open{part}", "checklist")


def concerning(viewer: Viewer, roster: Roster, own: list[Segment]) -> list[House]:
    """The houses given to somebody; without any, all of them for the coordination and where nothing was given yet."""
    if own:
        return [house for segment in own for house in roster.of(segment)]
    is_given = any(segment.assigned_to_id for segment in roster.segments)
    leads = viewer.has_role(roster.survey_round.district, COORDINATOR)
    return roster.houses if leads or not is_given else []


def said(sentence: str, number: int, count: int) -> str:
    return sentence % {"number": number, "count": count}
