import re
from collections import Counter

import pytest

from tests.search_quality.questions import BLOCK, FILES, businesses, part_of, questions

LANGUAGES = {"de", "en", "tr", "pl", "uk", "ar", "fr", "it"}


@pytest.mark.parametrize("extract", FILES)
def test_whatever_people_should_find_is_a_business_of_the_extract(extract):
    there = businesses(extract)
    asked = [one for one in questions() if one.extract == extract]
    assert len(asked) > 50
    assert {one.id: missing for one in asked if (missing := {*one.best, *one.good} - there)} == {}


def test_every_row_is_complete():
    for one in questions():
        assert re.fullmatch(rf"{one.kind}-\d\d", one.id), one.id
        assert one.language in LANGUAGES, one.id
        assert one.question == " ".join(one.question.split()) != "", one.id
        named = [*one.best, *one.good]
        assert len(named) == len(set(named)), one.id
        assert bool(one.best) == (one.kind != "nothing"), one.id
        assert one.best or not one.good, one.id


def test_nobody_asks_the_same_thing_twice():
    asked = Counter((one.extract, one.language, one.question.casefold()) for one in questions())
    assert [key for key, times in asked.items() if times > 1] == []


def test_questions_are_numbered_without_gaps_and_in_threes():
    kinds = Counter(one.kind for one in questions())
    assert [one.id for one in questions()] == [
        f"{kind}-{number:02d}" for kind, count in kinds.items() for number in range(1, count + 1)
    ]
    assert {kind: count for kind, count in kinds.items() if count % BLOCK} == {}


def test_a_third_of_every_kind_is_kept_aside():
    rule = {one.id: part_of(int(one.id.rpartition("-")[2]), one.kind) for one in questions()}
    assert {one.id: one.part for one in questions()} == rule
    kinds, kept = (
        Counter(one.kind for one in questions()),
        Counter(one.kind for one in questions() if one.part == "kept"),
    )
    assert {kind: count // BLOCK for kind, count in kinds.items()} == dict(kept)
