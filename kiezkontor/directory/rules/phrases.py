"""The phrases of the table of words, and by which tokens each is told.

To read them all takes half a second and twenty megabytes; so a file beside the table says which token leads where, and
phrases are read when somebody asks for one of their words. Without that file, or with one of another table, everything
is read at the start.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kiezkontor.organisations.rules import categories, search_words
from kiezkontor.organisations.rules.categories import taxonomy
from kiezkontor.organisations.rules.search_words import ALSO, LANGUAGES, read_table
from kiezkontor.search import analysis

# Languages whose words count even where another language writes the same word for something else.
AT_HOME = ("de", "en")
# Einrahmen is done where there are Rahmen, ausleihen where one can leihen.
SEPARABLE = re.compile(r"(?:ab|an|auf|aus|ein|nach|um|ver|zu)([a-z]{2,}[a-z]en)")
COMPILED = search_words.DATA / "search-words.index"
READ_BY = (analysis, categories, search_words)
type Row = tuple[str, str, str, bool]


class Phrase(NamedTuple):
    """A word or phrase that stands for a mark, with the tokens by which each of its words is told."""

    mark: str
    text: str
    language: str
    is_first: bool
    words: tuple[tuple[str, ...], ...]

    @property
    def is_at_home(self) -> bool:
        return self.language in AT_HOME


@lru_cache(maxsize=5_000)
def tokens_of(key: str) -> tuple[str, ...]:
    """What a folded word is told by: itself, its stem, its family, and what a separable verb is about."""
    verb = SEPARABLE.fullmatch(key)
    rest = [analysis.stem(verb[1])] if verb else []
    return analysis.each_once((key, analysis.stem(key), *analysis.relatives(key), *rest))


def told_by(token: str) -> list[Phrase]:
    return [phrase(int(number)) for number in by_token().get(token, "").split()]


@lru_cache(maxsize=10_000)
def phrase(number: int) -> Phrase:
    """A phrase by its place in the table."""
    mark, text, language, is_first = rows()[number]
    return Phrase(mark, text, language, is_first, words_of(text))


def words_of(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens_of(word.key) for word in analysis.query_words(text))


@cache
def by_token() -> Mapping[str, str]:
    """The numbers of all phrases by each token of each of their words, with blanks between."""
    return read_compiled() or read_all()


def read_all() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for number, (_mark, text, _language, _is_first) in enumerate(rows()):
        for token in dict.fromkeys(chain.from_iterable(words_of(text))):
            found.setdefault(token, []).append(str(number))
    return {token: " ".join(numbers) for token, numbers in found.items()}


@cache
def rows() -> Sequence[Row]:
    return list(dict.fromkeys(chain(_of_the_table(), _of_the_taxonomy())))


def _of_the_table() -> Iterator[Row]:
    for mark, row in read_table().items():
        for language in LANGUAGES:
            for text in row.get(language, ()):
                yield mark, text, language, True
            for text in row.get(language + ALSO, ()):
                yield mark, text, language, False


def _of_the_taxonomy() -> Iterator[Row]:
    """Its names are what is looked for; its terms were written for mappers, and some lead astray: what another category
    is called means that one (a chemist's is no "Apotheke").
    """
    names = {text.casefold() for each in taxonomy().values() for text in (each.name_de, each.name_en)}
    for category in taxonomy().values():
        yield category.key, category.name_de, "de", True
        yield category.key, category.name_en, "en", True
        for language, terms in (("de", category.terms_de), ("en", category.terms_en)):
            yield from ((category.key, text, language, False) for text in terms if text.casefold() not in names)


def compiled() -> str:
    """What the file holds: the version, then a line for each token."""
    return "\n".join([version(), *("\t".join(item) for item in read_all().items())])


def read_compiled() -> dict[str, str] | None:
    """None where there is no file of this version."""
    try:
        lines = COMPILED.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if lines[0] != version():
        return None
    return dict(line.split("\t", 1) for line in lines[1:])


def version() -> str:
    """Changes with the table and with how words are read."""
    sources = [*sorted(search_words.DATA.glob("*.[jt]s*")), *(Path(str(module.__file__)) for module in READ_BY)]
    read = hashlib.sha256(Path(__file__).read_bytes() + metadata.version("snowballstemmer").encode())
    for source in sources:
        read.update(source.read_bytes())
    return read.hexdigest()
