"""What a period of work on vacancies came to, as tables."""

from datetime import date

import pytest

from kiezkontor.vacancies.rules.periods import Period, before_of, in_full_quarters, period_of, year_with_quarters
from kiezkontor.vacancies.rules.results import Case, Heard, Known, Talk, Use, Wait, results

YEAR = period_of("2026")
TODAY = date(2026, 12, 31)


def day(month, number=1, year=2026):
    return date(year, month, number)


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
        (date(2027, 1, 1), date(2027, 1, 1)),
        (date(2028, 5, 5), date(2027, 1, 1)),
        (date(2025, 5, 5), date(2026, 1, 1)),
    ],
)
def test_totals_of_a_year_end_with_its_last_full_quarter(today, before):
    found = in_full_quarters(YEAR, today=today)
    assert (found.since, found.before, found.key) == (YEAR.since, before, "2026")
    assert before_of(found) == before_of(YEAR)


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 1, 1), "2025"), (date(2026, 3, 31), "2025"), (date(2026, 4, 1), "2026"), (date(2026, 12, 31), "2026")],
)
def test_totals_begin_with_a_year_of_which_something_can_be_told(today, year):
    assert year_with_quarters(today) == year


@pytest.mark.parametrize(
    ("key", "since", "before", "earlier"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1), "2025"),
        ("2026-h1", date(2026, 1, 1), date(2026, 7, 1), "2025-h2"),
        ("2026-h2", date(2026, 7, 1), date(2027, 1, 1), "2026-h1"),
        ("2026-q1", date(2026, 1, 1), date(2026, 4, 1), "2025-q4"),
        ("2026-q3", date(2026, 7, 1), date(2026, 10, 1), "2026-q2"),
    ],
)
def test_a_period_has_its_days_and_one_before_it(key, since, before, earlier):
    found = period_of(key)
    assert (found.since, found.before) == (since, before)
    assert before_of(found) == period_of(earlier)


@pytest.mark.parametrize("key", ["", "26", "2026-q5", "2026-h0", "1999", "2026-q1 ", "²026", "2026-"])
def test_what_is_no_period_is_none(key):
    assert period_of(key) is None


def test_before_days_of_ones_own_lie_as_many_days():
    assert before_of(Period(day(3, 11), day(3, 21))) == Period(day(3, 1), day(3, 11))


@pytest.mark.parametrize(
    ("opened", "until", "counts"),
    [
        (day(5), None, True),
        (day(5, year=2025), None, True),
        (day(5, year=2025), day(1, 2), True),
        (day(5, year=2025), day(1, 1), False),
        (day(12, 31), None, True),
        (day(1, year=2027), None, False),
    ],
)
def test_a_case_counts_that_was_open_in_the_period(opened, until, counts):
    found = results(Known(cases=[Case(1, opened, opened, until)]), YEAR, today=TODAY)
    assert bool(found.cases) is counts


def test_owners_are_those_of_the_cases_and_talks_those_of_the_period():
    cases = [Case(1, day(2), day(2), owners=(7, 8)), Case(2, day(3), day(3), owners=(8, 9))]
    cases.append(Case(3, day(2, year=2025), day(2, year=2025), until=day(3, year=2025), owners=(6,)))
    talks = [Talk(1, 8, day(4)), Talk(2, 8, day(5)), Talk(3, 9, day(4, year=2025)), Talk(4, 6, day(4))]
    found = results(Known(cases=cases, talks=talks), YEAR, today=TODAY)
    assert (found.owners, found.reached, found.talks) == ((7, 8, 9), (8,), (1, 2))


def use(pk, begins, **details):
    return Use(pk, **{"case": pk, "kind": "interim", "begins_on": begins, "agreed_on": begins, **details})


def test_new_uses_that_have_begun_are_placements_and_one_made_permanent_is_no_second():
    uses = [
        use(1, day(2)),
        use(2, day(3), kind="permanent", follows=1, case=1),
        use(3, day(4), kind="fixed_term"),
        use(4, day(5), ending="mistake", ended_on=day(5)),
        use(5, day(12, 31)),
        use(6, day(2, year=2025), kind="permanent"),
    ]
    cases = [Case(pk, day(1), day(1)) for pk in range(1, 7)]
    found = results(Known(cases=cases, uses=uses), YEAR, today=day(6))
    assert (found.leases, found.interim, found.placed) == ((3,), (1,), (1, 3))


def test_whoever_moved_in_after_the_case_was_closed_is_of_one_of_its_units():
    known = Known(cases=[Case(1, day(2, year=2025), day(2, year=2025), day(11, year=2025))], uses=[use(1, day(1))])
    found = results(known, YEAR, today=TODAY)
    assert (found.cases, found.placed) == ((1,), (1,))


