"""Many new rows at once, where Django's own bulk_create spends most of the time on its way to the database.

Not for models with parents, generated columns or database defaults. A row that breaks a constraint raises
IntegrityError; call everything here inside a transaction. No rows are fine.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import batched, chain
from operator import attrgetter
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite takes at most 32,766 values a statement, and short statements are prepared faster.
VALUES_A_STATEMENT = 2_000
_AS_THEY_ARE = (models.IntegerField, models.FloatField, models.BooleanField)
type Prepare = Callable[[Any], Any]


def among(column: str, keys: Collection[int]) -> models.Q:
    """The condition that a column holds one of these keys; as a range where they follow each other without a gap.

    New rows have such keys, and a range of a thousand is asked for and answered much faster than a list.
    """
    if len(keys) > 1 and max(keys) - min(keys) == len(set(keys)) - 1:
        return models.Q(**{f"{column}__gte": min(keys), f"{column}__lte": max(keys)})
    return models.Q(**{f"{column}__in": keys})


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
    return [key for (key,) in _insert(model, names, rows, using=using, ending=f'RETURNING "{_key(model)}"')]


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
    ending = "ON CONFLICT DO NOTHING" if passing_over_known else ""
    _insert(model, names, rows, using=using, ending=ending)


def _insert(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, using: str | None, ending: str
) -> list[tuple[Any, ...]]:
    connection = connections[using or router.db_for_write(model)]
    named = set(names)
    by_name = {field.attname: field for field in _fields(model)}
    others = [field for field in by_name.values() if field.attname not in named]
    fixed = {field.column: text for field in others if (text := _written(field)) is not None}
    others = [field for field in others if field.column not in fixed]
    fields = [*(by_name[name] for name in names), *others]
    prepare = [_preparation(field, connection) for field in fields]
    columns = ", ".join(f'"{column}"' for column in (*(field.column for field in fields), *fixed))
    one = f"({', '.join([*['%s'] * len(fields), *fixed.values()])})"
    into = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES'
    answers: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for part in batched(rows, max(1, VALUES_A_STATEMENT // len(fields))):
            given = [*zip(*part, strict=True), *([field.get_default()] * len(part) for field in others)]
            ready = [values if step is None else map(step, values) for step, values in zip(prepare, given, strict=True)]
            statement = f"{into} {', '.join([one] * len(part))} {ending}"
            cursor.execute(statement, list(chain.from_iterable(zip(*ready, strict=True))))
            if cursor.description:
                answers += cursor.fetchall()
    return answers


@cache
def _fields(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    return tuple(
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    )


def _written(field: "models.Field[Any, Any]") -> str | None:
    """A column's default as it stands in a statement, where it is the same and plain for every row; else None."""
    if (field.has_default() and callable(field.default)) or _is_moment(field):
        return None
    default = field.get_default()
    if default is None:
        return "NULL"
    if isinstance(field, models.BooleanField):
        return "TRUE" if default else "FALSE"
    if isinstance(field, models.IntegerField) and isinstance(default, int):
        return str(int(default))
    if isinstance(field, models.CharField | models.TextField) and default == "":
        return "''"
    return None


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None
    assert key.column is not None
    return key.column


def _is_moment(field: "models.Field[Any, Any]") -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def _preparation(field: "models.Field[Any, Any]", connection: BaseDatabaseWrapper) -> Prepare | None:
    """How a value of a column becomes what the database driver takes; None where it is that already."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.CharField | models.TextField) and not isinstance(target, models.FileField):
        return _text
    if isinstance(target, _AS_THEY_ARE):
        return None
    if isinstance(target, models.JSONField) and connection.vendor == "sqlite" and target.encoder is None:
        return json.dumps
    if isinstance(target, models.DateField):
        return _remembering(lambda value: field.get_db_prep_save(value, connection))
    return lambda value: field.get_db_prep_save(value, connection)


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
