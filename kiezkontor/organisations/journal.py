"""Writes that can be taken back: each is noted with what stood there before, and undone from the last to the first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F

type Step = dict[str, Any]
type AnyField = models.Field[Any, Any]


class Journal:
    """The steps so far as plain values that JSON keeps; districts: the keys of those whose rows they were."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.districts: set[int] = set()

    def move(self, rows: models.QuerySet[Any], column: str, *, before: int, after: int) -> None:
        """Let rows name another object in a column."""
        found = list(rows.order_by("pk"))
        if not found:
            return
        keys = [row.pk for row in found]
        rows.model._base_manager.filter(pk__in=keys).update(**{column: after})
        self._note(found, do="move", column=column, keys=keys, before=before, after=after)

    def change(
        self, row: models.Model, values: Mapping[str, Any], *, whole: bool = True, noted: Collection[str] = ()
    ) -> None:
        """Write columns of one row. whole: it is undone only where none of them was written since.

        noted: columns of which it is kept what stood there even where that stays.
        """
        names = [name for name, value in values.items() if name in noted or getattr(row, name) != value]
        if not names:
            return
        before = plain(row, names)
        for name in names:
            setattr(row, name, values[name])
        type(row)._base_manager.filter(pk=row.pk).update(**{name: values[name] for name in names})
        self._note([row], do="change", key=row.pk, before=before, after=plain(row, names), whole=whole)

    def add(self, row: models.Model, column: str, amount: int) -> None:
        """Add to a number that others may add to later."""
        type(row)._base_manager.filter(pk=row.pk).update(**{column: F(column) + amount})
        self._note([row], do="add", key=row.pk, column=column, amount=amount)

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self._note([row], do="create", key=row.pk, after=plain(row))

    def remove(self, row: models.Model) -> None:
        """Take a row away that nothing names any more; the database refuses where something does."""
        stored = type(row)._base_manager.get(pk=row.pk)
        self._note([stored], do="remove", row=plain(stored))
        stored_in = type(row)._base_manager.filter(pk=row.pk)
        stored_in._raw_delete(stored_in.db)

    def _note(self, rows: Sequence[models.Model], **step: Any) -> None:
        table = rows[0]._meta.label_lower
        self.districts |= {key for row in rows if (key := getattr(row, "district_id", None)) is not None}
        self.steps.append({"table": table, **step})


def plain(row: models.Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """Columns of a row, all unless named, as values that JSON keeps."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return {name: plain_value(fields[name], row) for name in (fields if names is None else names)}


def plain_value(field: AnyField, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int | float | str) or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(row)


def read_back(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: value if value is None or isinstance(fields[name], models.JSONField) else fields[name].to_python(value)
        for name, value in values.items()
        if name in fields
    }


def undo(steps: Sequence[Step]) -> int:
    """Take steps back, the last first; returns how many were left because somebody has written there since.

    What was deleted since is left to be so.
    """
    return sum(not UNDO[step["do"]](apps.get_model(step["table"]), step) for step in reversed(steps))


def undo_move(model: type[models.Model], step: Step) -> bool:
    there = model._base_manager.filter(pk__in=step["keys"])
    still = there.filter(**{step["column"]: step["after"]})
    return there.count() == still.update(**{step["column"]: step["before"]})


def undo_change(model: type[models.Model], step: Step) -> bool:
    row = model._base_manager.filter(pk=step["key"]).first()
    if row is None:
        return True
    now = plain(row, step["after"])
    same = [name for name, value in step["after"].items() if now[name] == value]
    if step["whole"] and len(same) < len(now):
        return False
    before = read_back(model, {name: step["before"][name] for name in same})
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=step["key"]).update(**before)
    except IntegrityError:
        return False
    return len(same) == len(now)


def undo_add(model: type[models.Model], step: Step) -> bool:
    enough = model._base_manager.filter(pk=step["key"], **{f"{step['column']}__gte": step["amount"]})
    return bool(enough.update(**{step["column"]: F(step["column"]) - step["amount"]}))


def undo_create(model: type[models.Model], step: Step) -> bool:
    row = model._base_manager.filter(pk=step["key"]).first()
    if row is None or plain(row) != step["after"]:
        return False
    model._base_manager.filter(pk=step["key"]).delete()
    return True


def undo_remove(model: type[models.Model], step: Step) -> bool:
    """Put the row back as it was; not where another one stands in its place by now, or what it names is gone."""
    values = read_back(model, step["row"])
    for field in model._meta.concrete_fields:
        named = values.get(field.attname)
        if field.remote_field is None or named is None:
            continue
        if not field.remote_field.model._base_manager.filter(pk=named).exists():
            if not field.null:
                return False
            values[field.attname] = None
    try:
        with transaction.atomic():
            model(**values).save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False
    return True


UNDO = {"move": undo_move, "change": undo_change, "add": undo_add, "create": undo_create, "remove": undo_remove}
