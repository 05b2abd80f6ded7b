"""Units that came from others by splitting and merging."""

from collections import defaultdict
from collections.abc import Iterable


def origins(successions: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Unit → all units it came from, however long ago.

    successions: pairs of a former and a later unit; a unit never comes from itself.
    """
    parents: defaultdict[int, set[int]] = defaultdict(set)
    for former, later in successions:
        parents[later].add(former)
    found: dict[int, set[int]] = {}
    for unit in list(parents):
        reached: set[int] = set()
        waiting = [unit]
        while waiting:
            for former in parents.get(waiting.pop(), ()):
                if former not in reached:
                    reached.add(former)
                    waiting.append(former)
        found[unit] = reached
    return found
