"""From what people write to what is looked up: one analyser for German, English and Turkish spellings.

The same functions serve the index and the query, and both databases, so a word is cut alike everywhere.
Tokens consist of ASCII letters and digits alone: the tokenisers of SQLite and PostgreSQL leave them whole.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from kiezkontor.search import compounds

LONGEST_TEXT = 20_000
LONGEST_WORD = 40
LONGEST_JOINED = 80
LONGEST_QUERY = 200
MOST_QUERY_WORDS = 10
SHORTEST_PREFIX = 2
SHORTEST_STEMMED = 4
HOUSES_IN_A_RANGE = 20

DIGIT = re.compile(r"\d")
WORDS = re.compile(r"[^\W_]+(?:[’'`´&+./–-][^\W_]+)*")
PIECES = re.compile(r"[^\W_]+")
HOUSE_LETTER = re.compile(r"(?<!\d)([0-9]{1,4})\s+([A-Za-z])(?![^\W_]|\.)")
NUMBER_LETTER = re.compile(r"([0-9]+)[a-z]")
# A number as one dials it here, in one piece or several.
TELEPHONE = re.compile(r"(?<![\w+])(?:\+49|0049|0(?=[1-9]))[ /()-]*(?:0\)[ /-]*)?([1-9](?:[ /()-]*[0-9]){5,13})(?!\w)")
# Digits alone, as one asks for a part of a number; without a code in front as many as make no house number.
PART_ASKED = re.compile(r"(\+49|0049)?((?:[ /().-]*[0-9])+)")
FEWEST_DIGITS_ASKED = 6
SHORTEST_NUMBER_PREFIX = 4
RANGE = re.compile(r"([0-9]{1,4})[–/-]([0-9]{1,4})")
# Two letters for an umlaut; not after a vowel or q, where they are two sounds (Bauer, Quelle).
UMLAUT_IN_TWO_LETTERS = re.compile(r"(?<![aeiouq])([aou])e")
# Verb and nouns of one foreign root meet in the verb: Reparatur, Installateur, Renovierung.
FOREIGN_ROOT = re.compile(
    r"(.{3,}?)(?:ier(?:en|e|t|te|er|ung|ungen)|atur(?:en)?|ation(?:en)?|(?:at)?eur(?:e|in|innen)?|ator(?:en|in)?)"
)
# Roots too short to tell by themselves what they belong to: Bäcker, Bäckerei.
SHORT_ROOT = re.compile(r".{4}er(?:ei)?")
# Ärztin and Ärztinnen also say Arzt.
WOMAN = re.compile(r"(.{4,})in(?:nen)?")
NOT_DECOMPOSED = str.maketrans(
    dict(zip("ßıłøđðþæœəŋħ", ("ss", "i", "l", "o", "d", "d", "th", "a", "o", "e", "n", "h"), strict=True))
)
SMALL_WORDS = compounds.listed(
    "der die das den dem des ein eine einen einem einer eines und oder in im am an auf aus bei beim fur"
    " mit nach von vom zu zum zur um wo was wer wie ist sind es ich man mir mich kann hier gibt bitte"
    " suche finde geoffnet offen the a of for and or to at on with near me where is are open ve bir icin acik"
)


class GermanStemmer(threading.local):
    """One a thread: a stemmer keeps the word it works on in itself."""

    def __init__(self) -> None:
        self.stem_word: Callable[[str], str] = snowballstemmer.stemmer("german").stemWord


_german = GermanStemmer()


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word as written, folded, and the folded words it is joined from (empty when it stands alone)."""

    shown: str
    key: str
    joined_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """What one field contributes: tokens of its words, tokens of parts of its words, and (key, as written)."""

    tokens: tuple[str, ...]
    parts: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Small letters without accents; ä, ae and a are one, likewise o and u; ß is ss, ı is i.

    Müller, Mueller and MULLER are all muller.
    """
    lowered = text.lower().translate(NOT_DECOMPOSED)
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
    return UMLAUT_IN_TWO_LETTERS.sub(r"\1", lowered)


def as_token(key: str) -> str:
    """The key in ASCII: other scripts as code points, letter by letter, so that beginnings stay beginnings."""
    if key.isascii() and key.isalnum():
        return key
    return "".join(letter if letter.isascii() and letter.isalnum() else f"0{ord(letter):x}" for letter in key)


@lru_cache(maxsize=100_000)
def stem(key: str) -> str:
    """The folded word without its ending: German by Snowball, English by -ies and -ing."""
    if len(key) < SHORTEST_STEMMED or not (key.isascii() and key.isalpha()):
        return key
    if key.endswith("ies") and len(key) >= 6:
        return key[:-3] + "y"
    stemmed = _german.stem_word(key)
    if stemmed.endswith("ing") and len(stemmed) >= 8:
        return stemmed[:-3]
    return stemmed


@lru_cache(maxsize=100_000)
def relatives(key: str) -> tuple[str, ...]:
    """Tokens that words of one family share beyond their stem; empty for most words.

    reparieren and reparatur share reparier; druckerei is related to druck, where the stem of drucker is. A root as
    short as back is in too many words (Backmann, in the back room): backerei is related to backer, backer to itself.
    """
    foreign = FOREIGN_ROOT.fullmatch(key)
    if foreign:
        return (foreign[1] + "ier",)
    if SHORT_ROOT.fullmatch(key):
        return (key.removesuffix("ei"),)
    if key.endswith("erei") and len(key) > 8:
        return (key[:-4],)
    if key.startswith("werkstatt"):
        return ("reparier",)
    woman = WOMAN.fullmatch(key)
    if woman:
        return (stem(woman[1]),)
    return ()


def words_of(text: str) -> list[SearchWord]:
    """The words in reading order; "Karl-Marx-Str." is one word joined from three, "12 a" is 12a."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    if DIGIT.search(text):
        text = HOUSE_LETTER.sub(r"\1\2", text)
        text = TELEPHONE.sub(lambda number: "0" + "".join(filter(str.isdecimal, number[1])), text)
    found: list[SearchWord] = []
    for written in WORDS.findall(text):
        found.extend(read_word(written[:LONGEST_JOINED]))
    return found


