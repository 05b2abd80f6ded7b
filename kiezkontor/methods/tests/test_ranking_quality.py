import pytest

from kiezkontor.methods.ranking_quality import Answer, Quality, quality, quality_by, recall_at, reciprocal_rank


@pytest.mark.parametrize(
    ("ranked", "wanted", "rank"),
    [
        ("abc", "a", 1),
        ("abc", "c", 1 / 3),
        ("abc", "cb", 1 / 2),
        ("abc", "x", 0),
        ("", "a", 0),
        ("abc", "", 0),
        ("...........a", "a", 1 / 12),
    ],
)
def test_only_the_first_wanted_hit_counts(ranked, wanted, rank):
    assert reciprocal_rank(ranked, wanted) == rank


@pytest.mark.parametrize(
    ("ranked", "relevant", "k", "recall"),
    [
        ("ab", "ab", 10, 1),
        ("axb", "abcd", 10, 1 / 2),
        ("xyab", "ab", 2, 0),
        ("xa", "ab", 2, 1 / 2),
        ("abcx", "abcdefgh", 3, 1),
        ("abxd", "abcdefgh", 3, 2 / 3),
        ("aaa", "abc", 3, 1 / 3),
        ("", "a", 10, 0),
    ],
)
def test_a_full_first_page_is_all_one_can_ask_for(ranked, relevant, k, recall):
    assert recall_at(ranked, relevant, k=k) == recall


@pytest.mark.parametrize(("relevant", "k"), [("", 10), ("a", 0)])
def test_recall_of_nothing_is_refused(relevant, k):
    with pytest.raises(ValueError, match="at least one"):
        recall_at("abc", relevant, k=k)


def answer(best: str, good: str, ranked: str) -> Answer:
    return Answer(frozenset(best), frozenset(good), tuple(ranked))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], Quality(0, None, None, None)),
        ([answer("a", "", "a")], Quality(1, 1, 1, None)),
        ([answer("a", "b", "ba")], Quality(1, 1 / 2, 1, None)),
        ([answer("a", "b", "b")], Quality(1, 0, 1 / 2, None)),
        ([answer("a", "a", "a"), answer("b", "", "")], Quality(2, 1 / 2, 1 / 2, None)),
        ([answer("", "", "")], Quality(1, None, None, 1)),
        ([answer("", "", "x"), answer("", "", ""), answer("a", "", "xa")], Quality(3, 1 / 2, 1, 1 / 2)),
    ],
)
def test_questions_without_an_answer_are_told_apart(answers, expected):
    assert quality(answers) == expected


def test_each_kind_and_part_gets_its_own_means():
    found = quality_by(
        [
            (("name", "tune"), answer("a", "", "a")),
            (("name", "kept"), answer("a", "", "xa")),
            (("need", "tune"), answer("a", "bc", "abc")),
            (("name", "tune"), answer("a", "", "")),
        ],
        k=2,
    )
    assert found == {
        ("name", "tune"): Quality(2, 1 / 2, 1 / 2, None),
        ("name", "kept"): Quality(1, 1 / 2, 1, None),
        ("need", "tune"): Quality(1, 1, 1, None),
    }
    assert list(found) == [("name", "tune"), ("name", "kept"), ("need", "tune")]
