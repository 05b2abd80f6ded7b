"""Why something was found: worked out from its texts alone, for the few entries a page shows."""

from dataclasses import dataclass
from typing import Literal

from kiezkontor.search import analysis, queries
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.queries import Group

type Field = Literal["a", "b", "c"]


@dataclass(frozen=True, slots=True)
class Reason:
    """asked: the word of the query; field and found: the word as it is written in that text."""

    asked: str
    field: Field
    found: str


def why_found(query: str, *, a: str, b: str = "", c: str = "") -> list[Reason]:
    """For each word of the query the first word that answers it, a before b before c.

    query: what was looked up; after a correction, the corrected one. Words without an answer are left out.
    """
    words = analysis.query_words(query)
    texts: tuple[tuple[Field, list[SearchWord]], ...] = (
        ("a", analysis.words_of(a)),
        ("b", analysis.words_of(b)),
        ("c", analysis.words_of(c)),
    )
    reasons = []
    for asked, ways in zip(words, queries.question(words).groups, strict=True):
        answer = next(
            (
                Reason(asked.shown, field, word.shown)
                for field, written in texts
                for word in written
                if answers(word, ways)
            ),
            None,
        )
        if answer is not None:
            reasons.append(answer)
    return reasons


def answers(word: SearchWord, ways: Group) -> bool:
    """Whether one written word alone answers a word of the query in any of the ways the index would."""
    analysed = analysis.index_word(word)
    tokens = (*analysed.tokens, *analysed.parts)
    return any(
        all(
            any(token.startswith(term.token) if term.begins else token == term.token for token in tokens)
            for term in way
        )
        for way in ways
    )
