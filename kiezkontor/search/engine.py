"""The one place where SQLite and PostgreSQL differ: how a question is written, ranked, and many rows stored.

Both find the same documents (one shared test holds them to it); the order may differ among near equals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from typing import NamedTuple, Protocol

from django.db import connections
from django.db.models.expressions import RawSQL

from kiezkontor.search import queries
from kiezkontor.search.queries import Question

# SQLite takes at most 32,766 values a statement. Its word index is written out after each one.
VALUES_A_STATEMENT = 9_000

# Where a question finds less, a further one is asked.
FEW = 10
# To optimize the whole index takes a minute in an installation of a country; it merges by itself as it grows.
PAGES_TO_MERGE, ROWS_TO_ANALYZE = 2_000, 2_000

type Row = Sequence[str | int]


class Hit(NamedTuple):
    """An object found. question: the place of the question that found it."""

    question: int
    object_id: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows go: they are inserted, or change those there under the same unique columns.

    columns: whole numbers where `numbers` names them, else text. change: the SET of the update; the new values are
    called excluded. All names come from code, never from people.
    """

    table: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    unique: tuple[str, ...]
    change: str

    def insert(self, values: str) -> str:
        return (
            f"INSERT INTO {self.table} ({', '.join(self.columns)}) {values} "
            f"ON CONFLICT ({', '.join(self.unique)}) DO UPDATE SET {self.change}"
        )


class Engine(Protocol):
    def ranked(self, questions: Sequence[Question], *, kind: str, scope: int, shelf: str, limit: int) -> list[Hit]:
        """What each question finds, best first; one statement. A further one, which finds all the one before does and
        more, is only asked where that found less than FEW, and one that follows up only where it found anything.

        More than `limit` hits of one question: some `limit` of them, ranked among themselves.
        """

    def object_ids(self, question: Question, *, kind: str, scope: int, shelf: str) -> RawSQL:
        """All object ids that match, in no order, as a subquery for `pk__in`."""

    def upsert(self, target: Target, rows: Sequence[Row]) -> None:
        """Store many rows in few statements; no row may come twice."""

    def empty(self) -> None:
        """Throw the index away, also a damaged one; documents and words go with it."""

    def settle(self) -> None:
        """Tidy the index after a great many changes, with a work that does not grow with the index."""


def hits(alias: str, questions: Sequence[Question], sql: str, values: Sequence[tuple[str | int, ...]]) -> list[Hit]:
    """One statement out of several questions.

    sql: gives object_id and place (less is better) under a {condition}; values: those of each question.
    """
    parts, chosen = [], []
    for number, question in enumerate(questions):
        condition = "true"
        if number:
            condition = f"(SELECT count(*) FROM reach{number - 1}) BETWEEN {int(question.follows_up)} AND {FEW - 1}"
        parts.append(f"reach{number} AS MATERIALIZED ({sql.format(condition=condition)})")
        chosen.append(f"SELECT {number}, object_id, place FROM reach{number}")
    statement = f"WITH {', '.join(parts)} {' UNION ALL '.join(chosen)} ORDER BY 1, 3, 2"
    given = [value for of_one in values for value in of_one]
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, given)
        return [Hit(place, object_id) for place, object_id, _rank in cursor.fetchall()]


def subquery(sql: str, values: tuple[str | int, ...]) -> RawSQL:
    return RawSQL(sql, values)  # noqa: S611 - constant text; the question in the values is of quoted tokens only


