"""Many new rows at once, where Django's own bulk_create spends most of the time on its way to the database.

SQLite gets long statements; PostgreSQL, which would read a placeholder for every value, a stream (COPY) or, where rows
may be known already, one array a column.

Not for models with parents, generated columns or database defaults. A row that breaks a constraint raises
IntegrityError; call everything here inside a transaction. No rows are fine.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched, chain
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

# SQLite takes at most 32,766 values a statement, and short statements are prepared faster.
VALUES_A_STATEMENT = 2_700
# PostgreSQL: as many rows are taken together, and fewer than FEW are not worth a stream of their own.
ROWS_AT_ONCE, FEW = 4_000, 20
_AS_THEY_ARE = (models.IntegerField, models.FloatField, models.BooleanField)
type Prepare = Callable[[Any], Any]


def among(column: str, keys: Collection[int]) -> models.Q:
    """The condition that a column holds one of these keys; as a range where they follow each other without a gap.

    New rows have such keys, and a range of a thousand is asked for and answered much faster than a list.
    """
    if len(keys) > 1 and max(keys) - min(keys) == len(set(keys)) - 1:
        return models.Q(**{f"{column}__gte": min(keys), f"{column}__lte": max(keys)})
    return models.Q(**{f"{column}__in": keys})


def among_many(column: str, keys: Collection[int]) -> models.Q:
    """As `among` for thousands of keys, which the database gets as one value."""
    listing = {
        "sqlite": "SELECT value FROM json_each(%s)",
        "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
    }[connection.vendor]
    keys_in_one = RawSQL(listing, [json.dumps(list(keys))])  # noqa: S611 - one of the two statements above
    return models.Q(**{f"{column}__in": keys_in_one})


def insert_many[Row: models.Model](rows: Iterable[Row], *, using: str | None = None) -> list[Row]:
    """Insert new rows of one model and give them their keys, as `bulk_create` does, several times faster.

    Columns with auto_now get one moment for all.
    """
    listed = list(rows)
    if not listed:
        return listed
    model = type(listed[0])
    alias = using or router.db_for_write(model)
    fields = _fields(model)
    for field in filter(_is_moment, fields):
        moment = field.pre_save(listed[0], add=True)
        for row in listed:
            setattr(row, field.attname, moment)
    names = [field.attname for field in fields]
    keys = insert_rows(model, names, map(attrgetter(*names), listed), using=alias)
    for row, key in zip(listed, keys, strict=True):
        row.pk = key
        row._state.adding = False
        row._state.db = alias
    return listed


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, using: str | None = None
) -> list[int]:
    """Insert rows given as values of the columns `names` ("pattern_id"); returns their keys in the same order.

    Columns not named get the default of their field. At least two columns must be named.
    """
    return _insert(model, names, rows, using=using, keyed=True)


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    passing_over_known: bool = False,
    using: str | None = None,
) -> None:
    """As `insert_rows`, for masses whose keys nobody needs.

    passing_over_known: rows that a unique constraint forbids are left out instead of raising.
    """
    _insert(model, names, rows, using=using, passing_over_known=passing_over_known)


def _insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    using: str | None,
    keyed: bool = False,
    passing_over_known: bool = False,
) -> list[int]:
    """The keys of the new rows where they are asked for, else nothing."""
    connection = connections[using or router.db_for_write(model)]
    into = _columns(model, names, connection)
    ending = f'RETURNING "{_key(model)}"' if keyed else "ON CONFLICT DO NOTHING" if passing_over_known else ""
    streams = connection.vendor == "postgresql"
    keys: list[int] = []
    with connection.cursor() as cursor:
        for part in batched(rows, ROWS_AT_ONCE if streams else max(1, VALUES_A_STATEMENT // len(into.fields))):
            values = into.ready(part)
            if not streams or len(part) < FEW:
                cursor.execute(into.statement(len(part), ending), list(chain.from_iterable(zip(*values, strict=True))))
                keys += [key for (key,) in cursor.fetchall()] if keyed else []
            elif passing_over_known:
                cursor.execute(into.from_arrays(ending, connection), [list(column) for column in values])
            else:
                new = _new_keys(cursor, model, len(part)) if keyed else []
                _copy(cursor, into, [new, *values] if keyed else values, key=_key(model) if keyed else "")
                keys += new
    return keys


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where rows go. fields: those given row by row, the first `given` by the caller; fixed: the same in each row."""

    table: str
    fields: "Sequence[models.Field[Any, Any]]"
    given: int
    fixed: "Sequence[models.Field[Any, Any]]"
    prepare: Sequence[Prepare | None]

    def ready(self, part: Sequence[Sequence[Any]]) -> list[Iterable[Any]]:
        """The values of these rows column by column, as the driver takes them."""
        others = ([field.get_default()] * len(part) for field in self.fields[self.given :])
        columns = [*zip(*part, strict=True), *others]
        return [
            values if step is None else map(step, values) for step, values in zip(self.prepare, columns, strict=True)
        ]

    def named(self) -> str:
        return ", ".join(f'"{field.column}"' for field in (*self.fields, *self.fixed))

    def statement(self, rows: int, ending: str) -> str:
        one = f"({', '.join([*['%s'] * len(self.fields), *map(_written, self.fixed)])})"
        return f'INSERT INTO "{self.table}" ({self.named()}) VALUES {", ".join([one] * rows)} {ending}'

    def from_arrays(self, ending: str, connection: BaseDatabaseWrapper) -> str:
        # As plain texts, which a column too short for one refuses; a cast to its own type would cut it.
        arrays = ", ".join(
            "%s::text[]" if _is_text(field) else f"%s::{field.db_type(connection)}[]" for field in self.fields
        )
        chosen = ", ".join(["given.*", *map(_written, self.fixed)])
        return f'INSERT INTO "{self.table}" ({self.named()}) SELECT {chosen} FROM unnest({arrays}) AS given {ending}'


