"""Boards with cards: how they stand together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

CARDS, SWOT = "cards", "swot"
STRENGTHS, WEAKNESSES, CHANCES, RISKS = "strengths", "weaknesses", "chances", "risks"
QUADRANTS = (STRENGTHS, WEAKNESSES, CHANCES, RISKS)


class ClusterLike(Protocol):
    pk: int
    quadrant: str


class CardLike(Protocol):
    cluster_id: int | None


@dataclass
class Group[C, K]:
    """cluster: None for cards that are in none yet."""

    cluster: C | None
    cards: list[K] = field(default_factory=list)


def grouped[C: ClusterLike, K: CardLike](kind: str, clusters: Sequence[C], cards: Sequence[K]) -> list[Group[C, K]]:
    """Clusters with their cards, then the cards that are in none; without that last group where there are none.

    On a SWOT board its four quadrants in their order, empty ones too; else the largest cluster first, those of the same
    size as they were made. Cards stand as they came.
    """
    groups = {cluster.pk: Group[C, K](cluster) for cluster in clusters}
    loose = Group[C, K](None)
    for card in cards:
        groups.get(card.cluster_id or 0, loose).cards.append(card)
    found = list(groups.values())
    if kind == SWOT:
        found.sort(key=lambda group: QUADRANTS.index(group.cluster.quadrant) if group.cluster else len(QUADRANTS))
    else:
        found.sort(key=lambda group: -len(group.cards))
    return [*found, loose] if loose.cards else found
