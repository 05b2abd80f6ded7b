"""What a periodic job has to cover: what it missed, but nothing that is too old to tell anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Span:
    """From a moment until another, which is no longer part of it."""

    start: datetime
    end: datetime


def span_to_cover(covered_until: datetime | None, *, now: datetime, first: timedelta, window: timedelta) -> Span | None:
    """What is not covered yet, at most the window before now; None where everything is, also after a clock went back.

    covered_until: None before the first run, which covers `first`.
    """
    start = now - first if covered_until is None else max(covered_until, now - window)
    return Span(start, now) if start < now else None