def _columns(model: type[models.Model], names: Sequence[str], connection: BaseDatabaseWrapper) -> _Columns:
    by_name = {field.attname: field for field in _fields(model)}
    others = [field for name, field in by_name.items() if name not in set(names)]
    fixed = [field for field in others if _written(field)]
    fields = [*(by_name[name] for name in names), *(field for field in others if field not in fixed)]
    return _Columns(
        model._meta.db_table, fields, len(names), fixed, [_preparation(field, connection) for field in fields]
    )


def _new_keys(cursor: CursorWrapper, model: type[models.Model], count: int) -> list[int]:
    """Keys nobody else gets, in rising order."""
    cursor.execute(
        # OFFSET 0 has the name of the sequence looked up once instead of for every key.
        "SELECT nextval(sequence) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence OFFSET 0) AS named,"
        " generate_series(1, %s)",
        [f'"{model._meta.db_table}"', _key(model), count],
    )
    return [key for (key,) in cursor.fetchall()]


def _copy(cursor: CursorWrapper, into: _Columns, values: Sequence[Iterable[Any]], *, key: str) -> None:
    """Send rows to PostgreSQL as a stream; values: column by column, that of the key first where it is named."""
    named = f'"{key}", {into.named()}' if key else into.named()
    fixed = [field.get_default() for field in into.fixed]
    with cursor.db.wrap_database_errors, cursor.copy(f'COPY "{into.table}" ({named}) FROM STDIN') as stream:
        for row in zip(*values, strict=True):
            stream.write_row((*row, *fixed))


@cache
def _fields(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    return tuple(
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    )


@cache
def _written(field: "models.Field[Any, Any]") -> str:
    """A column's default as it stands in a statement, where it is the same and plain for every row; else nothing."""
    if (field.has_default() and callable(field.default)) or _is_moment(field):
        return ""
    default = field.get_default()
    if default is None:
        return "NULL"
    if isinstance(field, models.BooleanField):
        return "TRUE" if default else "FALSE"
    if isinstance(field, models.IntegerField) and isinstance(default, int):
        return str(int(default))
    if isinstance(field, models.CharField | models.TextField) and default == "":
        return "''"
    return ""


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None
    assert key.column is not None
    return key.column


def _is_moment(field: "models.Field[Any, Any]") -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def _preparation(field: "models.Field[Any, Any]", connection: BaseDatabaseWrapper) -> Prepare | None:
    """How a value of a column becomes what the database driver takes; None where it is that already."""
    target = _target(field)
    if _is_text(field):
        return _text
    if isinstance(target, _AS_THEY_ARE):
        return None
    if isinstance(target, models.JSONField) and target.encoder is None:
        return _json
    if isinstance(target, models.DateField):
        return _remembering(lambda value: _text(field.get_db_prep_save(value, connection)))
    return lambda value: field.get_db_prep_save(value, connection)


def _target(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _is_text(field: "models.Field[Any, Any]") -> bool:
    target = _target(field)
    return isinstance(target, models.CharField | models.TextField) and not isinstance(target, models.FileField)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _remembering(prepare: Prepare) -> Prepare:
    """Rows of one import share their few days and moments."""
    known: dict[Any, Any] = {}

    def remember(value: Any) -> Any:
        if value not in known:
            known[value] = prepare(value)
        return known[value]

    return remember


def _text(value: Any) -> Any:
    return value if value is None or type(value) is str else str(value)
