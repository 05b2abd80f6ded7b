"""What leaves a round as open data, and what open data count; the log tells who took and who gave it."""

from collections.abc import Sequence

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.models import OfficialCount
from kiezkontor.surveys.rules.official_counts import Counted
from kiezkontor.surveys.street_news import StreetNews, street_news


def take_street_news(survey_round: SurveyRound, *, by: Viewer) -> StreetNews:
    news = street_news(survey_round)
    record("round.map_file_taken", survey_round, by=by, district=survey_round.district, count=len(news.steps))
    return news


@transaction.atomic
def replace_official_counts(district: District, counts: Sequence[Counted], *, by: Viewer) -> None:
    """A table takes the place of what the district had before."""
    District.objects.select_for_update(no_key=True).only("pk").get(pk=district.pk)
    OfficialCount.objects.filter(district=district).delete()
    OfficialCount.objects.bulk_create(
        OfficialCount(
            district=district,
            area=each.area,
            use_class=each.branch.use_class,
            category_id=each.branch.category or None,
            count=each.count,
            source=each.source,
            counted_on=each.on,
        )
        for each in counts
    )
    record("district.official_counts", district, by=by, district=district, count=len(counts))
