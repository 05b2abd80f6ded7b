"""Survey rounds for tests: valid, invented, every detail overridable."""

from datetime import timedelta
from itertools import count
from secrets import token_hex
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound, Unit
from kiezkontor.premises.tests.builders import SEEN_ON, observation
from kiezkontor.surveys.models import Segment, WalkConflict, WalkLease, WalkOperation

_numbers = count(1)


def survey_round(of: District, **details: Any) -> SurveyRound:
    details = {"number": next(_numbers), "reference_on": SEEN_ON, "stage": SurveyRound.Stage.IN_FIELD} | details
    return SurveyRound.objects.create(district=of, **details)


def segment(of: SurveyRound, unit: Unit, **details: Any) -> Segment:
    """The whole street in which a unit stands."""
    assert unit.address is not None
    return Segment.objects.create(survey_round=of, **({"street": unit.address.street} | details))


def walk_lease(of: SurveyRound, **details: Any) -> WalkLease:
    now = timezone.now()
    details = {"begun_at": now, "ends_at": now + timedelta(days=7), "key": "a2V5", "token": token_hex(8)} | details
    return WalkLease.objects.create(survey_round=of, **({"person": person()} | details))


def walk_conflict(of: WalkLease, unit: Unit, **details: Any) -> WalkConflict:
    made = WalkOperation.objects.create(lease=of, op=uuid4(), kind="seen", unit=unit, taken_at=timezone.now())
    mine = {"occupancy": "vacant", "occupants": [[], ""], "category": ["", ""], "seen_on": SEEN_ON.isoformat()}
    against = observation(unit)
    details = {"mine": mine, "fields": ["occupancy"], "against": against} | details
    return WalkConflict.objects.create(operation=made, survey_round=of.survey_round, unit=unit, **details)


def published_round(of: District, **details: Any) -> SurveyRound:
    """Without units."""
    return survey_round(of, stage=SurveyRound.Stage.PUBLISHED, frozen_at=timezone.now(), **details)
