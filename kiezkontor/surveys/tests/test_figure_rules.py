from datetime import date

import pytest

from kiezkontor.surveys.rules.figures import figures
from kiezkontor.surveys.rules.recorded import Recorded

ON = date(2017, 2, 1)
SCHILLERKIEZ = {"retail": 54, "gastronomy": 66, "local_economy": 128, "public_use": 70, "vacant": 60, "unknown": 9}


def rows(counts):
    found = []
    for name, count in counts.items():
        is_state = name in {"vacant", "unknown", "used_as_housing", "under_works"}
        for _nth in range(count):
            found.append(Recorded(len(found), name if is_state else "occupied", "" if is_state else name))
    return found


def test_the_schillerkiez_of_2017_comes_out_as_published():
    found = figures(rows(SCHILLERKIEZ), on=ON)
    percents = {share.name: share.percent for share in found.structure}
    assert [percents[name] for name in ("retail", "gastronomy", "local_economy", "public_use")] == [14, 17, 33, 18]
    assert found.vacant_and_unknown_percent == 18
    assert sum(percents.values()) == 100
    assert (found.units, found.vacant_of_all.percent, found.unknown) == (387, 15.5, 9)


def test_the_graefekiez_rate_leaves_out_what_is_lived_in():
    found = figures(rows({"local_economy": 571, "vacant": 100, "used_as_housing": 319}), on=ON)
    assert found.vacant_of_all.percent == 10.1
    assert (found.vacant_of_business.of, found.vacant_of_business.percent) == (671, 14.9)


def test_nothing_recorded_has_no_rates():
    found = figures([], on=ON)
    assert (found.units, found.vacant_of_all.percent, found.diversity.evenness) == (0, None, None)
    assert {share.percent for share in found.structure} == {0}


def test_an_interim_use_counts_in_its_class_and_as_interim():
    found = figures([Recorded(1, "interim_use", "gastronomy"), Recorded(2, "occupied")], on=ON)
    assert {share.name: share.units for share in found.structure if share.units} == {
        "gastronomy": 1,
        "local_economy": 1,
    }
    assert (found.interim, found.unclassified) == (1, 1)


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (date(1990, 1, 1), date(1990, 12, 31), "established"),
        (None, date(2005, 12, 31), "established"),
        (None, date(2015, 12, 31), "unknown"),
        (None, None, "unknown"),
        (date(2016, 1, 1), date(2016, 12, 31), "new"),
        (date(2010, 5, 1), date(2010, 5, 1), "between"),
        (date(2006, 1, 1), date(2009, 1, 1), "unknown"),
    ],
)
def test_how_long_somebody_is_there_is_told_only_where_it_is_certain(earliest, latest, expected):
    found = figures([Recorded(1, "occupied", "retail", begins_earliest=earliest, begins_latest=latest)], on=ON)
    ages = found.ages
    assert {name: getattr(ages, name) for name in ("established", "between", "new", "unknown")}[expected] == 1


def test_vacancies_count_from_known_beginnings_alone():
    vacant = [
        Recorded(1, "vacant", begins_earliest=date(2017, 1, 1), begins_latest=date(2017, 1, 1)),
        Recorded(2, "vacant", begins_earliest=date(2016, 1, 1), begins_latest=date(2016, 12, 31)),
        Recorded(3, "vacant", begins_latest=ON),
    ]
    found = figures(vacant, on=ON).vacancies
    assert (found.at_least, found.at_most, found.known, found.of) == (31.5, 214, 2, 3)


def test_diversity_is_that_of_shannon():
    categories = ["shop=bakery"] * 2 + ["shop=books"] * 2
    found = figures([Recorded(n, "occupied", "retail", each) for n, each in enumerate(categories)], on=ON)
    assert (found.diversity.shannon, found.diversity.evenness, found.diversity.categories) == (0.7, 1.0, 2)
