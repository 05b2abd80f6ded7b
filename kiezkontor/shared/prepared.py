"""Questions of the hot path: the ORM writes their statement once, and each request only fills in its values.

Writing a statement takes Django longer than most databases need to answer it.
"""

from array import array
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Lock
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
    """A statement of one connection. places: where a value is filled in → its name and place within it.

    Raises ValueError where a value does not stand in the statement, or something there is made of it.
    """

    def __init__(
        self, ask: "Callable[..., QuerySet[Any, Found]]", values: dict[str, Any], connection: BaseDatabaseWrapper
    ) -> None:
        self.ops = connection.ops
        self.lock = Lock()
        # Written with two sets of stand-ins: what differs between them is a value, or was made of one.
        first, second = (self.write(ask, values, connection, number) for number in range(2))
        self.queryset, self.compiler, self.sql, self.params, self.places = first
        found = {(name, place) for _at, name, place in self.places}
        asked = {(name, place) for name, value in values.items() for place in places_of(value)}
        _queryset, _compiler, sql, params, places = second
        filled = {at for at, _name, _place in places}
        fixed = [[param for at, param in enumerate(each) if at not in filled] for each in (self.params, params)]
        if found != asked or sql != self.sql or places != self.places or fixed[0] != fixed[1]:
            raise ValueError(f"{ask} does not ask for its values as they are given.")
        # From here on this query is written, how its columns are read is known, and only what it is asked with changes.
        converters = self.compiler.get_converters([column for column, *_said in self.compiler.select])
        self.compiler.get_converters = lambda _columns: converters
        vars(self.queryset.query)["get_compiler"] = lambda *_of, **_connection: self.compiler

    def write(
        self, ask: "Callable[..., QuerySet[Any, Found]]", values: dict[str, Any], connection: Any, number: int
    ) -> tuple[Any, Any, str, Sequence[Any], list[tuple[int, str, int | None]]]:
        stand_ins = _stand_ins(values, number)
        queryset = ask(**stand_ins).using(connection.alias)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        of_stand_in = {
            self.sent(value if place is None else value[place]): (name, place)
            for name, value in stand_ins.items()
            for place in places_of(value)
        }
        places = [(at, *of_stand_in[param]) for at, param in enumerate(params) if param in of_stand_in]
        return queryset, compiler, sql, params, places

    def answer(self, values: dict[str, Any]) -> list[Found]:
        params = list(self.params)
        for at, name, place in self.places:
            value = values[name]
            params[at] = self.sent(value) if place is None else value[place]
        with self.lock:  # in tests two threads may share a connection
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


def places_of(value: Given) -> Sequence[int | None]:
    return range(len(value)) if isinstance(value, list) else [None]


def _stand_ins(values: dict[str, Any], number: int) -> dict[str, Any]:
    """Values nobody asks for, all different, of the same kinds; number: which set of them."""
    numbers = count(8_100_000_000_000 + number * 5_000)
    return {name: _stand_in(value, numbers) for name, value in values.items()}


def _stand_in(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [next(numbers) for _one in value]
    if isinstance(value, datetime):
        return STAND_IN_DAY + timedelta(seconds=next(numbers) % 10_000)
    if isinstance(value, date):
        return (STAND_IN_DAY + timedelta(days=next(numbers) % 10_000)).date()
    if isinstance(value, float):
        return next(numbers) + 0.5
    if isinstance(value, bool):
        raise ValueError("What is true or not makes two questions.")
    return f"stand-in {next(numbers)}" if isinstance(value, str) else next(numbers)
