"""What changed between what we know from a source and what it says now, as far as both looked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kiezkontor.methods.geo import Point, distance_m
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.premises.rules.counting import Kind
from kiezkontor.premises.rules.scope import Scope, covers_category, covers_point

DifferenceKind = Literal["new", "newly_covered", "changed", "moved", "gone", "no_longer_covered"]
type Value = str | bool

# A mapper who draws a shop again puts it in the same house: half the depth of a large building.
REMAPPED_WITHIN_M = 60.0
# Two vacancies or unnamed shops are told apart by their door only.
NAMELESS_WITHIN_M = 12.0
# Nudging a point on the map is no news; from this distance on it is another door.
SHIFT_M = 25.0
# An independent shop of the same name and trade within a quarter moved house rather than closing.
MOVED_WITHIN_M = 1_500.0


@dataclass(frozen=True, slots=True)
class Known:
    """One object as a source describes it, then or now.

    categories: as counted, the first is the main one; ("vacant",) for a vacancy. fields: what we take over of it.
    """

    ref: str
    kind: Kind
    name: str
    categories: tuple[str, ...]
    lat: float
    lon: float
    fields: Mapping[str, Value] = field(default_factory=dict)

    @property
    def point(self) -> Point:
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. changes: {field: (before, after)}, in the order of the new fields.

    before, after: the object then and now; None where there is none. distance_m: for a move, how far.
    remapped: the same shop under a new number, nothing happened on the street.
    """

    kind: DifferenceKind
    ref: str
    before: Known | None
    after: Known | None
    changes: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)
    distance_m: float | None = None
    remapped: bool = False


def differences(
    then: Iterable[Known], now: Iterable[Known], *, seen_then: Scope | None, seen_now: Scope
) -> list[Difference]:
    """Compare two states of one source.

    seen_then: what the earlier runs looked for, None when there was none (then everything is newly covered).
    What was outside the earlier scope is newly covered, not an opening; what is outside the new scope and missing
    is no longer covered, not a closure. Objects that vanished and came back under another number within
    REMAPPED_WITHIN_M with the same name and category are one moved object; so are uniquely named independent
    ones within MOVED_WITHIN_M. Unchanged objects yield nothing.
    Returns the differences by ref (node/2 before node/10), then kind.
    """
    before = {item.ref: item for item in then}
    after = {item.ref: item for item in now}
    found = [_compared(before[ref], after[ref]) for ref in before.keys() & after.keys()]
    vanished = [item for ref, item in before.items() if ref not in after]
    appeared = [item for ref, item in after.items() if ref not in before]
    for old, new in _paired(vanished, appeared):
        vanished.remove(old)
        appeared.remove(new)
        distance = distance_m(old.point, new.point)
        remapped = distance <= REMAPPED_WITHIN_M
        found.append(Difference("moved", new.ref, old, new, changed_fields(old, new), distance, remapped))
    for item, covered in zip(vanished, seen_in(seen_now, vanished), strict=True):
        found.append(Difference("gone" if covered else "no_longer_covered", item.ref, item, None))
    for item, covered in zip(appeared, seen_in(seen_then, appeared), strict=True):
        found.append(Difference("new" if covered else "newly_covered", item.ref, None, item))
    return sorted((item for item in found if item is not None), key=lambda item: (ref_order(item.ref), item.kind))


def ref_order(ref: str) -> tuple[str, int, str]:
    """Sorts "node/2" before "node/10", and refs without a number by text."""
    kind, _, number = ref.partition("/")
    return (kind, int(number) if number.isdigit() else 0, ref)


def seen_in(scope: Scope | None, items: Sequence[Known]) -> list[bool]:
    """For each object whether a run of this scope looked for it where it is; none without a scope. Same order."""
    if scope is None:
        return [False] * len(items)
    inside = covers_point(scope, ((item.lon, item.lat) for item in items))
    return [here and covers_category(scope, item.categories) for item, here in zip(items, inside, strict=True)]


def changed_fields(before: Known, after: Known) -> dict[str, tuple[Value, Value]]:
    """The fields whose values differ; "kind" where a business became a vacancy or the other way round."""
    changes: dict[str, tuple[Value, Value]] = {}
    if before.kind != after.kind:
        changes["kind"] = (before.kind, after.kind)
    for name, value in after.fields.items():
        earlier = before.fields.get(name, "")
        if earlier != value:
            changes[name] = (earlier, value)
    for name, earlier in before.fields.items():
        if name not in after.fields and earlier:
            changes[name] = (earlier, "")
    return changes


def _compared(before: Known, after: Known) -> Difference | None:
    changes = changed_fields(before, after)
    distance = distance_m(before.point, after.point)
    if distance > SHIFT_M:
        return Difference("moved", after.ref, before, after, changes, distance)
    return Difference("changed", after.ref, before, after, changes) if changes else None


def _paired(vanished: Sequence[Known], appeared: Sequence[Known]) -> list[tuple[Known, Known]]:
    """Vanished and appeared objects that are one and the same; the nearest pair first, each object once."""
    candidates = []
    by_identity: dict[tuple[str, str, str], list[Known]] = defaultdict(list)
    for new in appeared:
        by_identity[_identity(new)].append(new)
    gone_of: dict[tuple[str, str, str], int] = defaultdict(int)
    for old in vanished:
        gone_of[_identity(old)] += 1
    for old in vanished:
        identity = _identity(old)
        same = by_identity.get(identity, [])
        limit = NAMELESS_WITHIN_M if not identity[1] else REMAPPED_WITHIN_M
        if identity[1] and len(same) == gone_of[identity] == 1 and not old.fields.get("is_chain"):
            limit = MOVED_WITHIN_M
        for new in same:
            if (distance := distance_m(old.point, new.point)) <= limit:
                candidates.append((distance, ref_order(old.ref), ref_order(new.ref), old, new))
    pairs, taken = [], set()
    for _distance, _old_order, _new_order, old, new in sorted(candidates, key=lambda row: row[:3]):
        if old.ref not in taken and new.ref not in taken:
            taken |= {old.ref, new.ref}
            pairs.append((old, new))
    return pairs


def _identity(item: Known) -> tuple[str, str, str]:
    return item.kind, folded(item.name), item.categories[0] if item.categories else ""
