"""Many rows in few statements, in the words both databases share."""

from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import connections

# SQLite takes at most 32,766 values a statement.
VALUES_A_STATEMENT = 4_000


def upsert(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str | int]],
    *,
    unique: Sequence[str],
    change: str,
    using: str,
) -> None:
    """Insert rows, or change those that are there under the same unique columns.

    change: the SET of the update; the new values are called excluded. No row twice in one call. The names of
    tables and columns come from code, never from people.
    """
    row = f"({', '.join(['%s'] * len(columns))})"
    with connections[using].cursor() as cursor:
        for batch in batched(rows, VALUES_A_STATEMENT // len(columns)):
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * len(batch))} "
                f"ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {change}",
                [value for values in batch for value in values],
            )
