"""What minutes hold, who reads them, and what of them is for guests and for everybody."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

# Two letters are a word of many sentences [inferred].
SHORTEST_NAME, FORMS_OF_ADDRESS = 3, frozenset({"Frau", "Herr", "Familie", "Prof"})


class Readers(StrEnum):
    """Who reads minutes, besides the office and the board."""

    ATTENDEES = "attendees"
    MEMBERS = "members"
    BODY = "body"


def reads(readers: str, *, is_inside: bool, attended: bool, is_member: bool, is_in_body: bool) -> bool:
    """Whether somebody reads more than what is public; the closed items for whom `closed.reads_closed` says.

    is_inside: of the office or the board. is_in_body: a member of the body on the day of the meeting.
    """
    asked_for = {Readers.MEMBERS.value: is_member, Readers.BODY.value: is_in_body}
    return is_inside or attended or asked_for.get(readers, False)


def open_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """Minutes as a guest who was there reads them: without the closed items, numbered as the whole."""
    items = [
        {
            **item,
            "number": number,
            **(
                {"waiting": [task for task in item["waiting"] if not task.get("is_inner")]} if "waiting" in item else {}
            ),
        }
        for number, item in enumerate(content["items"], 1)
        if not item["is_closed"]
    ]
    return {**content, "items": items}


def public_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """The open part without who was there, declared or took something on."""
    told = open_part(content)
    items = [
        {
            **item,
            "interests": [],
            "tasks": without_owners(item["tasks"]),
            "ideas": [],
            **({"waiting": without_owners(item["waiting"])} if "waiting" in item else {}),
        }
        for item in told["items"]
    ]
    return {**told, "present": [], "excused": [], "items": items}


def without_owners(tasks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**task, "owner": ""} for task in tasks]


def names_told(content: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Which of these people are named in the texts of minutes: whole, or by first or last name as a word."""
    words = set(re.findall(r"\w+", " ".join(texts_in(content["items"]))))
    return [name for name in dict.fromkeys(names) if any(part in words for part in telling_parts(name))]


def telling_parts(name: str) -> set[str]:
    """First and last name, without what is too short to say who it is."""
    parts = re.findall(r"\w+", name)
    return {part for part in (parts[:1] + parts[-1:]) if len(part) >= SHORTEST_NAME and part not in FORMS_OF_ADDRESS}


def texts_in(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from texts_in(each)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from texts_in(each)
