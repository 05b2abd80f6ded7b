"""How well a ranked search answers questions whose right answers were written down beforehand."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum

LOOKED_AT = 10
"""So many hits people look at before they ask again; one page of results."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question: what should have come, and what came.

    best: any of these belongs to the front; good: further hits a fair person expects, overlap does no harm.
    Both empty: nothing fits, and the right answer is an empty list.
    ranked: ids as returned, best first.
    """

    best: frozenset[str]
    good: frozenset[str]
    ranked: tuple[str, ...]

    @property
    def relevant(self) -> frozenset[str]:
        return self.best | self.good


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over some questions, from 0 to 1; None where no question asks for that measure.

    mrr and recall look at questions with an answer, rightly_empty at those without: the share that got an empty list.
    """

    questions: int
    mrr: float | None
    recall: float | None
    rightly_empty: float | None


def reciprocal_rank(ranked: Sequence[str], wanted: Collection[str]) -> float:
    """1 / place of the first wanted hit, counted from 1; 0 where none came.

    Source: Voorhees 1999, The TREC-8 Question Answering Track Report. The whole list counts; the caller cuts it.
    """
    return next((1 / place for place, hit in enumerate(ranked, start=1) if hit in wanted), 0.0)


def recall_at(ranked: Sequence[str], relevant: Collection[str], *, k: int = LOOKED_AT) -> float:
    """The share of the relevant hits among the first k, of as many as k places can hold.

    A repeated hit takes up its place and counts once. Raises ValueError where nothing is relevant or k < 1.
    Source: Thakur et al. 2021, BEIR, section 4 (recall capped at k, so that a full first page is 1).
    """
    wanted = frozenset(relevant)
    if not wanted or k < 1:
        raise ValueError("Recall needs at least one relevant hit and one place.")
    return len(wanted.intersection(ranked[:k])) / min(k, len(wanted))


def quality(answers: Iterable[Answer], *, k: int = LOOKED_AT) -> Quality:
    """The means over all answers, every question with the same weight; for none, 0 questions and no means."""
    listed = list(answers)
    answerable = [answer for answer in listed if answer.relevant]
    return Quality(
        questions=len(listed),
        mrr=_mean([reciprocal_rank(answer.ranked, answer.best) for answer in answerable]),
        recall=_mean([recall_at(answer.ranked, answer.relevant, k=k) for answer in answerable]),
        rightly_empty=_mean([float(not answer.ranked) for answer in listed if not answer.relevant]),
    )


def quality_by[Group: Hashable](answers: Iterable[tuple[Group, Answer]], *, k: int = LOOKED_AT) -> dict[Group, Quality]:
    """The same for each group, such as (kind of question, part of the set), in the order groups first appear."""
    groups: dict[Group, list[Answer]] = {}
    for group, answer in answers:
        groups.setdefault(group, []).append(answer)
    return {group: quality(listed, k=k) for group, listed in groups.items()}


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None
