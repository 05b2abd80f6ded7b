"""Why something was found: worked out from its texts alone, for the few objects a page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiezkontor.search import analysis, queries
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.queries import Group


@dataclass(frozen=True, slots=True)
class Reason:
    """asked: the word of the query; text: the name of the text that answers it, found: the word as it stands there."""

    asked: str
    text: str
    found: str


def why_found(query: str, **texts: str) -> list[Reason | None]:
    """For each word of the query the first written word that answers it, None where no text does.

    query: what was looked up; after a correction, the corrected one. texts: tried in the order given.
    """
    return asked(query).answered_by(texts.items())


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query, and the ways to find each of them."""

    words: Sequence[SearchWord]
    ways: Sequence[Group]

    def answered_by(self, texts: Iterable[tuple[str, str]]) -> list[Reason | None]:
        """As `why_found`; no further text is asked for once each word has its answer."""
        found: list[Reason | None] = [None] * len(self.words)
        unanswered = list(range(len(self.words)))
        for name, text in texts:
            for written in words_of(text):
                for place in [place for place in unanswered if answers(written, self.ways[place])]:
                    found[place] = Reason(self.words[place].shown, name, written.shown)
                    unanswered.remove(place)
            if not unanswered:
                break
        return found


@lru_cache(maxsize=100)
def asked(query: str) -> Asked:
    words = analysis.query_words(query)
    return Asked(words, queries.question(words).groups)


@lru_cache(maxsize=2_000)
def words_of(text: str) -> tuple[SearchWord, ...]:
    return tuple(analysis.words_of(text))


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
