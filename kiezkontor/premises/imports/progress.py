"""What an import tells while it works: one sentence a step, and for its report the seconds they took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

type Say = Callable[[str], None]


@dataclass(slots=True)
class Clock:
    """Seconds by step, for the report; a step measured again adds up."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = round(self.seconds.get(step, 0.0) + time.perf_counter() - started, 3)
