"""What two people noted of one thing, put together field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """values: what holds now. conflicts: fields both changed to something different; there theirs stays."""

    values: dict[str, Any]
    conflicts: list[str]


def merged(
    base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any], fields: Collection[str]
) -> Merged:
    """base: what we knew when we looked. A missing value counts as None."""
    values, conflicts = {}, []
    for name in fields:
        was, there, here = base.get(name), theirs.get(name), ours.get(name)
        if here in (was, there):
            values[name] = there
        elif there == was:
            values[name] = here
        else:
            values[name] = there
            conflicts.append(name)
    return Merged(values, conflicts)
