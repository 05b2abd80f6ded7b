"""How much of an official count a round recorded, with the denominator in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kiezkontor.districts.models import SubLocation
from kiezkontor.organisations.models import UseClass
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.models import OfficialCount
from kiezkontor.surveys.rules.official_counts import Branch, Counted, Covered, coverage
from kiezkontor.surveys.snapshots import recorded_in

CLASSES = dict(UseClass.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """recorded: None where the round knows no such area."""

    area: str
    branch: str
    recorded: int | None
    official: int
    told: str
    source: str
    on: date


def lines_of(survey_round: SurveyRound) -> list[Line]:
    stored = list(OfficialCount.objects.filter(district=survey_round.district).select_related("category"))
    if not stored:
        return []
    counts = [
        Counted(each.area, Branch(each.use_class, each.category_id or ""), each.count, each.source, each.counted_on)
        for each in stored
    ]
    areas = SubLocation.objects.filter(district=survey_round.district).values_list("name", flat=True)
    covered = coverage(counts, recorded_in(survey_round), areas)
    return [line(each, found) for each, found in zip(stored, covered, strict=True)]


def line(each: OfficialCount, found: Covered) -> Line:
    return Line(
        each.area or _("Whole district"),
        str(each.category or CLASSES[each.use_class]),
        found.recorded,
        each.count,
        told(found),
        each.source,
        each.counted_on,
    )


def told(found: Covered) -> str:
    if found.recorded is None:
        return _("No sub-location of this name: nothing to compare.")
    if found.percent is None:
        return _("None counted officially: no percentage.")
    return _("%(percent)s %% of the %(official)s counted officially") % {
        "percent": found.percent,
        "official": found.counted.count,
    }
