from dataclasses import dataclass

import pytest

from kiezkontor.meetings.rules.boards import QUADRANTS, grouped


@dataclass(frozen=True)
class Cluster:
    pk: int
    quadrant: str = ""


@dataclass(frozen=True)
class Card:
    text: str
    cluster_id: int | None = None


A, B = Cluster(1), Cluster(2)
SWOT = [Cluster(number, quadrant) for number, quadrant in enumerate(reversed(QUADRANTS), 1)]


def said(kind, clusters, cards):
    return [
        (group.cluster.pk if group.cluster else None, [card.text for card in group.cards])
        for group in grouped(kind, clusters, cards)
    ]


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ([], [(1, []), (2, [])]),
        ([Card("x")], [(1, []), (2, []), (None, ["x"])]),
        ([Card("x", 2), Card("y", 2), Card("z", 1)], [(2, ["x", "y"]), (1, ["z"])]),
        ([Card("x", 2), Card("y", 1)], [(1, ["y"]), (2, ["x"])]),
        # of a cluster that went meanwhile
        ([Card("x", 9)], [(1, []), (2, []), (None, ["x"])]),
    ],
)
def test_the_largest_cluster_stands_first_and_loose_cards_last(cards, expected):
    assert said("cards", [A, B], cards) == expected


def test_the_quadrants_stand_in_their_order_whatever_hangs_there():
    found = said("swot", SWOT, [Card("x", 1), Card("y", 1), Card("z", 4), Card("u")])
    assert found == [(4, ["z"]), (3, []), (2, []), (1, ["x", "y"]), (None, ["u"])]
