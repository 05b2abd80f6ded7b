"""Put objects into the index, take them out, and find them as people mean it.

A search takes one query; with a typing error four at most (see `matches`). Everything written here belongs
into the transaction of the change it follows, so that the index never tells of what is no longer there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models.expressions import RawSQL

from kiezkontor.search import analysis, queries, spelling, word_counts
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.engine import Engine, Target, engine_of
from kiezkontor.search.meant import Meaning, Meant, Reach, also_token, first_token, nothing_else
from kiezkontor.search.models import Document
from kiezkontor.search.queries import Question
from kiezkontor.search.texts import SearchText, shelf_of

__all__ = ["Matches", "SearchText", "correct", "matches", "put", "rebuild", "remove", "settle", "suggest"]

MOST_RANKED = 3_000
MOST_FURTHER = 20
# Whoever sorts by something else takes so few by their keys, and more as a subquery: thousands of values cost more to
# write and read than the database needs to find the rows.
MOST_UNORDERED = 100
BATCH = 4_000
COLUMNS = ("kind", "scope", "object_id", "shelf", "a", "b", "c", "parts", "words")
SHELF, WORDS = COLUMNS.index("shelf"), COLUMNS.index("words")
DOCUMENTS = Target(
    table="search_document",
    columns=COLUMNS,
    numbers=frozenset({"scope", "object_id"}),
    unique=COLUMNS[:SHELF],
    change=", ".join(f"{name} = excluded.{name}" for name in COLUMNS[SHELF:]),
)


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search found.

    ranked: object ids, best first, at most as many as were asked for.
    capped: there are more hits than that; `ranked` then orders only some of them, `object_ids` has all.
    asked_nothing: the query held no word; nothing was looked up and nothing is found.
    corrected_to: the query as it was understood when the one asked found nothing, else None.
    any_word: no object matches all words; these match at least one.
    """

    ranked: tuple[int, ...] = ()
    capped: bool = False
    asked_nothing: bool = False
    corrected_to: str | None = None
    any_word: bool = False
    everything: RawSQL | None = field(default=None, repr=False, compare=False)

    @property
    def count(self) -> int:
        """The number of hits; "at least so many" when `capped`."""
        return len(self.ranked)

    @property
    def object_ids(self) -> Sequence[int] | RawSQL:
        """For `filter(pk__in=…)`: the ids themselves, or a subquery where there are very many."""
        return self.ranked if self.everything is None else self.everything

    def in_order[T](self, found: Iterable[T], *, object_id: Callable[[T], int]) -> list[T]:
        """What a filter left over, best first; what is not among the ranked comes last, in the order given."""
        place = {ranked: position for position, ranked in enumerate(self.ranked)}
        return sorted(found, key=lambda one: place.get(object_id(one), len(place)))


