from datetime import date

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.actions.observations import Sighting, add_observation
from kiezkontor.premises.actions.succession import Part, split_unit
from kiezkontor.premises.models import Observation, SurveyRound
from kiezkontor.premises.tests import builders
from kiezkontor.surveys.actions.rounds import plan_round
from kiezkontor.surveys.comparison import difference_of

pytestmark = pytest.mark.django_db
FIRST, SPLIT, SECOND = date(2024, 1, 10), date(2024, 5, 1), date(2024, 9, 1)
BY = system_viewer("test")


def see(unit, sighting, survey_round, district):
    seen = add_observation(unit, sighting, seen_on=survey_round.reference_on, district=district, by=BY)
    Observation.objects.filter(pk=seen.pk).update(survey_round=survey_round)


def test_a_split_is_neither_a_closure_nor_an_opening_nor_a_move():
    district = districts.district("Musterkiez")
    shops = [organisations.organisation(name) for name in ("Bäckerei Muster", "Café Muster")]
    unit = builders.unit(district, "12")
    days = enumerate((FIRST, SECOND), start=1)
    first, second = (plan_round(district, number=number, reference_on=day, by=BY) for number, day in days)
    SurveyRound.objects.update(stage=SurveyRound.Stage.IN_FIELD)
    there = [shop.pk for shop in shops]
    see(unit, Sighting("occupied", (None, FIRST), there), first, district)
    parts = [Part({}, str(pk)) for pk in there]
    for part, pk in zip(split_unit(unit, parts, on=SPLIT, district=district, by=BY), there, strict=True):
        see(part, Sighting("occupied", (None, SECOND), [pk]), second, district)
    assert difference_of(first, second) == []
