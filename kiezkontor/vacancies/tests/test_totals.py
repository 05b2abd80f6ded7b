"""What whoever reads totals alone may not read: as tables, and by whoever reckons with all that is shown."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from kiezkontor.vacancies.presenting_results import rows_of
from kiezkontor.vacancies.rules.results import Duration, Results, Wait
from kiezkontor.vacancies.rules.totals import FATES, SPANS, withheld

DAY = date(2026, 3, 1)
ALWAYS = {FATES, SPANS}


def some(count):
    return tuple(range(1, count + 1))


def waits(count):
    return Duration(tuple(Wait(pk, DAY, DAY + timedelta(days=10)) for pk in some(count)))


def found(
    *, cases=9, known=9, reached=5, placed=None, leases=0, interim=0, jobs=0, ended=0, stayed=0, waited=9, agreed=9
):
    return Results(
        cases=some(cases),
        owners=some(known),
        reached=some(reached),
        talks=some(reached * 2),
        leases=some(leases),
        interim=some(interim),
        placed=some(leases + interim if placed is None else placed),
        stayed=some(stayed),
        moved=(),
        gone=some(ended - stayed),
        untold=(),
        jobs=dict.fromkeys(some(jobs), 2),
        to_reporter=waits(waited),
        to_seeker=waits(waited),
        to_viewing=waits(waited),
        to_lease=waits(agreed),
    )


MOVED_IN = {"placements", "kinds", "jobs_of", "leases"}


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({}, set()),
        ({"cases": 0}, set()),
        ({"cases": 2}, {"cases"}),
        ({"known": 0, "reached": 0}, set()),
        ({"reached": 0}, set()),
        ({"reached": 2}, {"owners", "talks"}),
        ({"known": 2, "reached": 0}, {"owners", "talks"}),
        ({"reached": 8}, {"owners", "talks"}),
        ({"reached": 9}, set()),
        ({"leases": 3}, set()),
        ({"leases": 3, "interim": 3}, set()),
        ({"leases": 3, "interim": 2}, {"kinds"}),
        ({"leases": 2, "jobs": 2}, MOVED_IN | {"jobs"}),
        # Of nine one is left: who moved in, and how many leases there were, would tell it.
        ({"leases": 4, "interim": 4, "jobs": 8}, MOVED_IN),
        ({"leases": 4, "interim": 5, "jobs": 9}, set()),
        # One unit more than once.
        ({"leases": 4, "placed": 3}, MOVED_IN),
        ({"cases": 2, "leases": 3, "placed": 2}, MOVED_IN | {"cases"}),
        ({"leases": 6, "jobs": 2}, {"jobs"}),
        ({"leases": 6, "jobs": 5}, {"jobs"}),
        ({"leases": 6, "jobs": 3}, set()),
        ({"ended": 3}, set()),
        ({"ended": 3, "stayed": 1}, {"permanence"}),
        ({"ended": 3, "stayed": 2}, {"permanence"}),
        ({"ended": 2}, {"permanence"}),
        ({"waited": 2}, {"reporters", "seekers", "viewings"}),
        ({"agreed": 2}, {"leases"}),
    ],
)
def test_a_number_is_withheld_with_what_it_could_be_told_by(counts, hidden):
    assert withheld(found(**counts)) == ALWAYS | hidden


MOST = 7
SECRETS = {
    "units with a case": lambda each: len(each.cases),
    "units somebody moved into": lambda each: len(each.placed),
    "units nobody moved into": lambda each: len(each.cases) - len(each.placed),
    "more than one use of a unit": lambda each: len(each.placements) - len(each.placed),
    "who moved in": lambda each: len(each.placements),
    "leases": lambda each: len(each.leases),
    "interim uses": lambda each: len(each.interim),
    "who told jobs": lambda each: len(each.jobs),
    "who told none": lambda each: len(each.placements) - len(each.jobs),
}


def all_that_could_be():
    """Every small office: as many leases are agreed as units are moved into, as in most years."""
    for cases in range(MOST + 1):
        for uses in range(MOST + 1):
            for placed in range(min(cases, uses) + 1):
                if bool(placed) != bool(uses):
                    continue
                for leases in range(uses + 1):
                    for jobs in range(uses + 1):
                        yield found(
                            cases=cases, placed=placed, leases=leases, interim=uses - leases, jobs=jobs, agreed=placed
                        )


def read(each):
    """All a reader of totals sees; jobs apart from their sum, which is no count of people."""
    rows = rows_of(each, None, only_totals=True)
    return tuple(
        (row.figure.key, row.now.words, row.now.value, row.now.of, row.now.detail)
        if row.figure.key != "jobs"
        else (row.figure.key, row.now.detail, row.now.value is None, row.now.words if row.now.value is None else "")
        for row in rows
    )


@pytest.fixture(scope="module")
def worlds():
    """What is read → all that would be read the same."""
    alike = defaultdict(list)
    for each in all_that_could_be():
        alike[read(each)].append(each)
    return alike


@pytest.mark.parametrize("secret", SECRETS)
def test_whoever_reckons_with_all_that_is_shown_finds_no_one_or_two(worlds, secret):
    for shown, those in worlds.items():
        counts = {SECRETS[secret](each) for each in those}
        assert len(counts) > 1 or counts.isdisjoint({1, 2}), (shown, counts)
