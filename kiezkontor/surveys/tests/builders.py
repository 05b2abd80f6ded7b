"""Survey rounds for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound
from kiezkontor.premises.tests.builders import SEEN_ON

_numbers = count(1)


def survey_round(of: District, **details: Any) -> SurveyRound:
    details = {"number": next(_numbers), "reference_on": SEEN_ON, "stage": SurveyRound.Stage.IN_FIELD} | details
    return SurveyRound.objects.create(district=of, **details)
