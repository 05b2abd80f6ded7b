"""Did you mean, and how might it go on: answers from the words of one shelf, alike on every database."""

from collections.abc import Collection
from functools import cache

from django.db.models import Q
from django.db.models.functions import Length

from kiezkontor.search import analysis, compounds, hooks, vocabulary
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.models import Word
from kiezkontor.search.vocabulary import KnownWord

SHORTEST_SPLIT = 9
SHORTEST_HALF = 4
# A half is corrected only where it says much: no "Flughaken" for a "Flughafen".
SHORTEST_CORRECTED_HALF = 6
# Words of one family that may stand before the next ("Fahrrad", "Fahrräder", "Fahrrads").
FAMILY = 4


def completed(prefix: str, shelf: str, limit: int, using: str) -> list[str]:
    """The typed text with its last word completed, most used words first, of one family of words the first alone.

    Words begin with a capital, as nouns do. One database query or none.
    """
    words = analysis.words_of(prefix[: analysis.LONGEST_QUERY])
    if not words or not prefix[-1:].isalnum():
        return []
    typed = words[-1]
    if len(typed.key) < analysis.SHORTEST_PREFIX:
        return []
    before = prefix[: prefix.rfind(typed.shown)]
    found = (
        Word.objects.using(using)
        .filter(shelf=shelf, head=vocabulary.head(typed.key), key__startswith=typed.key)
        .order_by("-uses", Length("key"), "key")
        .values_list("key", "shown")[: limit * FAMILY]
    )
    families: dict[str, str] = {}
    for key, shown in found:
        families.setdefault(analysis.stem(key), shown)
    return [before + shown[:1].upper() + shown[1:] for shown in list(families.values())[:limit]]


def corrected(query: str, shelf: str, using: str, *, understood: Collection[str] = ()) -> str | None:
    """The query with unknown words replaced by what was likely meant; None when nothing is to be replaced.

    Known words stay as typed, and so do those whose keys are understood: who asks for a "Koffer" where there is none
    does not mean a "Coiffeur". One database query or none.
    """
    words = [word for word in analysis.query_words(query) if is_correctable(word.key) and word.key not in understood]
    if not words:
        return None
    candidates = near(words, shelf, using)
    replaced = query[: analysis.LONGEST_QUERY]
    for word in words:
        meant = correction(word, candidates)
        if meant is not None:
            replaced = replaced.replace(word.shown, capital_as_in(word.shown, meant), 1)
    return None if replaced == query[: analysis.LONGEST_QUERY] else replaced


def capital_as_in(typed: str, meant: str) -> str:
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() else meant


def is_correctable(key: str) -> bool:
    return len(key) >= vocabulary.SHORTEST_CORRECTED and key.isalpha()


def near(words: list[SearchWord], shelf: str, using: str) -> list[KnownWord]:
    """Known words that share beginning, end or sound with a word or one of its halves."""
    keys = [key for word in words for key in (word.key, *halves(word))]
    alike = (
        Q(head__in={vocabulary.head(key) for key in keys})
        | Q(tail__in={vocabulary.tail(key) for key in keys})
        | Q(sound__in={vocabulary.sound(key) for key in keys})
    )
    found = Word.objects.using(using).filter(alike, shelf=shelf, uses__gt=0)
    return [KnownWord(key, shown, uses) for key, shown, uses in found.values_list("key", "shown", "uses")]


def halves(word: SearchWord) -> tuple[str, ...]:
    """The two halves of a compound nobody has written yet, folded, long enough to be words; else nothing."""
    if word.joined_from or len(word.key) < SHORTEST_SPLIT:
        return ()
    cuts = compounds.splits(word.shown.lower())
    if not cuts or cuts[0][0] <= compounds.POSSIBLE:
        return ()
    _, front, back = cuts[0]
    keys = (analysis.fold(front), analysis.fold(back))
    return keys if all(len(key) >= SHORTEST_HALF for key in keys) else ()


def correction(word: SearchWord, candidates: list[KnownWord]) -> str | None:
    """What was meant by one word, as it is written elsewhere; None for a known word or where nothing is near.

    A word that exists is another spelling at most ("Frisör"), even where nothing is found: no "Schub" for a "Schuh".
    """
    if vocabulary.is_known(word.key, candidates):
        return None
    if is_real(word.key):
        candidates = [known for known in candidates if vocabulary.sound(known.key) == vocabulary.sound(word.key)]
    meant = vocabulary.likeliest(word.key, candidates)
    if meant is not None:
        return meant.shown
    both = halves(word)
    known = {candidate.key for candidate in candidates}
    if not both or is_real(word.key) or any(half not in known and is_real(half) for half in both):
        return None
    found = [half_meant(half, candidates) for half in both]
    if None in found:
        return None
    return "".join(one.shown if place == 0 else one.shown.lower() for place, one in enumerate(found) if one)


def half_meant(half: str, candidates: list[KnownWord]) -> KnownWord | None:
    if len(half) >= SHORTEST_CORRECTED_HALF:
        return vocabulary.known_or_likeliest(half, candidates)
    return next((known for known in candidates if known.key == half), None)


def is_real(key: str) -> bool:
    return analysis.stem(key) in real_stems()


@cache
def real_stems() -> frozenset[str]:
    """Of all words the areas know to be spelt right."""
    return frozenset(
        analysis.stem(word.key) for texts in hooks.real_words for text in texts() for word in analysis.words_of(text)
    )
