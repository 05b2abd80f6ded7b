"""What an edit of an entry means when somebody else may have edited it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Edit:
    """changes: field → new value, of the fields the person really changed.

    conflicts: field → value stored now, where somebody else changed the same field to something else meanwhile.
    """

    changes: Mapping[str, Any]
    conflicts: Mapping[str, Any]


def compare(seen: Mapping[str, Any], given: Mapping[str, Any], stored: Mapping[str, Any]) -> Edit:
    """Tell a person's changes from what merely was on the form.

    seen: what the form showed when it was opened. given: what was sent. stored: what is in the database now.
    A field that was not shown (missing in seen) counts as seen with the stored value. Order follows `given`.
    """
    changes: dict[str, Any] = {}
    conflicts: dict[str, Any] = {}
    for name, value in given.items():
        now = stored.get(name)
        before = seen.get(name, now)
        if value in (before, now):
            continue
        if now != before:
            conflicts[name] = now
        else:
            changes[name] = value
    return Edit(changes, conflicts)
