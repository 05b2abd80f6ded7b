"""Open times as far as they have been worked out."""

from dataclasses import dataclass
from datetime import datetime

from kiezkontor.methods.opening_hours import Interval


def minute_of(moment: datetime) -> datetime:
    """Opening hours begin and end with a minute: what holds for one moment of it holds for all of it."""
    return moment.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class KnownHours:
    """intervals: ascending. until: where they were cut; what lasts up to there may go on, nobody knows how long."""

    intervals: list[Interval]
    until: datetime

    def is_cut(self, interval: Interval) -> bool:
        return interval.end >= self.until