@pytest.mark.parametrize(
    ("details", "came"),
    [
        ({"ending": "converted"}, "stayed"),
        ({"ending": "at_term", "heard": (Heard(day(7), "there"),)}, "stayed"),
        ({"ending": "at_term", "heard": (Heard(day(5), "there"),)}, "untold"),
        ({"ending": "at_term", "heard": (Heard(day(7), "there"), Heard(day(9), "moved_near"))}, "moved"),
        ({"ending": "early", "heard": (Heard(day(6), "gone"),)}, "gone"),
        ({"ending": "closed_down"}, "gone"),
        ({"ending": "early"}, "untold"),
        ({"ending": "mistake"}, ""),
        ({"ending": "early", "kind": "permanent"}, ""),
        ({"ending": "at_term", "kind": "fixed_term"}, ""),
        ({"ending": "converted", "kind": "fixed_term"}, ""),
        ({"ending": "at_term", "kind": "fixed_term", "supported_until": day(6)}, "untold"),
        ({"ending": "at_term", "kind": "fixed_term", "supported_until": day(4)}, "stayed"),
        ({"ending": "closed_down", "kind": "permanent", "supported_until": day(9)}, "gone"),
    ],
)
def test_what_became_of_a_use_that_is_over(details, came):
    ended = use(1, day(2), ended_on=day(6), **details)
    found = results(Known(uses=[ended]), YEAR, today=TODAY)
    assert {name for name in ("stayed", "moved", "gone", "untold") if getattr(found, name)} == ({came} - {""})
    assert len(found.ended) == bool(came)


@pytest.mark.parametrize(
    ("details", "came"),
    [
        ({"kind": "permanent"}, "stayed"),
        ({"kind": "permanent", "heard": (Heard(day(7), "gone"),)}, "gone"),
        ({"kind": "fixed_term", "ends_on": day(2, year=2027)}, "stayed"),
        ({"kind": "fixed_term", "ends_on": day(9)}, "untold"),
        ({"kind": "interim", "ends_on": day(9)}, ""),
        ({"kind": "permanent", "supported_until": None}, ""),
        ({"kind": "permanent", "supported_until": day(2, year=2027)}, ""),
    ],
)
def test_a_subsidised_lease_that_goes_on_after_its_subsidy_lasts(details, came):
    runs = use(1, day(2), **{"supported_until": day(6), **details})
    found = results(Known(uses=[runs]), YEAR, today=TODAY)
    assert {name for name in ("stayed", "moved", "gone", "untold") if getattr(found, name)} == ({came} - {""})


def test_an_end_that_was_noted_for_a_later_day_has_not_come():
    found = results(Known(uses=[use(1, day(2), ending="converted", ended_on=day(9))]), YEAR, today=day(6))
    assert found.ended == ()


def test_jobs_are_those_said_last():
    uses = [
        use(1, day(2), jobs=3, heard=(Heard(day(5), "there", 5), Heard(day(8), "there"))),
        use(2, day(2), jobs=0),
        use(3, day(2)),
    ]
    assert results(Known(uses=uses), YEAR, today=TODAY).jobs == {1: 5, 2: 0}


def test_what_was_heard_after_the_day_asked_about_does_not_count_yet():
    heard = (Heard(day(7), "there", 5), Heard(day(9), "gone", 0))
    ended = use(1, day(2), ending="at_term", ended_on=day(6), jobs=3, heard=heard)
    for today, came, jobs in ((day(6), "untold", 3), (day(8), "stayed", 5), (day(9), "gone", 0)):
        found = results(Known(uses=[ended]), YEAR, today=today)
        assert getattr(found, came) == (1,), today
        assert found.jobs == {1: jobs}, today


def test_a_lease_takes_from_when_the_vacancy_was_known_of_to_the_first_that_came_about():
    cases = [Case(1, day(2, 10), day(2, 1)), Case(2, day(3), day(3))]
    uses = [
        use(1, day(5), agreed_on=day(2, 21), ending="mistake", ended_on=day(5)),
        use(2, day(5), agreed_on=day(3, 1), case=1),
        use(3, day(9), agreed_on=day(8, 1), case=1),
    ]
    found = results(Known(cases=cases, uses=uses), YEAR, today=TODAY).to_lease
    assert (found.median, found.shortest, found.longest) == (28, 28, 28)


@pytest.mark.parametrize(
    ("days", "middle", "span"),
    [([], None, (None, None)), ([4], 4, (4, 4)), ([1, 9, 2], 2, (1, 9)), ([1, 2], 1.5, (1, 2))],
)
def test_how_long_answers_took_is_told_of_those_given_in_the_period(days, middle, span):
    waits = [Wait(pk, day(6, 1), day(6, 1 + count)) for pk, count in enumerate(days)]
    waits += [Wait(90, day(6), None), Wait(91, day(6, year=2025), day(7, year=2025))]
    found = results(Known(reporters=waits, seekers=waits), YEAR, today=TODAY)
    for each in (found.to_reporter, found.to_seeker):
        assert (each.median, (each.shortest, each.longest)) == (middle, span)


def test_nobody_waited_whose_request_was_noted_after_the_viewing():
    waits = [Wait(1, day(6, 10), day(6, 1)), Wait(2, day(6, 10), day(6, 14))]
    found = results(Known(viewers=waits), YEAR, today=TODAY).to_viewing
    assert [wait.pk for wait in found.waits] == [2]
