"""What the demo says happened between its first two rounds: to invented firms alone, beside those that exist."""

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.config.demo_surveys import MARK, SETTLERS, load_surveys
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests.builders import category, organisation
from kiezkontor.premises.models import Ending, Observation, Occupancy, UseSpell
from kiezkontor.premises.tests.builders import unit, used, vacant
from kiezkontor.surveys.tests.builders import survey_round

pytestmark = pytest.mark.django_db
REAL = 5


@pytest.fixture
def district():
    """Five offices, whose numbers the map leaves out, and five empty shops, which the first round has counted."""
    made = districts.district("Musterkiez")
    first = survey_round(made, number=1)
    offices = [organisation(f"Bestehendes Büro {number}", category=category("office=lawyer")) for number in range(REAL)]
    counted = [used(unit(made, house_number=""), office) for office in offices] + [
        vacant(unit(made)) for _shop in range(REAL)
    ]
    Observation.objects.filter(pk__in=[use.observation_id for use in counted]).update(survey_round=first, district=made)
    return made


def test_firms_that_exist_neither_close_nor_move_nor_fall_ill(district):
    load_surveys(district, by=system_viewer("demo"))
    real = Organisation.objects.exclude(name__endswith=MARK)
    assert real.count() == REAL
    for firm in real:
        assert [spell.occupancy for spell in UseSpell.objects.filter(occupants=firm)] == [Occupancy.OCCUPIED]
        where = UseSpell.objects.get(occupants=firm).unit
        assert UseSpell.objects.filter(unit=where).count() == 1
    invented = Organisation.objects.filter(name__endswith=MARK)
    assert {f"{name} {MARK}" for name, _category in SETTLERS} < set(invented.values_list("name", flat=True))
    ended = [seen.values["former_ended"] for seen in Observation.objects.filter(values__has_key="former_ended")]
    assert sorted(ended) == sorted([Ending.MOVED, Ending.GAVE_UP, Ending.RETIRED, Ending.HEALTH])


def test_what_the_demo_invented_is_there_once_however_often_it_starts(district):
    load_surveys(district, by=system_viewer("demo"))
    before = Observation.objects.count()
    load_surveys(district, by=system_viewer("demo"))
    assert Observation.objects.count() == before
