"""What people mean by a word: the categories and finer marks of places it may stand for, from the table of words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kiezkontor.directory.rules.phrases import AT_HOME, Phrase, tokens_of, told_by
from kiezkontor.organisations.rules.search_words import neighbours
from kiezkontor.search import analysis, compounds
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.meant import Meant

MOST_MARKS = 40
SHORTEST_FRONT = 4
SHORTEST_ENDING = 4
ANY_PLACE = frozenset({"craft=yes", "office=yes", "shop=yes"})
type Asked = Sequence[frozenset[str]]


@dataclass(slots=True)
class Found:
    """The phrases found for one word of a question, by mark, in the three places of `Meant`."""

    first: dict[str, Phrase] = field(default_factory=dict)
    also: dict[str, Phrase] = field(default_factory=dict)
    near: dict[str, Phrase] = field(default_factory=dict)

    def add(self, phrase: Phrase) -> None:
        """A phrase that stands there whole, in the place the table gives it."""
        (self.first if phrase.is_first else self.also).setdefault(phrase.mark, phrase)

    def as_meant(self) -> Meant:
        """Each mark once, in the better place."""
        return Meant(
            tuple(sorted(self.first))[:MOST_MARKS],
            tuple(sorted(self.also.keys() - self.first.keys()))[:MOST_MARKS],
            tuple(sorted(self.near.keys() - self.first.keys() - self.also.keys()))[:MOST_MARKS],
        )

    def phrase_for(self, marks: Collection[str]) -> Phrase | None:
        places = (self.first, self.also, self.near)
        return next((phrase for place in places for mark, phrase in place.items() if mark in marks), None)

    def is_only_near(self, marks: Collection[str]) -> bool:
        return bool(self.near.keys() & marks) and not (self.first.keys() | self.also.keys()) & set(marks)


def meant_by(words: Sequence[SearchWord]) -> list[Meant]:
    """For each word of a question the marks it may stand for.

    A phrase that stands in the question whole counts as what the table says. One that stands there in part counts as
    "also" beside further words, alone as near; through a mere relative only in the word's own language, for Bäckerei
    shares its stem with "back pain". Two words that are one in the table ("Handy Reparatur") count as that one, and a
    compound nobody listed as the phrase its parts are ("Stuhlreparatur"); else its last part stands for it as "also"
    ("Brautkleid"). Near are the neighbours of what is looked for first.
    """
    return [found.as_meant() for found in phrases_for(words)]


def phrases_for(words: Sequence[SearchWord]) -> Sequence[Found]:
    """The phrases behind `meant_by`, for each word of a question; not to be changed, because they are shared."""
    return _phrases_for(tuple(words))


@lru_cache(maxsize=500)
def _phrases_for(words: tuple[SearchWord, ...]) -> tuple[Found, ...]:
    asked = [frozenset(tokens_of(word.key)) for word in words]
    hits = list(dict.fromkeys(phrase for tokens in asked for token in sorted(tokens) for phrase in told_by(token)))
    found = [Found() for _word in words]
    _whole_and_partial(hits, [word.key for word in words], asked, found)
    for (word, of_word), (follower, of_follower) in pairwise(zip(words, found, strict=True)):
        for phrase in _single_words(word.key + follower.key):
            of_word.add(phrase)
            of_follower.add(phrase)
    for word, of_word in zip(words, found, strict=True):
        if not of_word.first and not of_word.also:
            for phrase in _of_all_parts(word):
                of_word.add(phrase)
        if not of_word.first and not of_word.also:
            of_word.also |= _of_the_last_part(word)
        for mark, phrase in of_word.first.items():
            for other in neighbours().get(mark, ()):
                of_word.near.setdefault(other, phrase)
    _soften(found)
    return tuple(found)


def _whole_and_partial(hits: Sequence[Phrase], keys: Sequence[str], asked: Asked, found: Sequence[Found]) -> None:
    whole = {phrase: places for phrase in hits if (places := covered(phrase, asked)) is not None}
    at_home: dict[int, set[str]] = {}
    for phrase, places in whole.items():
        for place in places if phrase.is_at_home else ():
            at_home.setdefault(place, set()).add(phrase.language)
    for phrase in hits:
        if phrase in whole:
            for place in whole[phrase]:
                if phrase.is_at_home or place not in at_home:
                    found[place].add(phrase)
        elif phrase.is_at_home:
            for place, tokens in enumerate(asked):
                shared = [word for word in phrase.words if not tokens.isdisjoint(word)]
                is_own = phrase.language in at_home.get(place, AT_HOME)
                if any(is_own or word[0] == keys[place] for word in shared):
                    (found[place].also if len(asked) > 1 else found[place].near).setdefault(phrase.mark, phrase)


def _soften(found: Sequence[Found]) -> None:
    """A word by which nothing is looked for first ("machen") leaves in what is by the words beside it."""
    looked_for = [phrase for of_word in found for phrase in of_word.first.values()]
    for of_word in found:
        if of_word.also and not of_word.first:
            for phrase in looked_for:
                of_word.also.setdefault(phrase.mark, phrase)


def covered(phrase: Phrase, asked: Asked) -> set[int] | None:
    """The places of the question's words that are the whole phrase together; None where one of it is missing."""
    places: set[int] = set()
    for word in phrase.words:
        here = {place for place, tokens in enumerate(asked) if not tokens.isdisjoint(word)}
        if not here:
            return None
        places |= here
    return places


def _single_words(key: str) -> list[Phrase]:
    """The German and English phrases that are this one word, in any of its endings."""
    hits = dict.fromkeys(phrase for token in (key, analysis.stem(key)) for phrase in told_by(token))
    return [phrase for phrase in hits if phrase.is_at_home and len(phrase.words) == 1]


def _of_all_parts(word: SearchWord) -> list[Phrase]:
    for parts in _cuts(word):
        asked = [frozenset(tokens_of(part)) for part in parts]
        everywhere = set(range(len(parts)))
        hits = dict.fromkeys(phrase for token in sorted(asked[0]) for phrase in told_by(token))
        whole = [phrase for phrase in hits if phrase.is_at_home and covered(phrase, asked) == everywhere]
        if whole:
            return whole
    return []


def _of_the_last_part(word: SearchWord) -> dict[str, Phrase]:
    """What the last part stands for; of a shop for something ("Puppenladen"), what the first one does."""
    for parts in _cuts(word):
        last = _looked_for_by(parts[-1])
        if last.keys() & ANY_PLACE:
            last = _looked_for_by(parts[0])
        if last:
            return last
    return {}


def _looked_for_by(part: str) -> dict[str, Phrase]:
    hits = dict.fromkeys(phrase for token in tokens_of(part) for phrase in told_by(token))
    return {one.mark: one for one in hits if one.is_at_home and one.is_first and len(one.words) == 1}


def _cuts(word: SearchWord) -> Iterator[tuple[str, ...]]:
    """The folded parts of a compound; then, as the splitter takes many for simple, what begins with a known word."""
    parts = compounds.leaves(word.shown.lower())
    if len(parts) > 1:
        yield tuple(map(analysis.fold, parts))
    for cut in range(SHORTEST_FRONT, len(word.key) - SHORTEST_ENDING + 1):
        if told_by(analysis.stem(word.key[:cut])):
            yield word.key[:cut], word.key[cut:]