@dataclass(frozen=True, slots=True)
class SqliteEngine:
    """A contentless FTS5 table kept by triggers; bm25 with weights 10 : 5 : 1, parts of words 2."""

    alias: str

    def match(self, question: Question, shelf: str) -> str:
        return queries.written(question, shelf=shelf, both=" AND ", either=" OR ", term='"%s"', begins='"%s" *')

    def ranked(self, questions: Sequence[Question], *, kind: str, scope: int, shelf: str, limit: int) -> list[Hit]:
        sql = """
            SELECT document.object_id, hit.distance AS place
            FROM (SELECT rowid AS id, bm25(search_fts, 10, 5, 1, 2) AS distance
                  FROM search_fts WHERE search_fts MATCH %s AND {condition} LIMIT %s) AS hit
            CROSS JOIN search_document AS document ON document.id = hit.id
            WHERE document.kind = %s AND document.scope = %s
        """
        asked = [self.match(each, shelf) for each in questions]
        return hits(self.alias, questions, sql, [(each, limit, kind, scope) for each in asked])

    def object_ids(self, question: Question, *, kind: str, scope: int, shelf: str) -> RawSQL:
        sql = """
            SELECT document.object_id
            FROM search_fts CROSS JOIN search_document AS document ON document.id = search_fts.rowid
            WHERE search_fts MATCH %s AND document.kind = %s AND document.scope = %s
        """
        return subquery(sql, (self.match(question, shelf), kind, scope))

    def upsert(self, target: Target, rows: Sequence[Row]) -> None:
        row = f"({', '.join(['%s'] * len(target.columns))})"
        with connections[self.alias].cursor() as cursor:
            for batch in batched(rows, VALUES_A_STATEMENT // len(target.columns)):
                values = [value for one in batch for value in one]
                cursor.execute(target.insert(f"VALUES {', '.join([row] * len(batch))}"), values)

    def empty(self) -> None:
        with connections[self.alias].cursor() as cursor:
            cursor.execute("DELETE FROM search_document")
            cursor.execute("DELETE FROM search_word")
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")

    def settle(self) -> None:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(f"INSERT INTO search_fts(search_fts, rank) VALUES ('merge', {PAGES_TO_MERGE})")
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_TO_ANALYZE}")
            cursor.execute("ANALYZE search_document")
            cursor.execute("ANALYZE search_word")


@dataclass(frozen=True, slots=True)
class PostgresEngine:
    """A generated tsvector column under GIN; ts_rank with the same weights, tempered by length (1)."""

    alias: str

    def match(self, question: Question, shelf: str) -> str:
        return queries.written(question, shelf=shelf, both=" & ", either=" | ", term="'%s'", begins="'%s':*")

    def ranked(self, questions: Sequence[Question], *, kind: str, scope: int, shelf: str, limit: int) -> list[Hit]:
        sql = """
            SELECT hit.object_id, -ts_rank('{{0.2, 0.1, 0.5, 1.0}}', hit.vector, %s::tsquery, 1) AS place
            FROM (SELECT object_id, vector, kind, scope
                  FROM search_document WHERE vector @@ %s::tsquery AND {condition} LIMIT %s) AS hit
            WHERE hit.kind = %s AND hit.scope = %s
        """
        asked = [self.match(each, shelf) for each in questions]
        return hits(self.alias, questions, sql, [(each, each, limit, kind, scope) for each in asked])

    def object_ids(self, question: Question, *, kind: str, scope: int, shelf: str) -> RawSQL:
        sql = """
            SELECT object_id FROM search_document
            WHERE vector @@ %s::tsquery AND kind = %s AND scope = %s
        """
        return subquery(sql, (self.match(question, shelf), kind, scope))

    def upsert(self, target: Target, rows: Sequence[Row]) -> None:
        if not rows:
            return
        arrays = ", ".join("%s::bigint[]" if column in target.numbers else "%s::text[]" for column in target.columns)
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connections[self.alias].cursor() as cursor:
            # A column is one array: thousands of placeholders would cost more than storing the rows.
            cursor.execute(target.insert(f"SELECT * FROM unnest({arrays})"), columns)

    def empty(self) -> None:
        with connections[self.alias].cursor() as cursor:
            cursor.execute("DELETE FROM search_document")
            cursor.execute("DELETE FROM search_word")

    def settle(self) -> None:
        with connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_document_vector')")
            cursor.execute("ANALYZE search_document")
            cursor.execute("ANALYZE search_word")


def engine_of(alias: str) -> Engine:
    """The engine of one configured database. Raises ValueError for another vendor."""
    vendor = connections[alias].vendor
    if vendor == "sqlite":
        return SqliteEngine(alias)
    if vendor == "postgresql":
        return PostgresEngine(alias)
    raise ValueError(f"Search needs SQLite or PostgreSQL, not {vendor}.")
