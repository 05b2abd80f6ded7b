"""What changes when a calendar from elsewhere is read again: new dates, changed ones, moved ones, gone ones."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiezkontor.calendar.rules.foreign import Entry


@dataclass(frozen=True)
class Known:
    """A date as it was taken over. digest: of all that was taken over, "" for one that went."""

    title: str
    place: str
    starts_at: datetime
    digest: str


@dataclass
class Plan:
    """changed: by the key it is known by, which a moved one changes. gone: keys.

    elsewhere: how many are left out because they take place outside of the district.
    """

    new: list[Entry] = field(default_factory=list)
    changed: dict[str, Entry] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


def plan(
    known: Mapping[str, Known],
    entries: Iterable[tuple[Entry, str]],
    *,
    covers: tuple[datetime, datetime] | None,
    here: Collection[str],
    now: datetime,
) -> Plan:
    """entries: each with its digest. here: keys of those that take place in the district.

    Known ones are followed wherever they go. What is to come and is not named any more is gone, but only within the
    time the calendar speaks of: many name no more than the next weeks.
    """
    found, named = Plan(), set()
    for entry, digest in entries:
        named.add(entry.key)
        if entry.key in known:
            if known[entry.key].digest != digest:
                found.changed[entry.key] = entry
        elif entry.key in here:
            found.new.append(entry)
        else:
            found.elsewhere += 1
    if covers is not None:
        found.gone = [
            key
            for key, each in known.items()
            if each.digest and key not in named and each.starts_at > now and covers[0] <= each.starts_at <= covers[1]
        ]
    follow_moves(found, known)
    return found


def follow_moves(found: Plan, known: Mapping[str, Known]) -> None:
    """One that went and a new one of the same name and place are the same, moved, as some calendars name dates by time.

    Only where there is one of each, for of several nobody can tell.
    """
    gone = {(known[key].title, known[key].place): key for key in found.gone}
    new = {(entry.title, entry.place): entry for entry in found.new}
    went = Counter((known[key].title, known[key].place) for key in found.gone)
    came = Counter((entry.title, entry.place) for entry in found.new)
    for same in set(gone) & set(new):
        if went[same] == came[same] == 1:
            found.changed[gone[same]] = new[same]
            found.gone.remove(gone[same])
            found.new.remove(new[same])
