"""What minutes hold, who reads them whole, and what of them is for everybody."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Readers(StrEnum):
    """Who reads minutes whole, besides the office and the board."""

    ATTENDEES = "attendees"
    MEMBERS = "members"


def reads_whole(readers: str, *, is_inside: bool, attended: bool, is_member: bool) -> bool:
    """is_inside: of the office or the board."""
    return is_inside or attended or (readers == Readers.MEMBERS and is_member)


def public_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """Minutes without the closed items and without anybody's name."""
    items = [
        {
            **item,
            "interests": [],
            "tasks": [{**task, "owner": ""} for task in item["tasks"]],
            "ideas": [],
        }
        for item in content["items"]
        if not item["is_closed"]
    ]
    return {**content, "present": [], "excused": [], "items": items}
