"""What stands in place of a list that is empty because everything in it is closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiezkontor.directory import access, hours
from kiezkontor.directory.models import Entry, EntryQuerySet

MOST_NAMED = 3
# Within six days the name of a weekday tells which one is meant.
AHEAD = timedelta(days=6)


@dataclass(frozen=True)
class Closed:
    """count: how many there are that are not open. sentence: when the next opens, "" where nobody is known to open
    soon. entries: which ones open then; are_more: not all of them are named."""

    count: int
    sentence: str = ""
    entries: tuple[Entry, ...] = ()
    are_more: bool = False


def closed(entries: EntryQuerySet, *, count: int, now: datetime) -> Closed:
    """entries: all that would be listed if they were open; count: how many they are, 1 or more. One statement."""
    opening = access.next_to_open(entries, after=now, until=now + AHEAD, most=MOST_NAMED + 1)
    if not opening:
        return Closed(count)
    soonest = opening[0][0]
    together = tuple(entry for opens_at, entry in opening if opens_at == soonest)
    sentence = hours.next_sentence(soonest, now, count=len(together))
    return Closed(count, sentence, together[:MOST_NAMED], len(together) > MOST_NAMED)
