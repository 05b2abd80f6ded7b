"""Two people write the minutes of one item: what becomes of a text that was written on an older one."""

from typing import Literal

type Fate = Literal["kept", "same", "conflict"]


def fate_of(text: str, version: int, *, stored: str, stored_version: int) -> Fate:
    """kept: it is stored; same: it stands there already; conflict: both are shown, and somebody chooses."""
    if text == stored:
        return "same"
    return "kept" if version == stored_version else "conflict"
