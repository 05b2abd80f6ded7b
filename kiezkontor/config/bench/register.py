"""A district with many units and two frozen rounds: what any day and any two rounds cost."""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box
from kiezkontor.premises.models import Building, DistrictBuilding, Observation, SurveyRound, Unit, UseSpell
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.statistics import look_at_tables_of
from kiezkontor.surveys.actions.rounds import go
from kiezkontor.surveys.comparison import difference_of
from kiezkontor.surveys.map_units import counts_on_day, on_day

CLASSES = ("retail", "gastronomy", "local_economy", "public_use")
FIRST, SECOND = date(2020, 2, 1), date(2024, 2, 1)
CHANGED = 0.1
AT_ONCE = 10_000
ROW = 400
STEP_DEG = 0.0002
BOX_UNITS = 2_000
REPEATS = 7


def measured(units: int) -> dict[str, Any]:
    """Milliseconds, medians of REPEATS, on a register made for it in an empty installation."""
    district = District.objects.create(slug="register", name="Register", municipality="Musterstadt")
    begun = time.perf_counter()
    fill(district, units)
    filled = time.perf_counter() - begun
    rounds = list(SurveyRound.objects.filter(district=district).order_by("number"))
    begun = time.perf_counter()
    frozen = [freeze(each) for each in rounds]
    freezing = time.perf_counter() - begun
    look_at_tables_of(("premises", "surveys"))
    days = [FIRST + timedelta(days=200 * nth) for nth in range(REPEATS)]
    box = box_of(units)
    return {
        "units": units,
        "in_box": len(on_day(district, days[-1], box)),
        "fill_seconds": round(filled, 1),
        "freeze_seconds_a_round": round(freezing / len(rounds), 1),
        "counts_ms": timed(lambda nth: counts_on_day(district, days[nth])),
        "box_ms": timed(lambda nth: on_day(district, days[nth], box)),
        "difference_ms": timed(lambda _nth: difference_of(*frozen)),
        "differences": len(difference_of(*frozen)),
    }


def timed(act: Callable[[int], object]) -> int:
    taken = []
    for nth in range(REPEATS):
        begun = time.perf_counter()
        act(nth)
        taken.append(time.perf_counter() - begun)
    return round(1000 * median(taken))


def box_of(units: int) -> Box:
    """About BOX_UNITS units in the middle."""
    rows = units / ROW
    height = max(1.0, BOX_UNITS / ROW)
    south = 50.0 + STEP_DEG * max(0.0, (rows - height) / 2)
    return Box(south=south, west=9.0, north=south + STEP_DEG * height, east=9.0 + STEP_DEG * ROW)


def freeze(survey_round: SurveyRound) -> SurveyRound:
    for stage in ("review", "frozen"):
        survey_round = go(survey_round, stage, by=system_viewer("bench"))
    return survey_round


def fill(district: District, units: int) -> None:
    """Units on a grid, seen in two rounds; of each round the observations and the uses that follow from them."""
    stage = SurveyRound.Stage.IN_FIELD
    first, second = (
        SurveyRound.objects.create(district=district, number=number, reference_on=on, stage=stage)
        for number, on in ((1, FIRST), (2, SECOND))
    )
    draw = random.Random(units)  # noqa: S311 - a sample, no secret
    for begin in range(0, units, AT_ONCE):
        with transaction.atomic():
            fill_part(district, (first, second), range(begin, min(begin + AT_ONCE, units)), draw)


def fill_part(district: District, rounds: tuple[SurveyRound, SurveyRound], numbers: range, draw: random.Random) -> None:
    spots = [(50.0 + STEP_DEG * (nth // ROW), 9.0 + STEP_DEG * (nth % ROW)) for nth in numbers]
    houses = insert_many(Building(lat=lat, lon=lon, is_site=True) for lat, lon in spots)
    insert_many(DistrictBuilding(district=district, building=house) for house in houses)
    made = insert_many(
        Unit(building=house, lat=house.lat, lon=house.lon, street_name=f"Musterweg {nth // 50}", house_number=str(nth))
        for nth, house in zip(numbers, houses, strict=True)
    )
    before = [values(draw, FIRST) for _unit in made]
    after = [values(draw, SECOND) if draw.random() < CHANGED else {**old} for old in before]
    seen = [observed(unit, rounds[0], state) for unit, state in zip(made, before, strict=True)]
    seen_again = [observed(unit, rounds[1], state) for unit, state in zip(made, after, strict=True)]
    insert_many(seen)
    insert_many(seen_again)
    insert_many(
        UseSpell(
            unit=row.unit,
            begins_latest=row.seen_on,
            occupancy=row.values["occupancy"],
            use_class=row.values.get("use_class", ""),
            observation=row,
        )
        for row in (*seen, *seen_again)
        if row.seen_on == FIRST or row.values["since"][1] == SECOND.isoformat()
    )


def values(draw: random.Random, on: date) -> dict[str, Any]:
    state: dict[str, Any] = {"occupancy": "vacant"}
    if draw.random() > 0.12:
        state = {"occupancy": "occupied", "use_class": draw.choice(CLASSES)}
    return {**state, "organisations": [], "since": [None, on.isoformat()]}


def observed(unit: Unit, survey_round: SurveyRound, state: dict[str, Any]) -> Observation:
    now, on = timezone.now(), survey_round.reference_on
    return Observation(unit=unit, survey_round=survey_round, seen_on=on, entered_at=now, values=state)
