"""What leaves a round for OpenStreetMap: the log tells who took it."""

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.street_news import StreetNews, street_news


def take_street_news(survey_round: SurveyRound, *, by: Viewer) -> StreetNews:
    news = street_news(survey_round)
    record("round.map_file_taken", survey_round, by=by, district=survey_round.district, count=len(news.steps))
    return news
