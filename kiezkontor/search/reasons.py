"""Why something was found: worked out from its texts alone, for the few objects a page shows."""

from dataclasses import dataclass

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
    asked = analysis.query_words(query)
    written = [(name, word) for name, text in texts.items() for word in analysis.words_of(text)]
    return [
        next((Reason(word.shown, name, found.shown) for name, found in written if answers(found, ways)), None)
        for word, ways in zip(asked, queries.question(asked).groups, strict=True)
    ]


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
