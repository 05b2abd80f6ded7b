"""Questions of the hot path: the ORM writes their statement once, and each request only fills in its values.

Writing a statement takes Django longer than most databases need to answer it.
"""

from array import array
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

type Given = int | float | str | date | datetime | Sequence[int]

# Sequences are filled up to a power of two from here on, so that few statements answer all lengths.
SHORTEST = 8
STAND_IN_DAY = datetime(2999, 1, 1, 12, tzinfo=UTC)


class Prepared[Found]:
    """A question by its queryset, which takes its values by name.

    Values may be numbers, texts, days, moments, and sequences of whole numbers for `__in`, none of them empty; each
    must stand in the statement as it is given. What else may differ (a language, an order) makes another question.
    """

    def __init__(self, ask: "Callable[..., QuerySet[Any, Found]]") -> None:
        self.ask = ask

    def __call__(self, *, using: str = "default", **given: Given) -> list[Found]:
        """What answers for these values. One statement."""
        connection = connections[using]
        values = {name: _filled_up(value) for name, value in given.items()}
        form = tuple((name, len(value) if isinstance(value, list) else 0) for name, value in values.items())
        # Kept by the connection, which each thread has for itself, and gone with it.
        written: dict[Hashable, _Statement[Found]] = vars(connection).setdefault("_prepared", {})
        statement = written.get((self, form))
        if statement is None:
            statement = written[self, form] = _Statement(self.ask, values, connection)
        return statement.answer(values)


class _Statement[Found]:
    """A statement of one connection. places: where a value is filled in → its name and place within it."""

    def __init__(
        self, ask: "Callable[..., QuerySet[Any, Found]]", values: dict[str, Any], connection: BaseDatabaseWrapper
    ) -> None:
        stand_ins = _stand_ins(values)
        self.ops = connection.ops
        self.queryset: Any = ask(**stand_ins).using(connection.alias)
        self.compiler = self.queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        of_stand_in = {
            self.sent(value): (name, place)
            for name, stand_in in stand_ins.items()
            for place, value in (enumerate(stand_in) if isinstance(stand_in, list) else [(None, stand_in)])
        }
        self.places = [(at, *of_stand_in[param]) for at, param in enumerate(self.params) if param in of_stand_in]
        lost = set(of_stand_in.values()) - {(name, place) for _at, name, place in self.places}
        assert not lost, f"{ask} does not ask for {lost} as they are given."
        # From here on this query is written, and only what it is asked with changes.
        vars(self.queryset.query)["get_compiler"] = lambda *_of, **_connection: self.compiler

    def answer(self, values: dict[str, Any]) -> list[Found]:
        params = list(self.params)
        for at, name, place in self.places:
            value = values[name]
            params[at] = self.sent(value) if place is None else value[place]
        self.compiler.as_sql = lambda: (self.sql, params)
        found: list[Found] = list(self.queryset._iterable_class(self.queryset))
        return found

    def sent(self, value: Any) -> Any:
        """As Django hands it to the driver."""
        if isinstance(value, datetime):
            return self.ops.adapt_datetimefield_value(value)
        if isinstance(value, date):
            return self.ops.adapt_datefield_value(value)
        return value


def _filled_up(value: Given) -> Given:
    """Sequences to the next length there is a statement for; the last one comes again, which finds nothing more."""
    if not isinstance(value, list | tuple | array):
        return value
    length = SHORTEST
    while length < len(value):
        length *= 2
    return [*value, *[value[-1]] * (length - len(value))]


def _stand_ins(values: dict[str, Any]) -> dict[str, Any]:
    """Values nobody asks for, all different, of the same kinds."""
    numbers = iter(range(8_100_000_000_000, 8_200_000_000_000))
    return {name: _stand_in(value, lambda: next(numbers)) for name, value in values.items()}


def _stand_in(value: Any, number: Callable[[], int]) -> Any:
    if isinstance(value, list):
        return [number() for _one in value]
    if isinstance(value, datetime):
        return STAND_IN_DAY + timedelta(seconds=number() % 10_000)
    if isinstance(value, date):
        return (STAND_IN_DAY + timedelta(days=number() % 10_000)).date()
    if isinstance(value, float):
        return number() + 0.5
    assert not isinstance(value, bool), "What is true or not makes two questions."
    return f"stand-in {number()}" if isinstance(value, str) else number()