@lru_cache(maxsize=100_000)
def read_word(written: str) -> tuple[SearchWord, ...]:
    """One written word with the signs inside it; a slash parts words, other signs join them."""
    if written.isalnum():
        key = spelled_out(fold(written))
        return (SearchWord(written, key),) if key else ()
    pieces = [piece for piece in (spelled_out(fold(piece)) for piece in PIECES.findall(written)) if piece]
    if not pieces:
        return ()
    if len(pieces) == 1:
        return (SearchWord(written, pieces[0]),)
    between = RANGE.fullmatch(written)
    houses = numbers_on_one_side(int(between[1]), int(between[2])) if between else ()
    if houses:
        return tuple(SearchWord(written, str(number)) for number in houses)
    if "/" in written or ("." in written and len(pieces[0]) > 1) or all(map(str.isdigit, pieces)):
        return tuple(SearchWord(piece, spelled_out(fold(piece))) for piece in PIECES.findall(written) if fold(piece))
    return (SearchWord(written, "".join(pieces)[:LONGEST_WORD], tuple(pieces)),)


def spelled_out(key: str) -> str:
    """Karlstr for Karlstrasse, and nothing longer than an index should hold."""
    if key.endswith("str"):
        key += "asse"
    return key[:LONGEST_WORD]


def word_tokens(key: str) -> tuple[str, ...]:
    """The tokens of one folded word, the whole word first: itself, its stem, and a house number without letter."""
    number = NUMBER_LETTER.fullmatch(key)
    if number:
        return (key, number[1])
    stemmed = stem(key)
    token = as_token(key)
    return (token,) if stemmed == key else (token, as_token(stemmed))


@lru_cache(maxsize=100_000)
def index_word(word: SearchWord) -> Analysed:
    """What one word of a document is found by."""
    tokens = list(word_tokens(word.key))
    parts: list[str] = []
    words = [(word.key, word.shown)] if is_vocabulary(word.key) else []
    for piece, written in zip(word.joined_from, PIECES.findall(word.shown), strict=False):
        tokens.extend(word_tokens(piece))
        if is_vocabulary(piece):
            words.append((piece, written))
    for compound in PIECES.findall(word.shown):
        made_of = compounds.parts(compound.lower())
        if not made_of:
            parts.extend(relative for relative in relatives(fold(compound)) if relative not in tokens)
        for part in made_of:
            key = spelled_out(fold(part))
            parts.append(as_token(stem(key)))
            parts.extend(relatives(key))
            if is_vocabulary(key) and len(key) >= SHORTEST_STEMMED:
                words.append((key, part.capitalize() if compound[0].isupper() else part))
    return Analysed(tuple(tokens), tuple(parts), tuple(words))


@lru_cache(maxsize=20_000)
def analyse(text: str) -> Analysed:
    """All tokens of one field, each once, in reading order; nothing for an empty text."""
    found = [index_word(word) for word in words_of(text)]
    return Analysed(
        each_once(token for one in found for token in one.tokens),
        each_once(part for one in found for part in one.parts),
        each_once(word for one in found for word in one.words),
    )


@lru_cache(maxsize=20_000)
def exact_tokens(text: str) -> tuple[str, ...]:
    """Tokens of the words as they are, joined ones and their pieces."""
    return tuple(as_token(key) for word in words_of(text) for key in (word.key, *word.joined_from))


@lru_cache(maxsize=20_000)
def vocabulary_of(text: str) -> Mapping[str, str]:
    """The words of a text that may be suggested, as written by key, without parts of them."""
    return {word.key: word.shown for word in words_of(text) if is_vocabulary(word.key)}


def numbers_on_one_side(first: int, last: int) -> range:
    """The house numbers from first to last on the same side of the street: 12, 14, 16, 18."""
    return range(first, last + 1, 2) if 0 < last - first <= HOUSES_IN_A_RANGE else range(0)


def is_vocabulary(key: str) -> bool:
    """Whether a word may be suggested: three letters or more, no digits, no small word."""
    return 3 <= len(key) <= LONGEST_WORD and key.isalpha() and key not in SMALL_WORDS


def each_once[T](items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def query_words(query: str) -> list[SearchWord]:
    """What is asked for, at most ten words; small words count only when there is nothing else."""
    words = words_of(in_one_piece(query[:LONGEST_QUERY].strip()))
    meaning = [word for word in words if word.key not in SMALL_WORDS]
    return list(each_once(meaning or words))[:MOST_QUERY_WORDS]


def in_one_piece(query: str) -> str:
    """A part of a telephone number without what parts its digits ("+49 721", "98765-43"); other queries as they are."""
    part = PART_ASKED.fullmatch(query)
    if not part:
        return query
    digits = "".join(filter(str.isdecimal, part[2]))
    if part[1]:
        return f"0{digits.removeprefix('0')}"
    return digits if digits.startswith("0") or len(digits) >= FEWEST_DIGITS_ASKED else query
