"""A team walks twice through a district and wants to know what became of it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kiezkontor.districts.models import District
from kiezkontor.premises.actions.observations import Sighting, correct_observation
from kiezkontor.premises.models import Observation, SurveyRound, Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.actions.rounds import go, is_intact, plan_round
from kiezkontor.surveys.models import FrozenUnit
from kiezkontor.surveys.tests.walks import AFTER, BEFORE, FIRST, OFFICE, SECOND, freeze

pytestmark = pytest.mark.django_db


def told(*arguments):
    out = StringIO()
    call_command("round", "--district", "kiez", *arguments, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def changes(report):
    return {name: report[name] for name in ("since_round", "openings", "closures", "moves", "changes")}


def test_the_schillerkiez_table_comes_out_as_it_was_published(walked):
    counts = {"retail": 54, "gastronomy": 66, "local_economy": 128, "public_use": 70}
    rows = [f";{name};;occupied;" for name, count in counts.items() for _nth in range(count)]
    rows += [";;;vacant;"] * 60 + [";;;unknown;"] * 9
    walked(1, FIRST, *(f"Herrfurthstr.;{nth + 1};;{row}" for nth, row in enumerate(rows)))
    report = told("--number", "1")
    percents = {row["class"]: row["percent"] for row in report["use_structure"]}
    assert [percents[name] for name in counts] == [14, 17, 33, 18]
    assert report["vacant_and_unknown_percent"] == 18
    assert report["vacancy_rate_all"] == {"vacant": 60, "of": 387, "percent": 15.5, "of_what": "all units"}
    assert (report["units"], report["unknown"], report["on"], report["frozen"]) == (387, 9, "2017-02-01", False)
    assert changes(report) == dict.fromkeys(("since_round", "openings", "closures", "moves", "changes"))


def test_what_changed_is_the_same_before_and_after_the_freeze(walked):
    walked(1, FIRST, *BEFORE)
    walked(2, SECOND, *AFTER)
    expected = {"since_round": 1, "openings": 1, "closures": 1, "moves": 1, "changes": 1}
    live = told("--number", "2")
    assert changes(live) == expected
    assert changes(told("--number", "1")) == dict.fromkeys(expected)
    freeze(1), freeze(2)
    frozen = told("--number", "2")
    assert frozen.pop("frozen")
    assert frozen.pop("checksum").startswith("sha256:")
    assert {name: live[name] for name in frozen} == frozen


def test_a_frozen_round_stays_as_it_was_frozen(walked):
    walked(1, FIRST, *BEFORE)
    survey_round = freeze(1)
    before = told("--number", "1")
    empty = Unit.objects.get(house_number="3")
    wrong = Observation.objects.get(unit=empty)
    correct_observation(
        wrong.pk, Sighting("used_as_housing", (None, FIRST)), district=District.objects.get(), by=OFFICE
    )
    Unit.objects.filter(pk=empty.pk).update(area_sqm=80)
    assert told("--number", "1") == before
    assert is_intact(survey_round)
    FrozenUnit.objects.filter(unit=empty).update(occupancy="unknown")
    assert not is_intact(survey_round)


def test_a_frozen_round_takes_nothing_more(walked):
    walked(1, FIRST, *BEFORE)
    freeze(1)
    with pytest.raises(ActionRefused, match="Runde 1 ist eingefroren"):
        walked(1, FIRST, *AFTER)
    assert Observation.objects.count() == len(BEFORE)


def test_a_round_of_nothing_is_not_frozen(walked):
    walked(1, FIRST, *BEFORE)
    planned = plan_round(District.objects.get(), number=2, reference_on=SECOND, by=OFFICE)
    for stage in ("in_field", "review"):
        planned = go(planned, stage, by=OFFICE)
    with pytest.raises(ActionRefused):
        go(planned, "frozen", by=OFFICE)
    assert SurveyRound.objects.get(number=2).stage == "review"


def test_no_stage_is_left_out(walked):
    walked(1, FIRST, *BEFORE)
    with pytest.raises(ActionRefused):
        go(SurveyRound.objects.get(), "published", by=OFFICE)


def test_rounds_are_published_and_taken_back_in_their_order(walked):
    walked(1, FIRST, *BEFORE)
    walked(2, SECOND, *AFTER)
    first, second = freeze(1), freeze(2)
    second = go(second, "published", by=OFFICE)
    with pytest.raises(ActionRefused, match="spätere Runde"):
        go(first, "published", by=OFFICE)
    go(second, "frozen", by=OFFICE)
    assert go(first, "published", by=OFFICE).stage == "published"


def test_a_round_that_is_not_there_is_said(walked):
    walked(1, FIRST, *BEFORE)
    with pytest.raises(CommandError, match="es gibt: 1"):
        told("--number", "4")
    with pytest.raises(CommandError, match="früheren"):
        told("--number", "1", "--since", "1")