def put(documents: Iterable[SearchText], *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Index objects, new or changed; unchanged ones are left alone. Returns how many were written.

    The same object and scope twice: the last one counts. Any number of documents; they are read in batches.
    """
    written = 0
    for batch in batched(documents, BATCH):
        latest = {(text.kind, text.scope, text.object_id): text for text in batch}
        with transaction.atomic(using=using):
            written += _put(list(latest.values()), using)
    return written


def _put(texts: list[SearchText], using: str) -> int:
    known = _known(texts, using)
    counts = word_counts.Changes()
    changed: list[tuple[str | int, ...]] = []
    for text in texts:
        own, row = _row(text)
        before = known.get(row[:SHELF])
        if before is not None:
            if before == row:
                continue
            counts.take_out(str(before[SHELF]), str(before[WORDS]))
        counts.put_in(str(row[SHELF]), own, suggested=text.suggested)
        changed.append(row)
    engine_of(using).upsert(DOCUMENTS, changed)
    word_counts.save(counts, using)
    return len(changed)


def _known(texts: list[SearchText], using: str) -> dict[tuple[str | int, ...], tuple[str | int, ...]]:
    places: dict[tuple[str, int], list[int]] = {}
    for text in texts:
        places.setdefault((text.kind, text.scope), []).append(text.object_id)
    return {
        row[:SHELF]: row
        for (kind, scope), object_ids in places.items()
        for row in Document.objects.using(using)
        .filter(kind=kind, scope=scope, object_id__in=object_ids)
        .values_list(*COLUMNS)
    }


def _row(text: SearchText) -> tuple[dict[str, str], tuple[str | int, ...]]:
    """Its own words beside the suggested ones, as written by key, and a document's values in the order of COLUMNS."""
    a, b, c = analysis.analyse(text.a), analysis.analyse(text.b), analysis.analyse(text.c)
    suggested = analysis.vocabulary_of(text.suggested)
    own = {key: shown for key, shown in (*c.words, *b.words, *a.words) if key not in suggested}
    return own, (
        text.kind,
        text.scope,
        text.object_id,
        shelf_of(text.kind, text.scope),
        " ".join(a.tokens),
        " ".join((*b.tokens, *map(first_token, text.marks))),
        " ".join((*c.tokens, *analysis.exact_tokens(text.exact), *map(also_token, text.marks))),
        " ".join(analysis.each_once((*a.parts, *b.parts, *c.parts))),
        " ".join((*own, *suggested)),
    )


def remove(kind: str, object_ids: Iterable[int], *, scope: int | None = None, using: str = DEFAULT_DB_ALIAS) -> int:
    """Take objects out of the index, of one scope or of all. Returns how many documents went.

    Words nobody else uses go with them: no suggestion tells of what is gone.
    """
    removed = 0
    for batch in batched(object_ids, BATCH):
        with transaction.atomic(using=using):
            leaving = Document.objects.using(using).filter(kind=kind, object_id__in=batch)
            if scope is not None:
                leaving = leaving.filter(scope=scope)
            counts = word_counts.Changes()
            for shelf, words in leaving.values_list("shelf", "words"):
                counts.take_out(shelf, words)
            removed += leaving.delete()[0]
            word_counts.save(counts, using)
    return removed


def matches(
    kind: str,
    scope: int,
    query: str,
    *,
    meaning: Meaning = nothing_else,
    most: int | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Matches:
    """Find the objects of one kind in one scope that match all words of a query, best first.

    One query to the database, which goes on where little is found to what its words also mean and what is near that.
    Nothing found: one for the words that may have been meant, then one for the corrected query, and where that finds
    nothing either, for objects that match any of the words.
    meaning: which marks of objects the words may stand for. most: how many are ranked, MOST_RANKED where nothing is
    said; MOST_UNORDERED for whoever needs no order.
    """
    words = analysis.query_words(query)
    if not words:
        return Matches(asked_nothing=True)
    search = _Search(engine_of(using), kind, scope, shelf_of(kind, scope), meaning, most or MOST_RANKED, using)
    found = search.run(words)
    if found.ranked:
        return found
    understood = {word.key for word, meant in zip(words, meaning(words), strict=True) if meant.first}
    corrected = spelling.corrected(query, search.shelf, using, understood=understood)
    if corrected is not None:
        words = analysis.query_words(corrected)
        found = search.run(words, corrected_to=corrected)
        if found.ranked:
            return found
    if len(words) > 1:
        return search.run(telling(words, meaning(words)), corrected_to=corrected, any_word=True)
    return Matches()


def telling(words: list[SearchWord], meant: Sequence[Meant]) -> list[SearchWord]:
    """Of words that stand for one thing together those that stand for least; else all of them.

    "Fahrrad reparieren" is about a Fahrrad: where nobody repairs one, whoever repairs cars is of no help.
    """
    first = [set(stands_for.first) for stands_for in meant]
    if not set.intersection(*first):
        return words
    fewest = min(map(len, first))
    return [word for word, marks in zip(words, first, strict=True) if len(marks) == fewest]


@dataclass(frozen=True, slots=True)
class _Search:
    engine: Engine
    kind: str
    scope: int
    shelf: str
    meaning: Meaning
    most: int
    using: str

    def run(self, words: list[SearchWord], *, corrected_to: str | None = None, any_word: bool = False) -> Matches:
        meant = self.meaning(words)
        is_rest = any_word and len(words) == 1
        # One word is taken at its word; of several each may be a bit off ("Torte bestellen").
        begin = Reach.FIRST if len(words) == 1 else Reach.ALSO
        questions = [
            queries.question(words, meant, any_word=any_word, reach=reach)
            for reach in list(Reach)[begin - 1 :]
            if reach is begin or (any(stands_for.marks(reach) for stands_for in meant) and not is_rest)
        ]
        ranked = self.ranked(questions)
        if not ranked:
            return Matches()
        capped = len(ranked) > self.most
        return Matches(
            ranked=tuple(ranked[: self.most]),
            capped=capped,
            corrected_to=corrected_to,
            any_word=any_word,
            everything=self.engine.object_ids(questions[0], kind=self.kind, scope=self.scope, shelf=self.shelf)
            if capped
            else None,
        )

    def ranked(self, questions: Sequence[Question]) -> list[int]:
        """Object ids, best first: all the first question finds, and of each further one not more than MOST_FURTHER."""
        hits = self.engine.ranked(questions, kind=self.kind, scope=self.scope, shelf=self.shelf, limit=self.most + 1)
        place_of: dict[int, int] = {}
        came = Counter[int]()
        for place, object_id in hits:
            if object_id not in place_of and (place == 0 or came[place] < MOST_FURTHER):
                place_of[object_id] = place
                came[place] += 1
        return list(place_of)


def suggest(kind: str, scope: int, prefix: str, *, limit: int = 8, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Whole queries that begin as typed, the last word completed from what is there, most used first.

    One query to the database; none, and an empty list, for less than two letters.
    """
    return spelling.completed(prefix, shelf_of(kind, scope), limit, using)


def correct(kind: str, scope: int, query: str, *, using: str = DEFAULT_DB_ALIAS) -> str | None:
    """The query with misspelt words replaced by the likeliest known ones; None when nothing better is known.

    One query to the database. `matches` does this by itself when nothing is found.
    """
    return spelling.corrected(query, shelf_of(kind, scope), using)


def rebuild(documents: Iterable[SearchText], *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Replace the whole index in one transaction; searches see the old one until then. Returns how many were put."""
    with transaction.atomic(using=using):
        engine_of(using).empty()
        written = put(documents, using=using)
    settle(using=using)
    return written


def settle(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Tidy the index after a great many changes, for example an import of a whole town."""
    engine_of(using).settle()
